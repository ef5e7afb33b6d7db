// The app comes back by itself after a crash. Invariant: it is armed only while this process is the one that runs the home
// and wants to run, and a run of relaunches that never got ready ends: first in safe mode, then for good.
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { App } from 'electron';
import { markerText, relaunchCommand, relaunchCount } from './relaunch-command.ts';

/** The relaunch with this number in a row starts in safe mode, because those before it died on their way. */
const safeModeFrom = 3;

export interface CrashRelaunchOptions {
  readonly markerPath: string;
  readonly logPath: string;
  /** What starts this app, its arguments to follow. */
  readonly command: readonly string[];
  readonly argv: readonly string[];
  log(message: string): void;
}

export class CrashRelaunch {
  /** Relaunches in a row that led to this process without one that got ready. */
  readonly count: number;
  readonly #options: CrashRelaunchOptions;
  readonly #token = randomBytes(8).toString('hex');
  #isArmed = false;
  #isWatched = false;
  #isReady = false;
  #work: Promise<void> = Promise.resolve();

  constructor(options: CrashRelaunchOptions) {
    this.#options = options;
    this.count = relaunchCount(options.argv);
  }

  get isSafeMode(): boolean {
    return this.count >= safeModeFrom;
  }

  /** Call it after Electron's `ready` (before, a dead display would make a loop), as the owner of the home. Idempotent. */
  arm(app: App): void {
    if (process.platform === 'win32' || this.#isArmed || this.count > safeModeFrom) return;
    this.#isArmed = true;
    this.#writeMarker();
    if (this.#isWatched) return;
    this.#isWatched = true;
    const { argv, command, logPath, markerPath } = this.#options;
    const plan = { markerPath, token: this.#token, logPath, command, argv: argv.slice(1) };
    const { file, args } = relaunchCommand(plan);
    app.relaunch({ execPath: file, args });
  }

  /** The start has succeeded: a crash from here on is not one of a start. */
  handleReady(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    if (this.#isArmed) this.#writeMarker();
  }

  /** Whatever ends this process from here on is no crash; nor does a process before it come back. Never rejects. */
  disarm(): Promise<void> {
    this.#isArmed = false;
    this.#queue(() => rm(this.#options.markerPath, { force: true }));
    return this.#work;
  }

  /** What was asked for so far is on disk. Never rejects. */
  settled(): Promise<void> {
    return this.#work;
  }

  #writeMarker(): void {
    const { markerPath } = this.#options;
    const text = markerText(this.#token, this.#isReady ? 0 : this.count);
    this.#queue(async () => {
      const aside = `${markerPath}.${process.pid}`;
      await writeFile(aside, text, { mode: 0o600 });
      await rename(aside, markerPath);
    });
  }

  #queue(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch((error: unknown) => {
      // Without a marker there is no relaunch, and that is all.
      this.#options.log(
        `the relaunch after a crash: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }
}
