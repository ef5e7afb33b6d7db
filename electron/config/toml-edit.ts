// Changes one key of a TOML document and nothing else: comments, order and spelling of the rest stay. Every edit is a guess
// at the lines that hold the key, proved by parsing: it counts only if the document then says exactly what it should. Where
// no such edit exists (the section is an inline table), the document is written anew, and its comments are lost.
import { parse, stringify, type TomlTable } from 'smol-toml';

type TomlScalars = boolean | number | string | readonly string[];
export type TomlChange = { readonly kind: 'set'; readonly value: TomlScalars } | { readonly kind: 'unset' };

/** No value of ours spans more lines than this. */
const longestValueLines = 500;

/**
 * `text` must parse (else smol-toml's TomlError). `path`: the names of the tables and then the key's, as they are meant, not
 * quoted. An unset of a table takes away all that it holds.
 */
export function editToml(text: string, path: readonly string[], change: TomlChange): string {
  const before = parse(text);
  const after = changed(before, path, change);
  if (isSame(before, after)) return text;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const table = path.slice(0, -1);
  const key = path.at(-1) ?? '';
  const assignment = change.kind === 'set' ? assignmentOf(key, change.value) : null;
  for (const candidate of candidates(lines, { table, key, assignment })) {
    const edited = candidate.join(newline);
    if (says(edited, after)) return edited;
  }
  return stringify(after);
}

function assignmentOf(key: string, value: TomlScalars): string {
  return stringify({ [key]: value }).trimEnd();
}

interface Target {
  /** The tables around the key, from the outside in. */
  readonly table: readonly string[];
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
  if (target.assignment === null) yield withoutTable(lines, [...target.table, target.key]);
  else yield* insertions(lines, target.table, target.assignment);
}

/** Whether a line can be where the key gets its value: `key =`, or `table.key =` with any spelling of the parts. */
function mayAssign(line: string, { table, key }: Target): boolean {
  const left = /^\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w.\s-])+?)\s*=/.exec(line)?.[1];
  if (left === undefined) return false;
  const names = namesOf(left);
  const wanted = [...table, key].slice(-names.length);
  return names.length <= table.length + 1 && names.every((name, index) => name === wanted[index]);
}

/** `a."b.c".d` -> a, b.c, d */
function namesOf(dotted: string): string[] {
  const parts = dotted.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^.\s]+/g) ?? [];
  return parts.map((part) => keyName(part));
}

/** The tables that a header names; null for any other line. */
function headerOf(line: string): string[] | null {
  const inner = /^\s*\[((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^[\]"'])+)\]\s*(?:#.*)?$/.exec(line)?.[1];
  return inner === undefined ? null : namesOf(inner);
}

const startsWith = (names: readonly string[], beginning: readonly string[]) =>
  beginning.every((name, index) => names[index] === name);

/** Without the sections of a table and of the tables in it; what stands in comments above the next section stays. */
function withoutTable(lines: readonly string[], table: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let isGoing = false;
  for (const [index, line] of lines.entries()) {
    const names = headerOf(line);
    if (names !== null) isGoing = startsWith(names, table);
    const next = isGoing ? lines.slice(index).findIndex((other) => !isBlankOrComment(other)) : -1;
    const header = next > 0 ? headerOf(lines[index + next] ?? '') : null;
    const leadsToOther = header !== null && !startsWith(header, table);
    if (!isGoing || (leadsToOther && isBlankOrComment(line))) kept.push(line);
  }
  return kept;
}

const isBlankOrComment = (line: string) => /^\s*(?:#.*)?$/.test(line);

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
  table: readonly string[],
  assignment: string,
): Generator<readonly string[]> {
  for (const [index, line] of lines.entries()) {
    const names = headerOf(line);
    if (names === null || names.length !== table.length || !startsWith(names, table)) continue;
    const next = lines.findIndex((other, at) => at > index && /^\s*\[/.test(other));
    let at = next < 0 ? lines.length : next;
    while (at > index + 1 && isBlankOrComment(lines[at - 1] ?? '')) at -= 1;
    yield [...lines.slice(0, at), assignment, ...lines.slice(at)];
    // What looked like the next section may be inside a value.
    yield [...lines.slice(0, index + 1), assignment, ...lines.slice(index + 1)];
  }
  const body = [...lines];
  while (body.at(-1)?.trim() === '') body.pop();
  const gap = body.length === 0 ? [] : [''];
  yield [...body, ...gap, `[${table.map(writtenName).join('.')}]`, assignment, ''];
}

function writtenName(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}

function changed(table: TomlTable, [name = '', ...rest]: readonly string[], change: TomlChange): TomlTable {
  const old = Object.hasOwn(table, name) ? table[name] : undefined;
  if (rest.length > 0) {
    if (change.kind === 'unset' && !isTable(old)) return table;
    return { ...table, [name]: changed(isTable(old) ? old : {}, rest, change) };
  }
  if (change.kind === 'set') {
    const { value } = change;
    return { ...table, [name]: typeof value === 'object' ? [...value] : value };
  }
  const { [name]: _gone, ...others } = table;
  return others;
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
