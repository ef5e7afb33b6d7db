// A pane at work: its stream, its process and what shows it, kept in step. What happens to the workspace because of it is
// committed to the journal; the workspace's own plans live in plan/.
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { KeyModes } from '../../shared/keys.ts';
import type { Pane } from '../../shared/model.ts';
import { encodePaste } from '../../shared/paste.ts';
import type { AttachmentId, Notice } from '../../shared/protocol.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import { emptyView } from '../../shared/snapshot.ts';
import { clampSize, type StreamEntry } from '../../shared/stream.ts';
import type { Log } from '../persistence/types.ts';
import type { PtyExit } from '../pty/types.ts';
import {
  type Found,
  type FoundLine,
  type ScreenAnswer,
  type ScreenText,
  type ScreenWorker,
  ScreenWorkerError,
  type TextOptions,
  UnknownScreenError,
} from '../screen/types.ts';
import type { FoldQueue } from './fold-queue.ts';
import type { Journal } from './journal.ts';
import type { KeptScreens } from './kept-screens.ts';
import { type Attention, PaneAttention } from './pane-attention.ts';
import { PaneFolding } from './pane-folding.ts';
import { PanePacing } from './pane-pacing.ts';
import { PaneProcess } from './pane-process.ts';
import { type OpenedProgram, openProgram, type ProgramServices } from './pane-program.ts';
import { PaneReading } from './pane-reading.ts';
import { PaneRecords } from './pane-records.ts';
import { PaneScreens } from './pane-screens.ts';
import { PaneStream } from './pane-stream.ts';
import type { ViewPort } from './pane-views.ts';
import type { ScanEvent } from './scanner/types.ts';
import type { ScreenFollower } from './screen-follower.ts';
import { TypeAhead } from './type-ahead.ts';
import type { TypingFirst } from './typing-first.ts';

/** What panes need of the host. */
export interface PaneServices extends ProgramServices {
  readonly journal: Journal;
  readonly worker: ScreenWorker;
  readonly keptScreens: KeptScreens;
  readonly foldQueue: FoldQueue;
  readonly typingFirst: TypingFirst;
  nextScreen(): number;
  scrollbackLines(): number;
  notify(notice: Notice): void;
  /** The pane asks for a person. */
  attend(attention: Attention): void;
  /** How long a command has run whose end is told. */
  attendAfterMs(): number;
  /** The process ended by itself with status 0: its pane closes. */
  handleCleanExit(pane: PaneId): void;
  /** Whether showing a dormant pane starts its shell. */
  startsWhenShown(): boolean;
  /** A restored pane has a process again. */
  handleRevived(pane: PaneId): void;
  now(): number;
}

export type StartReason = 'shown' | 'respawn';

/** Called with every unit as it is stored, when the process has ended, and when the pane itself ends. */
export interface PaneObserver {
  onEntry?(entry: StreamEntry): void;
  onExit?(): void;
  onGone?(): void;
}

/** A view that is to be shown. */
export interface ComingView {
  readonly port: ViewPort;
  readonly attachment: AttachmentId;
  /** Nobody has detached it meanwhile. */
  isWanted(): boolean;
}

type Size = { readonly cols: number; readonly rows: number };

/** Until a shell reads its terminal itself the kernel drops what of a line is beyond 4 KiB (1 KiB on macOS). */
const mostBeforePrompt = 1_000;

export class HostPane {
  readonly id: PaneId;
  readonly screens: PaneScreens;
  readonly folding: PaneFolding;
  readonly reading: PaneReading;
  readonly #attention: PaneAttention;
  readonly #pacing: PanePacing;
  readonly #records: PaneRecords;
  readonly #services: PaneServices;
  readonly #log: Log;
  readonly #stream: PaneStream;
  readonly #observers = new Set<PaneObserver>();
  #process: PaneProcess | null = null;
  #starting: Promise<void> | null = null;
  #isEnding = false;
  readonly #typeAhead = new TypeAhead(() => this.#handOver());
  #lastOutputAt: number | null = null;

