import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';
import { internalsOf } from '../../electron/screen/internals.ts';
import { Screens } from '../../electron/screen/screens.ts';
import { keepCursorBlink } from '../../shared/emulator/cursor-blink.ts';
import { entriesOf, type Piece } from './streams.ts';

/** A terminal of a user who has chosen, and what it answered. */
function printedTo(cursorBlink: boolean, text: string) {
  const terminal = new headless.Terminal({ cols: 20, rows: 3, allowProposedApi: true, cursorBlink });
  keepCursorBlink(terminal);
  const answers: string[] = [];
  terminal.onData((data) => answers.push(data));
  const internals = internalsOf(terminal);
  internals._inputHandler.parse(text);
  const { isCursorHidden, decPrivateModes } = internals.coreService;
  const { cursorStyle, cursorBlink: ownBlink } = decPrivateModes;
  return { blinks: terminal.options.cursorBlink, isCursorHidden, cursorStyle, ownBlink, answers };
}

describe('a blinking cursor', () => {
  it.each([true, false])('should be the user’s to choose (%s), whatever programs set', (chosen) => {
    for (const sequence of [
      '\x1b[?12l',
      '\x1b[?12h',
      '\x1b[?12;25h',
      '\x1b[34h\x1b[?25h\x1b[?12l',
      '\x1bc',
    ]) {
      expect(printedTo(chosen, sequence).blinks, JSON.stringify(sequence)).toBe(chosen);
    }
  });

  it('should leave the other modes of a sequence alone', () => {
    expect(printedTo(true, '\x1b[?12;25l')).toMatchObject({ blinks: true, isCursorHidden: true });
    expect(printedTo(true, '\x1b[?25l\x1b[?25;12h')).toMatchObject({ blinks: true, isCursorHidden: false });
  });

  it('should be what a program is told that asks, as it is shown', () => {
    expect(printedTo(true, '\x1b[?12l\x1b[?12$p').answers).toEqual(['\x1b[?12;1$y']);
    expect(printedTo(false, '\x1b[?12h\x1b[?12$p').answers).toEqual(['\x1b[?12;2$y']);
  });

  it('should be a program’s to choose for the cursor that it has', () => {
    expect(printedTo(true, '\x1b[4 q')).toMatchObject({ cursorStyle: 'underline', ownBlink: false });
  });

  it('should not be found in what is saved', () => {
    const screens = Screens.open(() => expect.unreachable('a replayed screen answered'));
    const saved = (pieces: readonly Piece[]) =>
      screens.materialise({
        snapshot: null,
        entries: entriesOf(pieces),
        cols: 20,
        rows: 3,
        scrollbackLines: 0,
        newIncarnation: false,
      }).view.modes;
    expect(saved(['\x1b[?12h'])).toEqual(saved(['\x1b[?12l']));
    const emulator = new Emulator({ cols: 20, rows: 3, scrollbackLines: 0 });
    emulator.write('\x1b[?12h');
    expect(emulator.terminal.options.cursorBlink).toBe(false);
    emulator.dispose();
  });
});
