// The line of a TOML document in which a dotted key is set, for messages to a person. The parser keeps no positions; this
// looks at table headers and the left sides of `=` only, so that a strange document gives no line rather than a wrong value.

/** 1-based line of `key` ("font.size"), else of the nearest table around it ("font"), else null. */
export function lineOfKey(text: string, key: string): number | null {
  let table: string[] = [];
  let best: { line: number; depth: number } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[+([^\]]+)\]+/.exec(line)?.[1];
    if (header !== undefined) table = keyParts(header);
    const left = header === undefined ? /^\s*((?:"[^"]*"|'[^']*'|[\w.\s-])+?)\s*=/.exec(line)?.[1] : '';
    if (left === undefined) continue;
    const path = left === '' ? table : [...table, ...keyParts(left)];
    // Names may hold dots themselves, so whole paths are compared.
    const name = path.join('.');
    const matches = key === name || key.startsWith(`${name}.`);
    if (matches && name.length > (best?.depth ?? 0)) best = { line: index + 1, depth: name.length };
  }
  return best?.line ?? null;
}

/** `a."b.c".d` -> a, b.c, d */
function keyParts(text: string): string[] {
  const parts = text.match(/"[^"]*"|'[^']*'|[^.\s]+/g) ?? [];
  return parts.map((part) => part.replace(/^["']|["']$/g, ''));
}
