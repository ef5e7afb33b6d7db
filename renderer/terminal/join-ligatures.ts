// Ligatures of one opened terminal, on or off. The emulator draws cells one by one unless it is told which belong together;
// the page's own shaping is switched off meanwhile (pane-frame.css), which would join them only where it happens to draw
// them in one piece.
import type { Terminal } from '@xterm/xterm';
import { ligatureRanges } from './ligatures.ts';

export class LigatureJoiner {
  readonly #terminal: Terminal;
  #joiner: number | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** The terminal is open. */
  set(isOn: boolean): void {
    if (isOn === (this.#joiner !== null)) return;
    if (this.#joiner === null) this.#joiner = this.#terminal.registerCharacterJoiner(ligatureRanges);
    else {
      this.#terminal.deregisterCharacterJoiner(this.#joiner);
      this.#joiner = null;
    }
    this.#terminal.element?.toggleAttribute('data-ligatures', isOn);
  }
}
