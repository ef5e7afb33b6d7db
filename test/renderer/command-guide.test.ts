// With the emulator's own buffers: what moves a line there is what has to move its marks.
import headless from '@xterm/headless';
import type { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { CommandGuide } from '../../renderer/terminal/commands/command-guide.ts';

const PROMPT = '\x1b]133;A\x07$ \x1b]133;B\x07';
const RUN = '\r\n\x1b]133;C\x07';
const seq = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${from + at}\r\n`).join('');

/** A pane that came back: lines 0 to 8 are of the shell before, line 9 is where the new one begins. */
async function restoredPane() {
  const terminal = new headless.Terminal({ cols: 20, rows: 4, scrollback: 10, allowProposedApi: true });
  // The two builds' buffers are the same; only their declarations are two.
  const guide = new CommandGuide(terminal as unknown as Terminal, () => true);
  const write = (data: string) => new Promise<void>((resolve) => terminal.write(data, resolve));
  const lineAt = (line: number) => terminal.buffer.active.getLine(line)?.translateToString(true);
  await write(seq(0, 8));
  guide.restore([], 9);
  await write(PROMPT);
  return { terminal, guide, write, lineAt };
}

describe('the beginning of the present process', () => {
  it('should scroll along, so that what runs is known to run', async () => {
    const { guide, write } = await restoredPane();
    expect(guide.incarnationLine).toBe(9);
    await write(`seq${RUN}`);
    expect(guide.spans()).toMatchObject([{ state: 'running', line: 9 }]);
    await write(seq(1, 8));
    expect(guide.incarnationLine).toBe(4);
    expect(guide.spans()).toMatchObject([{ state: 'running', line: 4 }]);
    await write(seq(9, 20));
    expect(guide.incarnationLine).toBeNull();
    await write(`${PROMPT}sleep${RUN}`);
    expect(guide.spans()).toMatchObject([{ state: 'running' }]);
  });

  it('should move with its line when lines wrap otherwise', async () => {
    const { terminal, guide, write, lineAt } = await restoredPane();
    await write(`\x1b[2;1H${'x'.repeat(18)}\x1b[4;3Hhere`);
    const before = guide.incarnationLine ?? -1;
    expect(lineAt(before)).toBe('$ here');
    terminal.resize(8, 4);
    expect(guide.incarnationLine).not.toBe(before);
    expect(lineAt(guide.incarnationLine ?? -1)).toBe('$ here');
    terminal.resize(20, 4);
    expect(lineAt(guide.incarnationLine ?? -1)).toBe('$ here');
  });

  it('should be the first line of a screen that is erased', async () => {
    const { terminal, guide, write } = await restoredPane();
    await write('\x1b[H\x1b[2J');
    expect(guide.incarnationLine).toBe(terminal.buffer.active.baseY);
    await write(`${PROMPT}sleep${RUN}`);
    expect(guide.spans()).toMatchObject([{ state: 'running' }]);
  });

  it('should be nowhere once the terminal is cleared', async () => {
    const { terminal, guide, write } = await restoredPane();
    guide.handleClear();
    terminal.clear();
    expect(guide.incarnationLine).toBeNull();
    await write(`sleep${RUN}`);
    expect(guide.spans()).toMatchObject([{ state: 'running' }]);
  });
});
