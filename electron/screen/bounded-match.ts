// Regular expressions of strangers, tried on a text within a time: some take longer than the sun will shine. Runs in the
// worker, so that even the time allowed never falls on the thread that serves everybody.
import { createContext, Script } from 'node:vm';
import type { Found, FoundLine } from './types.ts';

/** A megabyte of text takes an ordinary pattern some 10 ms; this is far above it, for machines that have other things to do. */
export const matchLimitMs = 1_000;

/** Nobody is kept waiting longer than so many times the limit. */
const maxFactor = 8;

/** One line of running text: soft wraps joined. */
export interface RunningLine {
  /** Of its first row, from the top of the buffer. */
  readonly line: number;
  readonly text: string;
}

const slot: { run: () => unknown; result?: unknown } = { run: () => undefined };
const context = createContext(slot);
const script = new Script('result = run()');

/** V8 looks at its interrupts while an expression backtracks, so that what `node:vm` promises of scripts holds for it. */
function tryFor<T>(run: () => T, limitMs: number): Found<T> {
  slot.run = run;
  try {
    script.runInContext(context, { timeout: limitMs });
    return { kind: 'found', value: slot.result as T };
  } catch (error) {
    if (isTimeout(error)) return { kind: 'too-slow' };
    throw error;
  } finally {
    slot.run = () => undefined;
    slot.result = undefined;
  }
}

/**
 * The limit is one of work, and a clock is all there is to stop it by: on a machine that has other things to do the time may
 * pass without any. Then it is tried again for twice as long. `spentMs`: what this process has worked so far.
 */
export function withinTime<T>(run: () => T, limitMs: number, spentMs = processorMs): Found<T> {
  for (let allowedMs = limitMs; ; allowedMs *= 2) {
    const before = spentMs();
    const found = tryFor(run, allowedMs);
    if (found.kind === 'found' || spentMs() - before >= limitMs / 2 || allowedMs >= maxFactor * limitMs)
      return found;
  }
}

/** Of all threads: when that is little, the worker cannot have had much. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function isTimeout(error: unknown): boolean {
  // It comes out of the context, whose Error is another one than ours.
  return (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

export function matchText(text: string, pattern: RegExp, limitMs = matchLimitMs): Found<boolean> {
  return withinTime(() => new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text), limitMs);
}

/** Every match in every line; a match of nothing is none. */
export function matchLines(
  lines: readonly RunningLine[],
  pattern: RegExp,
  limitMs = matchLimitMs,
): Found<FoundLine[]> {
  const every = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`);
  return withinTime(() => lines.flatMap((line) => matchLine(line, every)), limitMs);
}

function matchLine({ line, text }: RunningLine, every: RegExp): FoundLine[] {
  const matches: [number, number][] = [];
  for (const match of text.matchAll(every)) {
    if (match[0] !== '') matches.push([match.index, match.index + match[0].length]);
  }
  return matches.length === 0 ? [] : [{ line, text, matches }];
}
