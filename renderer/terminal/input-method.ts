// What an input method needs of an opened terminal besides what the emulator does: the place of its window before it begins,
// and a preview that stays within the terminal. Text that it enters without composing is sent once.
import type { Terminal } from '@xterm/xterm';
import { placeTextarea, sendChangesOnce } from './emulator-internals.ts';
import './input-method.css';

/** `host`: the element that the terminal was opened in. */
export function helpInputMethods(terminal: Terminal, host: HTMLElement): void {
  sendChangesOnce(terminal);
  // The emulator follows its cursor as it moves, and only while that is on screen. Before the event comes to the emulator: once
  // it composes it moves nothing.
  host.addEventListener('compositionstart', () => placeTextarea(terminal), { capture: true });
  terminal.onResize(() => placeTextarea(terminal));
  const preview = host.querySelector<HTMLElement>('.composition-view');
  const screen = host.querySelector('.xterm-screen');
  if (preview === null || screen === null) return;
  const fit = (): void => {
    if (!preview.classList.contains('active')) return;
    preview.style.maxWidth = `${screen.clientWidth - preview.offsetLeft}px`;
  };
  host.addEventListener('compositionupdate', fit);
  // It follows a cursor that moves meanwhile.
  terminal.onRender(fit);
}
