import headless from '@xterm/headless';
import type { IParser } from '@xterm/xterm';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AnswerGate, watchAnswers } from '../../renderer/terminal/answer-gate.ts';

describe('telling answers from typing', () => {
  let terminal: headless.Terminal;
  let gate: AnswerGate;
  let left: string[];
  beforeEach(() => {
    terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
    // The two builds' parsers are the same; only their declarations are two.
    gate = watchAnswers(terminal.parser as unknown as IParser);
    left = [];
    terminal.onData((data) => left.push(`${gate.originOfData()} ${JSON.stringify(data)}`));
  });
  const write = (data: string) => new Promise<void>((resolve) => terminal.write(data, resolve));

  it.each([
    ['primary device attributes', '\x1b[c'],
    ['secondary device attributes', '\x1b[>c'],
    ['status report', '\x1b[5n'],
    ['cursor position', '\x1b[6n'],
    ['extended cursor position', '\x1b[?6n'],
    ['ANSI mode', '\x1b[4$p'],
    ['private mode', '\x1b[?2004$p'],
    ['a setting', '\x1bP$qm\x1b\\'],
  ])('should know the answer to a query for %s', async (_name, query) => {
    await write(query);
    expect(left).toHaveLength(1);
    expect(left[0]).toMatch(/^answer /);
  });

  it('should let nothing out that answers a replayed screen', async () => {
    gate.setReplay(true);
    await write('\x1b[c\x1b[6n');
    expect(left.every((entry) => entry.startsWith('replay '))).toBe(true);
    expect(left).toHaveLength(2);
  });

  it('should take what a person types for theirs, before, after and during a replay', async () => {
    terminal.input('a');
    await write('\x1b[c');
    terminal.input('b');
    gate.setReplay(true);
    terminal.input('c');
    expect(left.filter((entry) => entry.startsWith('person '))).toEqual([
      'person "a"',
      'person "b"',
      'person "c"',
    ]);
  });
});
