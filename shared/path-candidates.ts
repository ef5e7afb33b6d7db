// What in a line of text may be the path of a file, with the place in it that compilers, tests and search tools name behind
// it: `src/a.ts:12:3`, `src/a.ts(12,3)`, `"a.py", line 12`. Only what looks like one; whether it is there is the host's to
// say. Pure.

export interface PathCandidate {
  /** Where it stands in the text, the place behind it included. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** From 1 on. */
  readonly line: number | null;
  readonly column: number | null;
}

/** A line full of them is no list of paths. */
export const MAX_CANDIDATES = 32;
const MAX_TEXT_CHARS = 10_000;

const WORD = String.raw`[^\s"'\`<>|(){}\[\]:;,*?\\]`;
const PLACE = String.raw`:(?<line>\d{1,7})(?::(?<column>\d{1,5}))?|\((?<line2>\d{1,7})(?:[,:] ?(?<column2>\d{1,5}))?\)|["'], line (?<line3>\d{1,7})`;
const CANDIDATE = new RegExp(`(?<path>${WORD}{1,1024})(?:${PLACE})?`, 'g');

export function pathCandidates(text: string): PathCandidate[] {
  const found: PathCandidate[] = [];
  for (const match of text.slice(0, MAX_TEXT_CHARS).matchAll(CANDIDATE)) {
    const { path = '', line, line2, line3, column, column2 } = match.groups ?? {};
    const place = line ?? line2 ?? line3 ?? null;
    // The full stop of a sentence is none of a file's name.
    const trimmed = place === null ? path.replace(/[.!=&]+$/, '') : path;
    if (!looksLikePath(trimmed, place !== null) || isOfAddress(text, match.index)) continue;
    found.push({
      start: match.index,
      end: match.index + (place === null ? trimmed.length : match[0].length),
      path: trimmed,
      line: place === null ? null : Number(place),
      column: column === undefined && column2 === undefined ? null : Number(column ?? column2),
    });
    if (found.length === MAX_CANDIDATES) break;
  }
  return found;
}

/** A word that says nothing of a file is not asked about: most words of a text are names of something. */
function looksLikePath(word: string, hasPlace: boolean): boolean {
  if (/^[-./~]*$/.test(word) && word !== '~') return false;
  return hasPlace ? /\D/.test(word) : /\/|[^.]\.[A-Za-z]\w{0,9}$/.test(word);
}

/** What follows a scheme belongs to an address, which is a link of another kind. */
function isOfAddress(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 12), start);
  return /[a-z][a-z0-9+.-]*:$/i.test(before) && text.startsWith('//', start);
}
