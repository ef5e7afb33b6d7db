// Hyperlinks without xterm.js's own bookkeeping, which follows every line of every link and so makes each line that
// scrolls away dearer. A number per address is all that a snapshot needs.
import type { Terminal } from '@xterm/headless';
import type { Internals } from './internals.ts';

export interface Hyperlink {
  readonly id?: string;
  readonly uri: string;
}

/** What a screen with its scrollback can hold; text of later links is kept as plain text. */
const MAX_LINKS = 50_000;

export class Links {
  readonly #links: Hyperlink[] = [];
  readonly #numbers = new Map<string, number>();

  /** Takes over OSC 8 in a terminal. */
  constructor(terminal: Terminal, { _inputHandler }: Internals) {
    terminal.parser.registerOscHandler(8, (payload) => {
      const separator = payload.indexOf(';');
      if (separator !== -1) {
        // xterm.js keeps the link in the rendition, which cells share: it is replaced, not changed.
        const pen = _inputHandler._curAttrData;
        pen.extended = pen.extended.clone();
        pen.extended.urlId = this.#number(payload.slice(0, separator), payload.slice(separator + 1));
        pen.updateExtended();
      }
      return true;
    });
  }

  getLinkData(number: number): Hyperlink | undefined {
    return this.#links[number - 1];
  }

  /** 0 for no link. */
  #number(params: string, uri: string): number {
    if (uri === '') {
      return 0;
    }
    const id = params
      .split(':')
      .find((param) => param.startsWith('id='))
      ?.slice(3);
    const key = `${id ?? ''};${uri}`;
    const known = this.#numbers.get(key);
    if (known !== undefined || this.#links.length >= MAX_LINKS) {
      return known ?? 0;
    }
    this.#links.push(id === undefined || id === '' ? { uri } : { id, uri });
    this.#numbers.set(key, this.#links.length);
    return this.#links.length;
  }
}
