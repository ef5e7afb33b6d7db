// Marks the container of a terminal whose lowest rows are empty: what covers its first rows for a while (a banner, in the style
// sheet) may push it down by as much, and nothing that shows anything leaves the pane. Changes neither rows nor columns.
import type { Terminal } from '@xterm/xterm';
import './short-screen.css';

/** The banner's height. No row is lower than its font's size. */
const COVERED_PIXELS = 32;

export class ShortScreen {
  readonly #terminal: Terminal;
  #container: HTMLElement | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.onRender(() => this.#update());
  }

  mount(container: HTMLElement): void {
    this.#container = container;
    this.#update();
  }

  unmount(): void {
    this.#container?.removeAttribute('data-short');
    this.#container = null;
  }

  #update(): void {
    this.#container?.toggleAttribute('data-short', this.#isShort());
  }

  #isShort(): boolean {
    const { rows, options, buffer } = this.#terminal;
    const { baseY, cursorY } = buffer.active;
    const firstFree = rows - Math.ceil(COVERED_PIXELS / (options.fontSize ?? COVERED_PIXELS));
    if (baseY > 0 || cursorY >= firstFree) return false;
    for (let row = firstFree; row < rows; row++) {
      if (buffer.active.getLine(row)?.translateToString(true) !== '') return false;
    }
    return true;
  }
}
