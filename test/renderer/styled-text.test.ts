// On the emulator itself: its cells are what is read.
import xterm from '@xterm/headless';
import type { IBuffer } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { styledLines, toAnsi, toHtml } from '../../renderer/terminal/styled-text.ts';
import { darkTheme as theme } from '../../shared/themes/built-in.ts';

async function linesOf(text: string, range: [number, number, number, number]) {
  const terminal = new xterm.Terminal({ cols: 10, rows: 5, allowProposedApi: true });
  await new Promise<void>((resolve) => {
    terminal.write(text, resolve);
  });
  const [x1, y1, x2, y2] = range;
  const buffer: IBuffer = terminal.buffer.active;
  return styledLines(buffer, { start: { x: x1, y: y1 }, end: { x: x2, y: y2 } });
}

describe('a selection with its colours', () => {
  it('should be told by runs, without what trails', async () => {
    const lines = await linesOf(
      '\x1b[31mre\x1b[1md\x1b[m x\r\n\r\n\x1b[38;5;208;48;2;1;2;3my',
      [1, 0, 10, 2],
    );
    expect(toAnsi(lines)).toBe('\x1b[31me\x1b[0m\x1b[1;31md\x1b[0m x\n\n\x1b[38;5;208;48;2;1;2;3my\x1b[0m');
  });

  it('should join soft wraps and keep wide characters whole', async () => {
    expect(toAnsi(await linesOf('0123456789abc日本', [0, 0, 10, 1]))).toBe('0123456789abc日本');
  });

  it('should become HTML that nothing can break out of', async () => {
    const html = toHtml(
      await linesOf('\x1b[7m<b>\x1b[m&\x1b[92;4m"', [0, 0, 10, 0]),
      theme,
      '"A", monospace',
    );
    expect(html).toBe(
      `<pre style="font-family: &quot;A&quot;, monospace; color: ${theme.tokens.text}; background: ${theme.tokens.terminal};">` +
        `<span style="color: ${theme.tokens.terminal}; background: ${theme.tokens.text}">&lt;b&gt;</span>&amp;` +
        `<span style="color: ${theme.ansi[10]}; text-decoration: underline">&quot;</span></pre>`,
    );
  });
});
