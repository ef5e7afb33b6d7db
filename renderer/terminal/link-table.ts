// The hyperlinks of one terminal (OSC 8), numbered as cells carry them. xterm.js itself keeps a marker for every line of
// every link, and each of them is asked whenever a line scrolls: 50,000 links take it most of a minute. A number per address
// is all that showing and opening them needs.
import { type Hyperlink, linkServiceOf } from './emulator-internals.ts';

/** The text of older ones stays, as plain text. */
const MAX_LINKS = 50_000;

export class LinkTable {
  readonly #most: number;
  /** In the order in which they were first seen. */
  readonly #links = new Map<number, Hyperlink>();
  readonly #numbers = new Map<string, number>();
  #last = 0;

  constructor(most = MAX_LINKS) {
    this.#most = most;
  }

  /** The same link has the same number. */
  numberOf(link: Hyperlink): number {
    const known = this.#numbers.get(keyOf(link));
    if (known !== undefined) return known;
    if (this.#links.size >= this.#most) this.#dropOldest();
    this.#last += 1;
    this.#links.set(this.#last, link);
    this.#numbers.set(keyOf(link), this.#last);
    return this.#last;
  }

  get(number: number): Hyperlink | undefined {
    return this.#links.get(number);
  }

  #dropOldest(): void {
    const [oldest] = this.#links;
    if (oldest === undefined) return;
    const [number, link] = oldest;
    this.#links.delete(number);
    this.#numbers.delete(keyOf(link));
  }
}

const keyOf = ({ id, uri }: Hyperlink): string => `${id ?? ''};${uri}`;

/** Takes the place of the emulator's own bookkeeping. */
export function keepLinks(terminal: object, table = new LinkTable()): void {
  const service = linkServiceOf(terminal);
  service.registerLink = (link) => table.numberOf(link);
  service.addLineToLink = () => undefined;
  service.getLinkData = (number) => table.get(number);
}
