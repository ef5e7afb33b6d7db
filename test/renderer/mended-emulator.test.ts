// The window's build of the emulator, with what mends it. The worker's is tested at length (test/screen/); both come from the same
// sources, but each is a build of its own.
import xterm from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { followOutputOnceErased } from '../../renderer/terminal/erased-scrollback.ts';
import { mendEmulator } from '../../shared/emulator/mend-emulator.ts';

function opened({ cols, rows, scrollback }: { cols: number; rows: number; scrollback: number }) {
  const terminal = new xterm.Terminal({ cols, rows, scrollback, allowProposedApi: true, cursorBlink: true });
  const failures: unknown[] = [];
  mendEmulator(terminal, (error) => failures.push(error));
  followOutputOnceErased(terminal);
  const write = (data: string | Uint8Array) =>
    new Promise<void>((resolve) => {
      terminal.write(data, resolve);
    });
  const lines = () => {
    const { active } = terminal.buffer;
    return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true));
  };
  return { terminal, failures, write, lines };
}

describe('the emulator of the window', () => {
  it('should go on behind what it fails at', async () => {
    const { terminal, failures, write, lines } = opened({ cols: 20, rows: 3, scrollback: 0 });
    terminal.parser.registerCsiHandler({ final: 'y' }, () => {
      throw new Error('a fault');
    });
    await write('before\x1b[y lost');
    await write('\r\nafter');
    expect(failures).toHaveLength(1);
    expect(lines()).toEqual(['before', 'after', '']);
  });

  it('should keep combined characters when it is made narrower', async () => {
    const { terminal, write, lines } = opened({ cols: 10, rows: 6, scrollback: 20 });
    const accented = [...'abcdefghijklmnopqrstuvwxyz'].join('e\u0301o\u0308');
    await write(`${accented}\r\n$ `);
    terminal.resize(8, 6);
    expect(lines().join('')).toBe(`${accented}$ `);
  });

  it('should keep its last lines when a full scrollback gets narrower', async () => {
    const { terminal, write, lines } = opened({ cols: 60, rows: 6, scrollback: 18 });
    await write(`${'x'.repeat(200)}\r\n`.repeat(40));
    await write('last\r\n$ ');
    terminal.resize(30, 6);
    expect(lines().slice(-2)).toEqual(['last', '$ ']);
  });

  it('should show what is printed after it was made narrower, without scrollback', async () => {
    const { terminal, failures, write, lines } = opened({ cols: 11, rows: 11, scrollback: 0 });
    const long = `${'x'.repeat(300)}\r\n`;
    await write(long);
    terminal.resize(101, 32);
    await write(`${'-'.repeat(79)}\r\n${long}`);
    terminal.resize(41, 13);
    terminal.resize(34, 16);
    await write('$ ');
    expect(failures).toEqual([]);
    expect(lines()[terminal.buffer.active.cursorY]).toBe('$ ');
  });

  it('should blink as the user has chosen, and follow its output once its scrollback is erased', async () => {
    const { terminal, write } = opened({ cols: 20, rows: 3, scrollback: 50 });
    await write(`\x1b[?12l${'line\r\n'.repeat(20)}`);
    expect(terminal.options.cursorBlink).toBe(true);
    terminal.scrollLines(-5);
    await write(`\x1b[3J${'line\r\n'.repeat(20)}`);
    expect(terminal.buffer.active.viewportY).toBe(terminal.buffer.active.baseY);
  });
});
