// Changes one key of a TOML document and nothing else: comments, order and spelling of the rest stay. Every edit is a guess
// at the lines that hold the key, proved by parsing: it counts only if the document then says exactly what it should. Where
// no such edit exists (the section is an inline table), the document is written anew, and its comments are lost.
import { parse, stringify, type TomlTable } from 'smol-toml';

export type TomlChange =
  | { readonly kind: 'set'; readonly value: boolean | number | string | readonly string[] }
  | { readonly kind: 'unset' };

/** No value of ours spans more lines than this. */
const longestValueLines = 500;

/**
 * `text` must parse (else smol-toml's TomlError). The key is as it is meant, not quoted; the section is one of ours, whose
 * names need no quotes.
 */
export function editToml(
  text: string,
  [section, key]: readonly [string, string],
  change: TomlChange,
): string {
  const before = parse(text);
  const after = changed(before, [section, key], change);
  if (isSame(before, after)) return text;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const assignment = change.kind === 'set' ? assignmentOf(key, change.value) : null;
  for (const candidate of candidates(lines, { section, key, assignment })) {
    const edited = candidate.join(newline);
    if (says(edited, after)) return edited;
  }
  return stringify(after);
}

function assignmentOf(key: string, value: boolean | number | string | readonly string[]): string {
  return stringify({ [key]: value }).trimEnd();
}

interface Target {
  readonly section: string;
  readonly key: string;
  /** `key = value`, or null to take it away. */
  readonly assignment: string | null;
}

function* candidates(lines: readonly string[], target: Target): Generator<readonly string[]> {
  const places = lines.flatMap((line, index) => (mayAssign(line, target) ? [index] : []));
  for (const start of places) {
    const last = Math.min(lines.length, start + longestValueLines);
    for (let end = start + 1; end <= last; end++) {
      yield [...lines.slice(0, start), ...replacement(lines, { start, end }, target), ...lines.slice(end)];
    }
  }
  if (target.assignment !== null) yield* insertions(lines, target.section, target.assignment);
}

/** Whether a line can be where the key gets its value: `key =`, or `section.key =` with any spelling of the parts. */
function mayAssign(line: string, { section, key }: Target): boolean {
  const left = /^\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w.\s-])+?)\s*=/.exec(line)?.[1];
  if (left === undefined) return false;
  const parts = left.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^.\s]+/g) ?? [];
  const names = parts.map((part) => keyName(part));
  return names.at(-1) === key && (names.length === 1 || (names.length === 2 && names[0] === section));
}

function keyName(part: string): string {
  try {
    return Object.keys(parse(`${part} = 0`))[0] ?? part;
  } catch {
    return part;
  }
}

/** The line with its new value, its own left side and, where the value was on one line, its comment; nothing for an unset. */
function replacement(
  lines: readonly string[],
  { start, end }: { start: number; end: number },
  { assignment }: Target,
): string[] {
  if (assignment === null) return [];
  const line = lines[start] ?? '';
  const left = /^[^=]*=\s*/.exec(line)?.[0] ?? '';
  const value = assignment.slice(assignment.indexOf('=') + 1).trim();
  // A `=` in a quoted key: then the left side is not what it seems, and the assignment stands for itself.
  const isPlain = !/["']/.test(left);
  const text = isPlain ? `${left}${value}` : assignment;
  return [end === start + 1 ? `${text}${commentOf(line)}` : text];
}

/** The comment at the end of a line, with the blanks before it: after the shortest part that is an assignment by itself. */
function commentOf(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
    const code = line.slice(0, at);
    if (parses(code)) return line.slice(code.trimEnd().length);
  }
  return '';
}

/** Below the last line of the section that says something, else in a new section at the end. */
function* insertions(
  lines: readonly string[],
  section: string,
  assignment: string,
): Generator<readonly string[]> {
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line)?.[1];
    if (header === undefined || keyName(header.trim()) !== section) continue;
    const next = lines.findIndex((other, at) => at > index && /^\s*\[/.test(other));
    let at = next < 0 ? lines.length : next;
    while (at > index + 1 && /^\s*(?:#.*)?$/.test(lines[at - 1] ?? '')) at -= 1;
    yield [...lines.slice(0, at), assignment, ...lines.slice(at)];
    // What looked like the next section may be inside a value.
    yield [...lines.slice(0, index + 1), assignment, ...lines.slice(index + 1)];
  }
  const body = [...lines];
  while (body.at(-1)?.trim() === '') body.pop();
  const gap = body.length === 0 ? [] : [''];
  yield [...body, ...gap, `[${section}]`, assignment, ''];
}

function changed(table: TomlTable, [section, key]: readonly [string, string], change: TomlChange): TomlTable {
  const old = table[section];
  const values = isTable(old) ? { ...old } : {};
  if (change.kind === 'set') {
    values[key] = Array.isArray(change.value)
      ? [...change.value]
      : (change.value as string | number | boolean);
    return { ...table, [section]: values };
  }
  if (!Object.hasOwn(values, key)) return table;
  delete values[key];
  return { ...table, [section]: values };
}

function says(text: string, expected: TomlTable): boolean {
  try {
    return isSame(parse(text), expected);
  } catch {
    return false;
  }
}

function parses(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Deep equality of parsed documents. An empty section and none are the same to us. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof Date && b instanceof Date) return a.toISOString() === b.toISOString();
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isTable(a) || !isTable(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(presentOf(a, key), presentOf(b, key)));
}

function presentOf(table: TomlTable, key: string): unknown {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return isTable(value) && Object.keys(value).length === 0 ? undefined : value;
}
