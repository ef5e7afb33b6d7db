// What the first page is going to ask for, read while Chromium starts: its answers then wait for no disk and for no turn of an
// event loop that is busy with windows. Each is kept until it is asked for once. Knows no electron.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Bytes = Buffer<ArrayBuffer>;

export class PageFiles {
  readonly #reading = new Map<string, Promise<Bytes | null>>();

  /** `root`: the directory of the built page, absolute. Begins to read its entry and everything that this names. */
  constructor(root: string) {
    const entry = join(root, 'index.html');
    const reading = read(entry);
    this.#reading.set(entry, reading);
    void reading.then((html) => {
      for (const file of namedIn(html?.toString() ?? '')) {
        const path = join(root, file);
        this.#reading.set(path, read(path));
      }
    });
  }

  /** Rejects with the system's error. */
  async take(file: string): Promise<Bytes> {
    const early = this.#reading.get(file);
    this.#reading.delete(file);
    return (await early) ?? readFile(file);
  }
}

/** The page's own files, relative to it. */
function namedIn(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="\.\/([\w./-]+)"/g)].map(([, file = '']) => file);
}

/** Null where it cannot be read: who asks for it hears why. */
function read(file: string): Promise<Bytes | null> {
  return readFile(file).catch(() => null);
}
