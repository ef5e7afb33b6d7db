// Where the scroll bar stands after a change of size. The emulator lays it out for the new number of lines, but leaves it where
// it was when a person has scrolled before; the next notch of the wheel then went on from there, hundreds of lines away.
import type { Terminal } from '@xterm/xterm';
import { alignScrollBar } from './emulator-internals.ts';

export function keepScrollPlace(terminal: Terminal): void {
  let isDue = false;
  terminal.onResize(() => {
    isDue = true;
  });
  // Not before it was painted: until then the bar has the limits of the size before, and what they cut off would count as scrolled.
  terminal.onRender(() => {
    if (!isDue) return;
    isDue = false;
    alignScrollBar(terminal);
  });
}
