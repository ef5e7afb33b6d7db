// config.toml -> effective values. Invariant: a broken file or a bad value never takes anything away; what was good before
// stays, and each problem is told with file, line and reason. Reads only; watching is another file's job.
// Not from node:fs/promises, which is loaded with its name: the command line has another call for it.
import { promises as fsp } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { type Config, defaultConfig, readConfig } from '../../shared/config.ts';
import { lineOfKey } from './line-of-key.ts';

export interface ConfigProblem {
  readonly file: string;
  /** Dotted, of the setting that it is about; empty: of the whole file. */
  readonly key: string;
  /** 1-based; null where the reason is not in a line. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export interface ConfigReading {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  /** Of the file; null: there is none, or it says nothing that holds. */
  readonly text: string | null;
}

/** Nobody writes this much; a file that large is a mistake and would only block the app. */
const maxChars = 1024 * 1024;

/** Text of the file, or null if there is none. Rejects with the system's error if it cannot be read. */
export async function readConfigText(file: string): Promise<string | null> {
  try {
    return await fsp.readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Like `parseConfigText`, from the disk; a file that cannot be read is one problem. Never rejects. */
export async function readConfigFile(file: string, lastGood: Config = defaultConfig): Promise<ConfigReading> {
  try {
    return parseConfigText(file, await readConfigText(file), lastGood);
  } catch (error) {
    return unreadable(file, error, lastGood);
  }
}

/** What to use when the file is there and the system will not give it. */
export function unreadable(file: string, error: unknown, lastGood: Config): ConfigReading {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `cannot be read, so the last good settings stay: ${reason}`;
  return { config: lastGood, problems: [{ file, key: '', line: null, column: null, message }], text: null };
}

/** `text` null: there is no file, so everything has its default. `lastGood` stands in for whatever the text has wrong. */
export function parseConfigText(file: string, text: string | null, lastGood: Config): ConfigReading {
  if (text === null) return { config: defaultConfig, problems: [], text };
  if (text.length > maxChars) {
    const message = `is longer than ${maxChars} characters, so the last good settings stay`;
    return { config: lastGood, problems: [{ file, key: '', line: null, column: null, message }], text: null };
  }
  let table: unknown;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { config: lastGood, problems: [syntaxProblem(file, error)], text: null };
  }
  const { config, warnings } = readConfig(table, lastGood);
  const problems = warnings.map(({ key, message }) => ({
    file,
    key,
    line: lineOfKey(text, key),
    column: null,
    message: key === '' ? message : `${key} ${message}`,
  }));
  return { config, problems, text };
}

/** `config.toml:3: font.size must be a whole number from 6 to 72` */
export function describeProblem({ file, line, column, message }: ConfigProblem): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return `${place}: ${message}`;
}

/** The parser's message is its reason, an empty line and a picture of the place; the picture is not for a notice. */
function syntaxProblem(file: string, error: TomlError): ConfigProblem {
  const reason = (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '');
  const message = `${reason}; the last good settings stay until this is mended`;
  return { file, key: '', line: error.line, column: error.column, message };
}
