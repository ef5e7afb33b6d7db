// From a shell's marks to its commands: where each was typed, where its output lies, how it ended. Pure. Marks come from
// output and may be missing, doubled or out of order: whatever they say, spans are ordered and never overlap.
import type { PromptMark } from '../../../shared/snapshot.ts';

export interface Place {
  readonly line: number;
  readonly x: number;
}

export type CommandState =
  /** The shell waits here. */
  | 'typing'
  | 'running'
  | 'succeeded'
  /** A person ended it with Ctrl+C. */
  | 'interrupted'
  | 'failed'
  /** It ended, or its shell did; nobody said how. */
  | 'unknown';

export interface CommandSpan {
  /** The first line of its prompt. */
  readonly line: number;
  /** Where its output begins and ends (exclusive); null for a prompt at which nothing was run. */
  readonly output: { readonly from: Place; readonly to: Place } | null;
  readonly state: CommandState;
  readonly exitCode: number | null;
}

export interface SpanContext {
  /** Where the cursor of the primary buffer is: the end of what is still running. */
  readonly cursor: Place;
  /** Commands before this line belong to a shell that has gone. */
  readonly incarnationLine: number;
  /** Whether a process lives in the pane. */
  readonly isLive: boolean;
}

interface OpenSpan {
  line: number;
  output: Place | null;
}

const INTERRUPTED = 130;

/** In the order of their lines. */
export function commandSpans(marks: readonly PromptMark[], context: SpanContext): CommandSpan[] {
  const spans: CommandSpan[] = [];
  let open: OpenSpan | null = null;
  const close = (to: Place, state: CommandState, exitCode: number | null): void => {
    if (open !== null) {
      const { line, output } = open;
      spans.push({ line, output: output && { from: output, to }, state, exitCode });
    }
    open = null;
  };
  for (const mark of marks) {
    switch (mark.kind) {
      case 'prompt':
        // Drawn anew, or left by an empty line: not a command. With output, its shell went before it could say the end.
        if ((open as OpenSpan | null)?.output != null) close(mark, 'unknown', null);
        open = { line: mark.line, output: null };
        break;
      case 'command':
        open ??= { line: mark.line, output: null };
        break;
      case 'output':
        // The prompt may have been cleared away.
        open ??= { line: mark.line, output: null };
        (open as OpenSpan).output ??= { line: mark.line, x: mark.x };
        break;
      case 'end':
        // A shell says it after an empty line as well.
        if ((open as OpenSpan | null)?.output != null) close(mark, endState(mark.exitCode), mark.exitCode);
        break;
    }
  }
  const last = open as OpenSpan | null;
  if (last !== null) {
    const isPresent = context.isLive && (last.output ?? last).line >= context.incarnationLine;
    const going = last.output === null ? 'typing' : 'running';
    close(context.cursor, isPresent ? going : 'unknown', null);
  }
  return spans;
}

function endState(exitCode: number | null): CommandState {
  if (exitCode === null) return 'unknown';
  if (exitCode === 0) return 'succeeded';
  return exitCode === INTERRUPTED ? 'interrupted' : 'failed';
}

/** The command before or after a line; without a line, from the end. Null when there is none. */
export function neighbourSpan(
  spans: readonly CommandSpan[],
  from: number | null,
  direction: 'previous' | 'next',
): CommandSpan | null {
  if (direction === 'next') return from === null ? null : (spans.find(({ line }) => line > from) ?? null);
  const before = from === null ? spans.slice(0, spans.at(-1)?.state === 'typing' ? -1 : undefined) : spans;
  return [...before].reverse().find(({ line }) => from === null || line < from) ?? null;
}

/** The lines of an output, both inclusive; null when it printed nothing. */
export function outputLines({
  output,
}: CommandSpan): { readonly first: number; readonly last: number } | null {
  if (output === null) return null;
  const { from, to } = output;
  // An end at the beginning of a line is after the line before.
  const last = to.x === 0 ? to.line - 1 : to.line;
  return last < from.line ? null : { first: from.line, last };
}
