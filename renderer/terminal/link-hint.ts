// What a link under the pointer really leads to, in the corner of its terminal; and whether it can be opened. The text of a
// link says whatever its program likes.
import { externalSchemes } from '../../shared/external-schemes.ts';
import './link-hint.css';

const MAX_CHARS = 300;

export class LinkHint {
  readonly #element = document.createElement('div');
  readonly #isMac: boolean;

  constructor(isMac: boolean) {
    this.#isMac = isMac;
    this.#element.className = 'link-hint';
    this.#element.dataset.testid = 'link-hint';
    this.#element.hidden = true;
  }

  /** `container`: laid out, the hint lies in its lower left corner. */
  mount(container: HTMLElement): void {
    container.append(this.#element);
  }

  unmount(): void {
    this.hide();
    this.#element.remove();
  }

  show(uri: string): void {
    const url = parse(uri);
    const isOpened = url !== null && externalSchemes.has(url.protocol);
    this.#fill(url?.href ?? uri, isOpened ? this.#clickOpens : 'cannot be opened from here');
  }

  /** `place`: a path that is there, with line and column if they are known. */
  showFile(place: string, kind: 'file' | 'directory'): void {
    this.#fill(place, `${this.#clickOpens} ${kind === 'file' ? 'it in your editor' : 'a shell there'}`);
  }

  get #clickOpens(): string {
    return `${this.#isMac ? '⌘' : 'Ctrl'} + click opens`;
  }

  #fill(targetText: string, howText: string): void {
    const target = document.createElement('span');
    target.className = 'link-hint-target';
    target.textContent = printable(targetText);
    const how = document.createElement('span');
    how.className = 'link-hint-how';
    how.textContent = howText;
    this.#element.replaceChildren(target, how);
    this.#element.hidden = false;
  }

  hide(): void {
    this.#element.hidden = true;
  }
}

/** Null for what is no address. */
function parse(uri: string): URL | null {
  try {
    return new URL(uri);
  } catch {
    // Whatever it is, it is shown as it stands.
    return null;
  }
}

/** A parsed address writes a host name that looks like another as what it is; the rest must not hide either. */
function printable(text: string): string {
  const plain = text.replace(/[\0-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '\ufffd');
  return plain.length > MAX_CHARS ? `${plain.slice(0, MAX_CHARS)}…` : plain;
}
