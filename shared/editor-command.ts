// How a file is opened at a place in it: the editor's own way of being told where, as arguments. Pure.

export interface FilePlace {
  /** Absolute. */
  readonly path: string;
  /** From 1 on; null for wherever the editor begins. */
  readonly line: number | null;
  readonly column: number | null;
}

type Style = (place: FilePlace) => string[];

const plus: Style = ({ path, line }) => (line === null ? [path] : [`+${line}`, path]);
const plusColumn =
  (separator: string): Style =>
  ({ path, line, column }) =>
    line === null ? [path] : [`+${line}${column === null ? '' : `${separator}${column}`}`, path];
const suffix: Style = ({ path, line, column }) => [
  [path, ...(line === null ? [] : [line, ...(column === null ? [] : [column])])].join(':'),
];
const goto: Style = (place) => ['--goto', ...suffix(place)];

/** By the program's name, without its directory. */
const STYLES: Readonly<Record<string, Style>> = {
  ...Object.fromEntries(
    ['vi', 'vim', 'nvim', 'view', 'gvim', 'joe', 'ne', 'mcedit'].map((name) => [name, plus]),
  ),
  ...Object.fromEntries(['emacs', 'emacsclient', 'micro', 'kak'].map((name) => [name, plusColumn(':')])),
  nano: plusColumn(','),
  ...Object.fromEntries(['hx', 'helix', 'subl', 'zed'].map((name) => [name, suffix])),
  ...Object.fromEntries(
    ['code', 'code-insiders', 'codium', 'cursor', 'windsurf'].map((name) => [name, goto]),
  ),
};

/**
 * The command line that opens a file. `editor`: a command line of its own, arguments divided by blanks (quotes keep them
 * together). Where it names {file}, {line} and {column}, those are put in; else it is told in the way that its program
 * understands, and one that is not known gets the file alone.
 */
export function editorCommand(editor: string, place: FilePlace): string[] {
  const words = splitWords(editor);
  if (words.some((word) => word.includes('{file}'))) {
    const values: Readonly<Record<string, string>> = {
      file: place.path,
      line: String(place.line ?? 1),
      column: String(place.column ?? 1),
    };
    return words.map((word) =>
      word.replace(/\{(file|line|column)\}/g, (_all, name: string) => values[name] ?? ''),
    );
  }
  const program = words[0]?.replace(/^.*\//, '') ?? '';
  const style = Object.hasOwn(STYLES, program) ? STYLES[program] : undefined;
  return [...words, ...(style?.(place) ?? [place.path])];
}

function splitWords(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ''),
  );
}
