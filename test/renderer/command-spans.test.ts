import { describe, expect, it } from 'vitest';
import {
  commandSpans,
  neighbourSpan,
  outputLines,
  type SpanContext,
} from '../../renderer/terminal/commands/command-spans.ts';
import type { PromptMark } from '../../shared/snapshot.ts';

const mark = (kind: PromptMark['kind'], line: number, x = 0, exitCode: number | null = null): PromptMark => ({
  kind,
  line,
  x,
  exitCode,
});
const here: SpanContext = { cursor: { line: 20, x: 2 }, incarnationLine: 0, isLive: true };
const typed = (line: number) => [mark('prompt', line), mark('command', line, 2)];
const ran = (line: number, rows: number, exitCode: number) => [
  ...typed(line),
  mark('output', line + 1),
  mark('end', line + 1 + rows, 0, exitCode),
];

describe('the commands of a shell', () => {
  it('should be told with their output and how they ended', () => {
    const spans = commandSpans([...ran(0, 2, 0), ...ran(3, 1, 2), ...ran(5, 0, 130), ...typed(6)], here);
    expect(spans.map(({ line, state }) => [line, state])).toEqual([
      [0, 'succeeded'],
      [3, 'failed'],
      [5, 'interrupted'],
      [6, 'typing'],
    ]);
    expect(spans.map(outputLines)).toEqual([{ first: 1, last: 2 }, { first: 4, last: 4 }, null, null]);
  });

  it('should go on to the cursor while one runs', () => {
    const [span] = commandSpans([...typed(3), mark('output', 4)], here);
    expect(span).toMatchObject({ state: 'running', exitCode: null });
    expect(span && outputLines(span)).toEqual({ first: 4, last: 20 });
  });

  it('should not be running in a shell that has gone', () => {
    const marks = [...typed(3), mark('output', 4)];
    expect(commandSpans(marks, { ...here, isLive: false })[0]?.state).toBe('unknown');
    expect(commandSpans(marks, { ...here, incarnationLine: 9 })[0]?.state).toBe('unknown');
    const next = commandSpans([...marks, ...typed(9)], { ...here, incarnationLine: 9 });
    expect(next.map(({ state }) => state)).toEqual(['unknown', 'typing']);
    expect(next[0] && outputLines(next[0])).toEqual({ first: 4, last: 8 });
  });

  it('should not be made of empty lines and prompts drawn anew', () => {
    const marks = [
      ...typed(0),
      mark('end', 1, 0, 1),
      ...typed(1),
      ...typed(1),
      mark('end', 2, 0, 1),
      ...typed(2),
    ];
    expect(commandSpans(marks, here).map(({ line, state }) => [line, state])).toEqual([[2, 'typing']]);
  });

  it('should be found also where the prompt was cleared away', () => {
    const spans = commandSpans([mark('output', 0), mark('end', 4, 0, 0)], here);
    expect(spans).toMatchObject([{ line: 0, state: 'succeeded' }]);
  });

  it('should keep the last line of an output without a newline', () => {
    const [span] = commandSpans([...typed(0), mark('output', 1), mark('end', 1, 5, 0)], here);
    expect(span && outputLines(span)).toEqual({ first: 1, last: 1 });
  });
});

describe('the next command', () => {
  const spans = commandSpans([...ran(0, 2, 0), ...ran(3, 1, 2), ...typed(5)], here);

  it('should be the one before, from the end past the prompt that waits', () => {
    expect(neighbourSpan(spans, null, 'previous')?.line).toBe(3);
    expect(neighbourSpan(spans, 3, 'previous')?.line).toBe(0);
    expect(neighbourSpan(spans, 0, 'previous')).toBeNull();
  });

  it('should be the one after', () => {
    expect(neighbourSpan(spans, 0, 'next')?.line).toBe(3);
    expect(neighbourSpan(spans, null, 'next')).toBeNull();
  });
});
