// One process in a pane, from its start to its end: output through the scanner, and what can be learnt from outside
// (directory, foreground command) each time its output goes quiet. Knows nothing of logs and views.
import type { Pty, PtyExit } from '../pty/types.ts';
import { createScanner } from './scanner/scanner.ts';
import type { ScanEvent } from './scanner/types.ts';

/** What the process was seen to do; each is reported only when it differs from the last time. */
export interface ProcessHints {
  readonly title?: string;
  readonly cwd?: string;
  readonly running?: string | null;
}

export interface ProcessListener {
  /** `groundBytes`: how much of the chunk may be cut off after, or null if the parser was nowhere in its ground state. */
  onOutput(bytes: Uint8Array, events: readonly ScanEvent[], groundBytes: number | null): void;
  onHints(hints: ProcessHints): void;
  onExit(exit: PtyExit): void;
}

/** Output is quiet after this long without any. */
const quietMs = 150;
/** A program that prints without pause is looked at this often all the same. */
const longestUnlookedMs = 1_000;

export class PaneProcess {
  readonly #pty: Pty;
  readonly #listener: ProcessListener;
  readonly #scanner = createScanner();
  readonly #pauseReasons = new Set<string>();
  #hints: { title: string | null; cwd: string | null; running: string | null } = {
    title: null,
    cwd: null,
    running: null,
  };
  #quietTimer: NodeJS.Timeout | null = null;
  #lookedAt = performance.now();
  #lastOutputAt = 0;
  #looking: Promise<void> | null = null;
  #hasEnded = false;
  readonly #ended: Promise<void>;

  constructor(pty: Pty, listener: ProcessListener) {
    this.#pty = pty;
    this.#listener = listener;
    pty.onData((bytes) => this.#handleData(bytes));
    this.#ended = new Promise((resolve) => {
      pty.onExit((exit) => {
        this.#hasEnded = true;
        if (this.#quietTimer !== null) clearTimeout(this.#quietTimer);
        listener.onExit(exit);
        pty.close();
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  write(data: string | Uint8Array): void {
    this.#pty.write(data);
  }

  resize(cols: number, rows: number): void {
    if (!this.#hasEnded) this.#pty.resize(cols, rows);
  }

  /** The process runs on only while nobody holds it. */
  hold(reason: string, isHeld: boolean): void {
    const wasHeld = this.#pauseReasons.size > 0;
    if (isHeld) this.#pauseReasons.add(reason);
    else this.#pauseReasons.delete(reason);
    const nowHeld = this.#pauseReasons.size > 0;
    if (nowHeld === wasHeld || this.#hasEnded) return;
    if (nowHeld) this.#pty.pause();
    else this.#pty.resume();
  }

  /** Hangs up, and kills what does not go; resolves when the process is gone. */
  async end(graceMs = 1_000): Promise<void> {
    if (this.#hasEnded) return;
    this.#pauseReasons.clear();
    this.#pty.resume();
    this.#pty.kill('SIGHUP');
    const killer = setTimeout(() => this.#pty.kill('SIGKILL'), graceMs);
    // A process that cannot be killed (it hangs in the kernel) must not keep the app from quitting.
    let giveUp: NodeJS.Timeout | null = null;
    const bound = new Promise<void>((resolve) => {
      giveUp = setTimeout(resolve, 3 * graceMs);
    });
    await Promise.race([this.#ended, bound]);
    clearTimeout(killer);
    if (giveUp !== null) clearTimeout(giveUp);
    if (!this.#hasEnded) this.#pty.close();
  }

  /** Looks at directory and foreground command now, and reports what changed. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    this.#lookedAt = performance.now();
    const [cwd, foreground] = await Promise.all([this.#pty.cwd(), this.#pty.foreground()]);
    if (this.#hasEnded) return;
    const running = foreground === null ? null : [foreground.command, ...foreground.args].join(' ');
    this.#report({ running, ...(cwd === null ? {} : { cwd }) });
  }

  #report(seen: ProcessHints): void {
    const changed = Object.fromEntries(
      Object.entries(seen).filter(([key, value]) => this.#hints[key as keyof ProcessHints] !== value),
    );
    if (Object.keys(changed).length === 0) return;
    this.#hints = { ...this.#hints, ...changed };
    this.#listener.onHints(changed);
  }

  #handleData(bytes: Uint8Array): void {
    const before = this.#scanner.offset;
    const events = this.#scanner.scan(bytes);
    const ground = this.#scanner.lastGroundOffset - before;
    this.#listener.onOutput(bytes, events, ground > 0 ? ground : null);
    for (const event of events) if (event.kind === 'title') this.#report({ title: event.title });
    this.#expectQuiet();
  }

  #expectQuiet(): void {
    this.#lastOutputAt = performance.now();
    this.#quietTimer ??= setTimeout(() => this.#handleQuiet(), quietMs);
  }

  #handleQuiet(): void {
    this.#quietTimer = null;
    const now = performance.now();
    const quietInMs = this.#lastOutputAt + quietMs - now;
    if (quietInMs > 1 && now - this.#lookedAt < longestUnlookedMs) {
      this.#quietTimer = setTimeout(() => this.#handleQuiet(), quietInMs);
    } else if (!this.#hasEnded) void this.look();
  }
}
