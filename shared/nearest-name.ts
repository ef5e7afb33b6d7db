// What a person may have meant by a name that there is not. Pure.

/** The known name with the fewest edits to `name`, if it is near at all: about one in three letters of the last dotted part. */
export function nearestName(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  const last = name.slice(name.lastIndexOf('.') + 1);
  let bestEdits = Math.max(2, Math.floor(last.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(name, candidate);
    if (edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
