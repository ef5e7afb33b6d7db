// One process in a pane, from its start to its end: output through the scanner, and what can be learnt from outside
// (directory, foreground command) each time its output goes quiet. Knows nothing of logs and views.
import { realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { KeyModes } from '../../shared/keys.ts';
import { quoteCommand } from '../../shared/quote.ts';
import { askAboutPath } from '../pty/path-questions.ts';
import type { Pty, PtyExit } from '../pty/types.ts';
import { createScanner } from './scanner/scanner.ts';
import type { ScanEvent } from './scanner/types.ts';

/** What the process was seen to do; each is reported only when it differs from the last time. */
export interface ProcessHints {
  readonly title?: string;
  readonly cwd?: string;
  readonly running?: string | null;
  /** Goes with `running`. */
  readonly isTyped?: boolean;
}

export interface ProcessListener {
  /** `groundBytes`: how much of the chunk may be cut off after, or null if the parser was nowhere in its ground state. */
  onOutput(bytes: Uint8Array, events: readonly ScanEvent[], groundBytes: number | null): void;
  /** There was output, and there has been none for a moment. */
  onQuiet(): void;
  onHints(hints: ProcessHints): void;
  onExit(exit: PtyExit): void;
}

/** Output is quiet after this long without any. */
const quietMs = 150;
/** A program that prints without pause is looked at this often all the same. */
const longestUnlookedMs = 1_000;
/** Where a directory really is may be on a mount that does not answer. */
const whereTimeoutMs = 1_500;

export class PaneProcess {
  readonly #pty: Pty;
  readonly #listener: ProcessListener;
  readonly #scanner = createScanner();
  readonly #pauseReasons = new Set<string>();
  #hints: { title: string | null; cwd: string | null; running: string | null; isTyped: boolean } = {
    isTyped: false,
    title: null,
    cwd: null,
    running: null,
  };
  #quietTimer: NodeJS.Timeout | null = null;
  readonly #readyWaiters: (() => void)[] = [];
  #isReady = false;
  #bracketedPaste = false;
  #applicationCursor = false;
  readonly #nonce: string | null;
  /** The shell's own word, believed only with its nonce: the command line that was read, and whether it runs now. */
  #commandLine: string | null = null;
  #isIntegrated = false;
  /**
   * A shell that names the terminal at its prompt does so at its first one, before any command: then all of it is left to the
   * shell, which may say it before or after it says that a command has ended.
   */
  #isNamedByShell = false;
  #hasBegun = false;
  /** Where the shell says it is; believed as far as the system agrees (a symbolic link's name instead of its target). */
  #toldCwd: string | null = null;
  #lookedAt = performance.now();
  #lastOutputAt = 0;
  #looking: Promise<void> | null = null;
  #hasEnded = false;
  readonly #ended: Promise<void>;

  /** `nonce`: what a command line must carry to come from this shell; null for a shell without integration. */
  constructor(pty: Pty, nonce: string | null, listener: ProcessListener) {
    this.#pty = pty;
    this.#nonce = nonce;
    this.#listener = listener;
    pty.onData((bytes) => this.#handleData(bytes));
    this.#ended = new Promise((resolve) => {
      pty.onExit((exit) => {
        this.#hasEnded = true;
        this.#becomeReady();
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

  /** Hangs up, and kills what cannot hear it or does not go; resolves when the process is gone. */
  async end(graceMs = 1_000): Promise<void> {
    if (this.#hasEnded) return;
    this.#pauseReasons.clear();
    this.#pty.resume();
    this.#pty.kill('SIGHUP');
    // A stopped one hears it when it goes on. One that ignores it has nothing to finish, and nobody waits for it.
    this.#pty.kill('SIGCONT');
    if (await this.#pty.ignoresHangUp()) this.#pty.kill('SIGKILL');
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

  /** The program wants pastes marked (DECSET 2004). */
  get wantsBracketedPaste(): boolean {
    return this.#bracketedPaste;
  }

  /** What the program asked of the keyboard. */
  get keyModes(): KeyModes {
    return { applicationCursor: this.#applicationCursor };
  }

  /** Resolves when the shell has shown its first prompt: it said so, or its output went quiet. */
  ready(): Promise<void> {
    if (this.#isReady || this.#hasEnded) return Promise.resolve();
    return new Promise((resolve) => {
      this.#readyWaiters.push(resolve);
    });
  }

  #becomeReady(): void {
    this.#isReady = true;
    for (const resolve of this.#readyWaiters.splice(0)) resolve();
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
    const [cwd, foreground] = await Promise.all([this.#cwd(), this.#pty.foreground()]);
    if (this.#hasEnded) return;
    const running = foreground === null ? null : quoteCommand([foreground.command, ...foreground.args]);
    const typed = this.#isIntegrated && running !== null ? this.#commandLine : null;
    this.#report({
      // What was typed says more than what it became (npm run dev, not node /usr/bin/npm run dev).
      running: typed ?? running,
      isTyped: typed !== null,
      ...(cwd === null ? {} : { cwd }),
    });
  }

  async #cwd(): Promise<string | null> {
    const told = this.#toldCwd;
    const actual = await this.#pty.cwd();
    if (actual === null || told === null || told === actual) return actual ?? told;
    const target = await askAboutPath(told, (path) => realpath(path), whereTimeoutMs);
    return target.kind === 'answer' && target.value === actual ? told : actual;
  }

  #heed(event: ScanEvent): void {
    switch (event.kind) {
      case 'title':
        if (!this.#hasBegun) this.#isNamedByShell = event.title !== '';
        this.#report({ title: event.title });
        break;
      case 'cwd':
        if (event.host === null || event.host === '' || event.host === hostname()) this.#toldCwd = event.path;
        break;
      case 'command-line':
        if (this.#nonce === null || event.nonce !== this.#nonce) return;
        this.#isIntegrated = true;
        this.#commandLine = event.command.trim() === '' ? null : event.command;
        break;
      case 'output-start':
        this.#hasBegun = true;
        break;
      case 'command-end':
        this.#commandLine = null;
        // What a program called the terminal ends with it.
        if (this.#hasBegun && !this.#isNamedByShell) this.#report({ title: '' });
        break;
      case 'command-start':
        this.#becomeReady();
        break;
      case 'mode':
        if (event.mode === 'bracketed-paste') this.#bracketedPaste = event.on;
        if (event.mode === 'application-cursor') this.#applicationCursor = event.on;
        break;
      case 'reset':
        this.#bracketedPaste = false;
        this.#applicationCursor = false;
        break;
      default:
        break;
    }
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
    for (const event of events) this.#heed(event);
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
      return;
    }
    if (this.#hasEnded) return;
    if (quietInMs <= 1) {
      this.#becomeReady();
      this.#listener.onQuiet();
    }
    void this.look();
  }
}