  /** `log`: where its stream goes, the journal's or (for a private pane) one in memory. */
  constructor(pane: Pane, log: Log, services: PaneServices) {
    this.id = pane.id;
    this.#services = services;
    this.#log = log;
    this.#records = new PaneRecords({ id: pane.id, journal: services.journal, log, now: services.now });
    this.#stream = new PaneStream(log, idNumber(pane.id), pane.incarnation);
    this.reading = new PaneReading({
      id: pane.id,
      stream: this.#stream,
      log,
      worker: services.worker,
      scrollbackLines: services.scrollbackLines,
      pane: () => this.#pane,
      isRunning: () => this.#process !== null,
      warn: (text) => this.#warn(text),
    });
    this.screens = new PaneScreens({
      pane: pane.id,
      worker: services.worker,
      nextScreen: services.nextScreen,
      read: (how) => this.reading.job(how),
      readBeginning: (how) => this.reading.beginning(how),
      isGround: () => this.#stream.isGround,
      isLive: () => this.isLive,
      hold: (reason, isHeld) => this.#process?.hold(reason, isHeld),
      reportDamage: (reason) => this.reading.reportDamage(reason),
    });
    this.#pacing = new PanePacing(pane.id, log, services.typingFirst);
    this.#attention = new PaneAttention({
      pane: pane.id,
      now: () => performance.now(),
      afterMs: services.attendAfterMs,
      running: () => this.#pane?.running ?? null,
      tell: services.attend,
    });
    this.folding = new PaneFolding({
      stream: this.#stream,
      queue: services.foldQueue,
      materialise: (content) => this.reading.materialise(content),
      skip: () => this.reading.skip(),
      isTouched: () => this.#pane?.touched ?? true,
      touch: () => this.#records.tellTouched(),
      hold: (isHeld) => this.#process?.hold('folding', isHeld),
      reportDamage: (reason) => this.reading.reportDamage(reason),
      initial: log.sizeOf(idNumber(pane.id)),
    });
  }

  get isLive(): boolean {
    return this.#process !== null;
  }

  /** performance.now() of the present incarnation's last output; null before its first. */
  get lastOutputAt(): number | null {
    return this.#lastOutputAt;
  }

  get #pane(): Pane | undefined {
    return this.#records.pane;
  }

  observe(observer: PaneObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  // --- Process ---------------------------------------------------------------------------------------------------

  /** Resolves as `start` does; null while none is under way. */
  get starting(): Promise<void> | null {
    return this.#starting;
  }

  /** Starts the pane's process unless it runs. Resolves when it does, or when the failure is recorded. */
  start(reason: StartReason, size?: { cols: number; rows: number }): Promise<void> {
    if (this.#process !== null || this.#isEnding) return Promise.resolve();
    this.#starting ??= this.#start(reason, size).finally(() => {
      this.#starting = null;
      if (this.#process === null) this.#typeAhead.forget();
    });
    return this.#starting;
  }

  async #start(reason: StartReason, wanted?: Size): Promise<void> {
    if (this.reading.stored !== null) await this.reading.stored;
    const pane = this.#pane;
    if (pane === undefined || this.#isEnding) return;
    const size = clampSize(wanted ?? pane);
    // A restored pane comes back as a shell: what it was made to run is offered, not run.
    const command = pane.incarnation === 0 || reason === 'respawn' ? pane.program.command : null;
    const opened = await openProgram(this.#services, pane, { command, size });
    if (opened.kind === 'spawned') this.#process = this.#run(opened);
    // Closed meanwhile: the pane that the workspace has under this id, if any, is another one, and nothing of this is part of it.
    if (this.#isEnding) return;
    if (opened.kind === 'failed') {
      this.#records.tellFailure(opened.reason.message);
      return;
    }
    const isNew = pane.incarnation === 0 && !this.#hasStream();
    const incarnation = pane.incarnation + 1;
    const touched = pane.incarnation === 0 || command !== null || reason === 'respawn';
    this.#services.keptScreens.drop(this.id);
    this.screens.handleStart();
    this.#stream.beginIncarnation(incarnation);
    this.#lastOutputAt = null;
    // Every incarnation begins with its size, so that the stream says by itself where one ends and the next begins.
    const { entry, record } = this.#stream.mark({ kind: 'resize', ...size });
    const records: WorkspaceRecord[] = [
      { kind: 'pane.spawned', pane: this.id, incarnation, touched, at: this.#services.now() },
      { kind: 'live.started', pane: this.id, pid: opened.pty.pid },
      { kind: 'pane.resized', pane: this.id, ...size },
    ];
    const { cwdFallbackFrom, warning } = opened;
    if (cwdFallbackFrom !== undefined) records.push({ kind: 'pane.cwd', pane: this.id, cwd: opened.cwd });
    this.#records.commit(records, record);
    this.#hand(entry);
    // Nothing was ever printed here: what a view begins with needs no emulator.
    if (isNew) this.screens.prepare(emptyView(this.#stream.position, size));
    this.folding.handleStart();
    this.#attention.handleStart();
    if (this.#typeAhead.length > mostBeforePrompt) void this.#process?.ready().then(this.#typeAhead.hold());
    this.#handOver();
    if (warning !== null) this.#warn(warning);
    if (cwdFallbackFrom !== undefined) {
      this.#warn(`${cwdFallbackFrom} is gone or cannot be entered; started in ${opened.cwd} instead.`);
    }
    if (reason === 'shown' && pane.restored !== null) this.#services.handleRevived(this.id);
  }

  #run({ pty, nonce }: Extract<OpenedProgram, { kind: 'spawned' }>): PaneProcess {
    return new PaneProcess(pty, nonce, {
      onOutput: (bytes, events, groundBytes) => this.#handleOutput(bytes, events, groundBytes),
      onQuiet: () => this.screens.handleQuiet(),
      onHints: (hints) => this.#records.tellHints(hints),
      onExit: (exit) => this.#handleExit(exit),
    });
  }

  /** A view is about to come: if anything was ever printed here, its screen is made now. */
  expectView(): void {
    if (this.#hasStream()) this.screens.prepare();
  }

  #hasStream(): boolean {
    return this.#log.sizeOf(idNumber(this.id)) !== null;
  }

  /** Ends the process for good; no exit is recorded. Resolves when it is gone. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#records.end();
    this.#pacing.end();
    this.#typeAhead.forget();
    // Once it is closed nobody knows what of it is to be left out of a fold.
    const settled = this.folding.settle();
    for (const observer of this.#observers) observer.onGone?.();
    await this.#starting;
    await this.#process?.end();
    this.#process = null;
    this.#services.keptScreens.drop(this.id);
    await this.screens.end();
    await settled;
  }

  #handleExit(exit: PtyExit): void {
    this.#process = null;
    this.#typeAhead.forget();
    this.#services.keptScreens.drop(this.id);
    for (const observer of this.#observers) observer.onExit?.();
    if (this.#isEnding || this.#pane === undefined) return;
    this.#records.tellExit(exit);
    if (exit.exitCode === 0 && exit.signal === null) this.#services.handleCleanExit(this.id);
  }

  #handleOutput(bytes: Uint8Array, events: readonly ScanEvent[], groundBytes: number | null): void {
    // What a program says when it is hung up on is not what the person left on the screen.
    if (this.#isEnding) return;
    if (events.some((event) => event.kind === 'query')) this.screens.expectQuery();
    if (events.some((event) => event.kind === 'bell')) this.screens.forgo();
    const entry = this.#stream.output(bytes, groundBytes);
    this.#lastOutputAt = performance.now();
    this.#hand(entry);
    this.folding.handleOutput(bytes.length);
    if (this.#process !== null) this.#pacing.handleOutput(this.#process, bytes.length);
    if (events.length > 0) this.#attention.heed(events);
    if (!this.screens.isSeen) this.#records.tellUnseen(events.some((event) => event.kind === 'bell'));
  }

  /** Brings directory and foreground command up to date. */
  async look(): Promise<void> {
    await this.#process?.look();
  }

  // --- Input -----------------------------------------------------------------------------------------------------

  /** What a person types: its echo goes before what other panes print. */
  type(data: string | Uint8Array): void {
    this.#services.typingFirst.handleTyped(this.id);
    this.input(data);
  }

  /**
   * What is typed, by a person or the CLI. It waits where the process is being started or a command line comes first. False when
   * nothing is there to take it, nor will be.
   */
  input(data: string | Uint8Array): boolean {
    if (this.#isEnding || (this.#process === null && this.#starting === null)) return false;
    if (this.#process !== null && !this.#typeAhead.isHeld) {
      this.#write(this.#process, data);
      return true;
    }
    if (this.#typeAhead.keep(data)) return true;
    this.#warn('More was typed than can wait for the shell to start: the last of it is lost.');
    return false;
  }

  /** What was typed ahead goes to the process, unless something comes before it. */
  #handOver(): void {
    if (this.#process === null || this.#typeAhead.isHeld) return;
    for (const data of this.#typeAhead.take()) this.#write(this.#process, data);
  }

  #write(process: PaneProcess, data: string | Uint8Array): void {
    this.#records.tellTouched();
    process.write(data);
  }

  /** What the program in it asked of the keyboard. */
  get keyModes(): KeyModes {
    return this.#process?.keyModes ?? { applicationCursor: false };
  }

  /**
   * Types a command line at the shell's first prompt; as a paste, so that it arrives as the one thing that it is. What is typed
   * meanwhile comes after it, and not in the midst of it.
   */
  async rerun(command: string): Promise<void> {
    const release = this.#typeAhead.hold();
    try {
      await this.start('shown');
      const process = this.#process;
      await process?.ready();
      if (process === null || process !== this.#process || this.#isEnding) return;
      this.#write(process, `${encodePaste(command, { bracketed: process.wantsBracketedPaste })}\r`);
    } finally {
      release();
    }
  }

  /** An emulator's answer: does not touch the incarnation. Only from the view whose turn it is. */
  answer(port: ViewPort, attachment: AttachmentId, data: string): void {
    if (this.screens.isAnsweringView(port, attachment)) this.#process?.write(data);
  }

  /** What a screen of the worker answers, if it is its turn. It may be late: the process that asked has ended by then. */
  answerFromWorker({ key, data, position }: ScreenAnswer): void {
    const isAsker = position.incarnation === this.#stream.position.incarnation;
    if (isAsker && this.screens.isAnswerer(key)) this.#process?.write(data);
  }

  resize(size: Size): void {
    const pane = this.#pane;
    const { cols, rows } = clampSize(size);
    if (this.#starting !== null) {
      void this.#starting.then(() => this.resize(size));
      return;
    }
    if (pane === undefined || this.#isEnding || (pane.cols === cols && pane.rows === rows)) return;
    if (this.#process === null) {
      // Nothing runs: the views reflow what is there; the next incarnation begins with the new size.
      this.#records.commit([{ kind: 'pane.resized', pane: this.id, cols, rows }]);
      this.screens.expire();
      return;
    }
    const { entry, record } = this.#stream.mark({ kind: 'resize', cols, rows });
    this.#records.commit([{ kind: 'pane.resized', pane: this.id, cols, rows }], record);
    this.#process.resize(cols, rows);
    this.#hand(entry);
  }

  /** Forgets the scrollback and the screen above the prompt. */
  clear(): boolean {
    if (this.#process === null || this.#isEnding) return false;
    this.#records.tellTouched();
    const { entry, record } = this.#stream.mark({ kind: 'clear' });
    this.#records.commit([], record);
    this.#hand(entry);
    return true;
  }

  // --- What it shows ---------------------------------------------------------------------------------------------

  /** Shows the pane in a view; a dormant one starts. The view then gets its starting screen and every unit after it. */
  async attach({ port, attachment, isWanted }: ComingView, size: Size): Promise<void> {
    const pane = this.#pane;
    if (pane === undefined || this.#isEnding) return;
    const isDormant = this.#process === null && pane.outcome === null;
    if (isDormant && this.#services.startsWhenShown()) await this.start('shown', size);
    // Nobody would acknowledge what it is sent, and the program would wait for that for ever.
    if (!isWanted() || this.#isEnding) return;
    this.resize(size);
    this.#records.tellSeen();
    await this.screens.attach(port, attachment);
  }

  /** The pane's text as it is now. */
  async text(options: TextOptions): Promise<ScreenText> {
    const kept = this.isLive ? this.#services.keptScreens.ask(this) : null;
    if (kept !== null) {
      try {
        return await kept.text(options);
      } catch (error) {
        // Let go meanwhile, or its worker died: the pane is still there to be read.
        if (!(error instanceof ScreenWorkerError || error instanceof UnknownScreenError)) throw error;
        this.#services.keptScreens.drop(this.id);
      }
    }
    return this.reading.text(options, { isEnded: !this.isLive });
  }

  /** Where the pattern matches in all that the pane has. */
  async search(pattern: RegExp): Promise<Found<readonly FoundLine[]>> {
    return this.reading.search(pattern, { isEnded: !this.isLive });
  }

  follow(): { follower: ScreenFollower; release: () => Promise<void> } {
    return this.screens.follow();
  }

  #hand(entry: StreamEntry): void {
    this.screens.hand(entry);
    for (const observer of this.#observers) observer.onEntry?.(entry);
  }

  #warn(text: string): void {
    this.#services.notify({ level: 'warn', pane: this.id, text });
  }
}
