// Says that a terminal is scrolled up and how far, and takes it back to the end. Lies over the terminal, moves nothing.
import type { Terminal } from '@xterm/xterm';
import './scroll-button.css';

export class ScrollButton {
  readonly #terminal: Terminal;
  readonly #button = document.createElement('button');
  readonly #count = document.createElement('span');
  #shown = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#button.type = 'button';
    this.#button.className = 'scroll-button';
    this.#button.hidden = true;
    this.#button.tabIndex = -1;
    this.#button.setAttribute('aria-label', 'Scroll to the end');
    this.#button.append(arrow(), this.#count);
    // The keyboard stays with the terminal.
    this.#button.addEventListener('mousedown', (event) => event.preventDefault());
    this.#button.addEventListener('click', () => terminal.scrollToBottom());
    // Whatever scrolls is painted.
    terminal.onRender(() => this.#update());
  }

  mount(container: HTMLElement): void {
    container.append(this.#button);
    this.#update();
  }

  unmount(): void {
    this.#button.remove();
  }

  #update(): void {
    const { baseY, viewportY } = this.#terminal.buffer.active;
    const below = baseY - viewportY;
    if (below === this.#shown) return;
    this.#shown = below;
    this.#button.hidden = below === 0;
    this.#count.textContent = below.toLocaleString('en');
    this.#button.title = `${below === 1 ? '1 line' : `${below.toLocaleString('en')} lines`} below`;
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/** Lucide's arrow-down. */
function arrow(): SVGElement {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('width', '14');
  icon.setAttribute('height', '14');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', 'M12 5v14M19 12l-7 7-7-7');
  icon.append(path);
  return icon;
}
