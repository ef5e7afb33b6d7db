// Opens a log for one test and closes it when the test ends, passed or not.
import { onTestFinished } from 'vitest';
import { openLog } from '../../electron/persistence/open-log.ts';
import type {
  LogConfig,
  LogRecord,
  OpenedLog,
  OpenLogOptions,
  StreamContent,
} from '../../electron/persistence/types.ts';
import { ListMachine } from './list-machine.ts';

export const TEST_CONFIG: LogConfig = {
  checkpointIntervalMs: 0,
  walFlushIntervalMs: 5,
  maxWalSizeBytes: 64 * 1024 * 1024,
  keepCheckpoints: 3,
  maxStateBytes: 1024 * 1024 * 1024,
};

export interface TestLog extends OpenedLog {
  readonly machine: ListMachine;
  /** Appends and applies in one step, as a host does. */
  add(...items: string[]): number;
}

export async function openForTest(
  dir: string,
  options: Partial<OpenLogOptions> & { readonly config?: LogConfig } = {},
): Promise<TestLog> {
  const machine = new ListMachine();
  const opened = await openLog({ dir, config: TEST_CONFIG, ...options, machine });
  onTestFinished(() => opened.log.close());
  return {
    ...opened,
    machine,
    add(...items) {
      const lsn = opened.log.append(items.map(state), 'now');
      machine.items.push(...items);
      return lsn;
    },
  };
}

/** For purge(): a restore point's state has nothing to lose. */
export const unchanged = (bytes: Uint8Array): Uint8Array => bytes;

export function state(text: string): LogRecord {
  return { kind: 'state', data: Buffer.from(text) };
}

export function output(
  stream: number,
  incarnation: number,
  offset: number,
  data: string | Uint8Array,
): LogRecord {
  return {
    kind: 'output',
    stream,
    incarnation,
    offset,
    data: typeof data === 'string' ? Buffer.from(data) : data,
  };
}

export function mark(stream: number, incarnation: number, offset: number, data: string): LogRecord {
  return { kind: 'mark', stream, incarnation, offset, data: Buffer.from(data) };
}

/** A stream's content as readable lines: 'snapshot@0.4 text', 'output@0.4 text', 'mark@...', 'lost@0.4-0.9'. */
export async function contentOf(content: StreamContent): Promise<string[]> {
  const lines: string[] = [];
  const at = (position: { incarnation: number; offset: number }): string =>
    `${position.incarnation}.${position.offset}`;
  const text = (data: Uint8Array): string => Buffer.from(data).toString();
  if (content.snapshot !== null)
    lines.push(`snapshot@${at(content.snapshot.position)} ${text(content.snapshot.data)}`);
  for await (const entries of content.entries) {
    for (const entry of entries) {
      if (entry.kind === 'lost') lines.push(`lost@${at(entry.position)}-${at(entry.until)}`);
      else lines.push(`${entry.kind}@${at(entry.position)} ${text(entry.data)}`);
    }
  }
  return lines;
}
