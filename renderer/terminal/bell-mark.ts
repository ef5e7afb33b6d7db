// That the bell rang in a terminal which is on screen: a dot in its corner, until a person turns to it; where they are
// already, for a moment.
import './bell-mark.css';

const MOMENT_MS = 700;

export class BellMark {
  readonly #mark = document.createElement('div');
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    this.#mark.className = 'bell-mark';
    this.#mark.dataset.testid = 'bell-mark';
    this.#mark.hidden = true;
    this.#mark.title = 'The bell rang';
  }

  mount(container: HTMLElement): void {
    container.append(this.#mark);
    container.addEventListener('focusin', this.#hideSoon);
  }

  unmount(): void {
    this.#hide();
    this.#mark.parentElement?.removeEventListener('focusin', this.#hideSoon);
    this.#mark.remove();
  }

  show(): void {
    this.#mark.hidden = false;
    if (this.#mark.parentElement?.contains(document.activeElement) && document.hasFocus()) this.#hideSoon();
  }

  readonly #hideSoon = (): void => {
    if (this.#mark.hidden || this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#hide(), MOMENT_MS);
  };

  #hide(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#mark.hidden = true;
  }
}
