// The live configuration: what config.toml says now, followed as it changes. Invariant: `config` is always complete and
// valid. The directory is watched, not the file, because editors replace files; a link is followed to where it points.
import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Config, defaultConfig } from '../../shared/config.ts';
import { type ConfigReading, parseConfigText, readConfigText, unreadable } from './read-config-file.ts';

/** An editor's truncate and write come within this; together with the reading it stays far below a second. */
const settleMs = 60;
/** A file that has just been emptied is about to be written, as a rule; on a busy machine that takes its time. */
const defaultEmptiedMs = 300;
/** Where the system grants no watch. */
const pollMs = 500;

export type ConfigListener = (reading: ConfigReading) => void;

export class ConfigFile {
  readonly #file: string;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onChange: ConfigListener;
  readonly #emptiedMs: number;
  #reading: ConfigReading = { config: defaultConfig, problems: [], text: null };
  /** Undefined: not read yet, or unreadable. */
  #text: string | null | undefined;
  /** It was found empty, which is believed the second time. */
  #isEmptied = false;
  #names = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #polling = false;
  #closed = false;
  #work: Promise<void> = Promise.resolve();

  /** `onChange` is called after every change of the file, never for the first reading. */
  constructor(
    file: string,
    onChange: ConfigListener,
    { emptiedMs = defaultEmptiedMs }: { emptiedMs?: number } = {},
  ) {
    this.#emptiedMs = emptiedMs;
    this.#file = file;
    this.#onChange = onChange;
  }

  get config(): Config {
    return this.#reading.config;
  }

  get reading(): ConfigReading {
    return this.#reading;
  }

  /** Reads and begins to watch; the directory must exist. Watching first, so that no edit falls between. */
  async open(): Promise<ConfigReading> {
    await this.#follow();
    await this.#read();
    return this.#reading;
  }

  /** No listener is called once this has resolved. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    if (this.#polling) unwatchFile(this.#file);
    await this.#work;
  }

  /** Watches the directory of the file and, if it is a link, that of the file behind it. */
  async #follow(): Promise<void> {
    const target = await realpath(this.#file).catch(() => this.#file);
    if (this.#closed) return;
    this.#names = new Set([basename(this.#file), basename(target)]);
    const dirs = new Set([dirname(this.#file), dirname(target)]);
    for (const [dir, watcher] of this.#watchers) {
      if (dirs.has(dir)) continue;
      watcher.close();
      this.#watchers.delete(dir);
    }
    for (const dir of dirs) if (!this.#watchers.has(dir)) this.#watch(dir);
  }

  #watch(dir: string): void {
    try {
      const watcher = watch(dir, { persistent: false }, (_event, name) => {
        if (name === null || this.#names.has(name)) this.#schedule();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(dir);
        this.#poll();
      });
      this.#watchers.set(dir, watcher);
    } catch {
      // No watch to be had (too many in use, or a file system without): looking every now and then does as well.
      this.#poll();
    }
  }

  #poll(): void {
    if (this.#polling || this.#closed) return;
    this.#polling = true;
    watchFile(this.#file, { persistent: false, interval: pollMs }, () => this.#schedule());
  }

  #schedule(delayMs = settleMs): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#work = this.#work.then(() => this.#reread());
    }, delayMs);
    this.#timer.unref();
  }

  async #reread(): Promise<void> {
    await this.#follow();
    const changed = await this.#read();
    if (changed && !this.#closed) this.#onChange(this.#reading);
  }

  async #read(): Promise<boolean> {
    try {
      const text = await readConfigText(this.#file);
      if (text === this.#text) return false;
      if (this.#isJustEmptied(text)) {
        this.#schedule(this.#emptiedMs);
        return false;
      }
      this.#text = text;
      this.#reading = parseConfigText(this.#file, text, this.#reading.config);
    } catch (error) {
      this.#text = undefined;
      this.#reading = unreadable(this.#file, error, this.#reading.config);
    }
    return true;
  }

  #isJustEmptied(text: string | null): boolean {
    this.#isEmptied = text === '' && this.#text !== undefined && !this.#isEmptied;
    return this.#isEmptied;
  }
}
