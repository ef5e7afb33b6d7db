// A pane at work: its stream, its process and what shows it, kept in step. What happens to the workspace because of it is
// committed to the journal; the workspace's own plans live in plan/.
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { KeyModes } from '../../shared/keys.ts';
import type { Pane } from '../../shared/model.ts';
import { encodePaste } from '../../shared/paste.ts';
import type { AttachmentId, Notice } from '../../shared/protocol.ts';
import type { DurableRecord, WorkspaceRecord } from '../../shared/records.ts';
import { emptyView } from '../../shared/snapshot.ts';
import { clampSize, type StreamEntry } from '../../shared/stream.ts';
import type { Log, LogRecord, StreamSnapshot } from '../persistence/types.ts';
import type { PtyExit } from '../pty/types.ts';
import {
  type Found,
  type FoundLine,
  type ScreenJob,
  type ScreenText,
  type ScreenWorker,
  ScreenWorkerError,
  type TextOptions,
  UnknownScreenError,
} from '../screen/types.ts';
import type { Journal } from './journal.ts';
import type { KeptScreens } from './kept-screens.ts';
import { type Attention, PaneAttention } from './pane-attention.ts';
import { PaneFolding } from './pane-folding.ts';
import { PaneProcess, type ProcessHints } from './pane-process.ts';
import { openProgram, type ProgramServices } from './pane-program.ts';
import { PaneScreens } from './pane-screens.ts';
import { type PaneContent, PaneStream } from './pane-stream.ts';
import type { ViewPort } from './pane-views.ts';
import type { ScanEvent } from './scanner/types.ts';
import type { ScreenFollower } from './screen-follower.ts';
import type { TypingFirst } from './typing-first.ts';

/** What panes need of the host. */
export interface PaneServices extends ProgramServices {
  readonly journal: Journal;
  readonly worker: ScreenWorker;
  readonly keptScreens: KeptScreens;
  readonly typingFirst: TypingFirst;
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

type Size = { readonly cols: number; readonly rows: number };

/** Titles and command lines from a program are cut at this many characters. */
const hintLength = 4_096;
/** Bytes queued for the disk above which programs wait for it. */
const backlogHighBytes = 8 * 1024 * 1024;

export class HostPane {
  readonly id: PaneId;
  readonly screens: PaneScreens;
  readonly folding: PaneFolding;
  readonly #attention: PaneAttention;
  readonly #services: PaneServices;
  readonly #log: Log;
  readonly #stream: PaneStream;
  readonly #observers = new Set<PaneObserver>();
  #process: PaneProcess | null = null;
  #starting: Promise<void> | null = null;
  #isEnding = false;
  /** What it held elsewhere is still being stored: until then nothing starts here and nothing is read. */
  #content: Promise<void> | null = null;
  #lastOutputAt: number | null = null;
  #restTimer: NodeJS.Timeout | undefined;

  /** `log`: where its stream goes, the journal's or (for a private pane) one in memory. */
  constructor(pane: Pane, log: Log, services: PaneServices) {
    this.id = pane.id;
    this.#services = services;
    this.#log = log;
    this.#stream = new PaneStream(log, idNumber(pane.id), pane.incarnation);
    this.screens = new PaneScreens({
      pane: pane.id,
      worker: services.worker,
      read: ({ isEnded }) => this.#readJob(isEnded),
      isLive: () => this.isLive,
      hold: (reason, isHeld) => this.#process?.hold(reason, isHeld),
      reportDamage: (reason) => this.#handleDamage(reason),
    });
    this.#attention = new PaneAttention({
      pane: pane.id,
      now: () => performance.now(),
      afterMs: services.attendAfterMs,
      running: () => this.#pane?.running ?? null,
      tell: services.attend,
    });
    this.folding = new PaneFolding({
      stream: this.#stream,
      materialise: (content) => services.worker.materialise(this.#job(content, false)),
      skip: () => this.#skip(),
      isTouched: () => this.#pane?.touched ?? true,
      touch: () => this.#touch(),
      hold: (isHeld) => this.#process?.hold('folding', isHeld),
      reportDamage: (reason) => this.#handleDamage(reason),
      initial: [...log.streams()].find((status) => status.stream === idNumber(pane.id)),
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
    return this.#services.journal.workspace.panes[this.id];
  }

  observe(observer: PaneObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  // --- Process ---------------------------------------------------------------------------------------------------

  /** Starts the pane's process unless it runs. Resolves when it does, or when the failure is recorded. */
  start(reason: StartReason, size?: { cols: number; rows: number }): Promise<void> {
    if (this.#process !== null || this.#isEnding) return Promise.resolve();
    this.#starting ??= this.#start(reason, size).finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  /** Its content comes from a restore point or a file: whoever asks for the pane waits for that. */
  awaitContent(stored: Promise<unknown>): void {
    const done = (): void => {
      this.#content = null;
    };
    this.#content = stored.then(done, done);
  }

  async #start(reason: StartReason, wanted?: Size): Promise<void> {
    if (this.#content !== null) await this.#content;
    const pane = this.#pane;
    if (pane === undefined) return;
    const size = clampSize(wanted ?? pane);
    // A restored pane comes back as a shell: what it was made to run is offered, not run.
    const command = pane.incarnation === 0 || reason === 'respawn' ? pane.program.command : null;
    const opened = await openProgram(this.#services, pane, { command, size });
    const at = this.#services.now();
    if (opened.kind === 'failed') {
      this.#commit([{ kind: 'pane.failed', pane: this.id, reason: opened.reason.message, at }]);
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
      { kind: 'pane.spawned', pane: this.id, incarnation, touched, at },
      { kind: 'live.started', pane: this.id, pid: opened.pty.pid },
      { kind: 'pane.resized', pane: this.id, ...size },
    ];
    const { cwdFallbackFrom, insteadOf } = opened;
    if (cwdFallbackFrom !== undefined) records.push({ kind: 'pane.cwd', pane: this.id, cwd: opened.cwd });
    this.#commit(records, record);
    this.#hand(entry);
    // Nothing was ever printed here: what a view begins with needs no emulator.
    if (isNew) this.screens.prepare(emptyView(this.#stream.position, size));
    this.folding.handleStart();
    this.#attention.handleStart();
    if (insteadOf !== null) this.#warn(insteadOf);
    if (cwdFallbackFrom !== undefined) {
      this.#warn(`${cwdFallbackFrom} is gone or cannot be entered; started in ${opened.cwd} instead.`);
    }
    this.#process = new PaneProcess(opened.pty, opened.nonce, {
      onOutput: (bytes, events, groundBytes) => this.#handleOutput(bytes, events, groundBytes),
      onQuiet: () => this.screens.handleQuiet(),
      onHints: (hints) => this.#handleHints(hints),
      onExit: (exit) => this.#handleExit(exit),
    });
    if (reason === 'shown' && pane.restored !== null) this.#services.handleRevived(this.id);
  }

  /** A view is about to come: if anything was ever printed here, its screen is made now. */
  expectView(): void {
    if (this.#hasStream()) this.screens.prepare();
  }

  #hasStream(): boolean {
    const stream = idNumber(this.id);
    return [...this.#log.streams()].some((status) => status.stream === stream);
  }

  /** Ends the process for good; no exit is recorded. Resolves when it is gone. */
  async end(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#restTimer);
    this.#services.typingFirst.forget(this.id);
    for (const observer of this.#observers) observer.onGone?.();
    await this.#starting;
    await this.#process?.end();
    this.#process = null;
    this.#services.keptScreens.drop(this.id);
    await this.screens.end();
    await this.folding.settled();
  }

  #handleExit(exit: PtyExit): void {
    this.#process = null;
    this.#services.keptScreens.drop(this.id);
    for (const observer of this.#observers) observer.onExit?.();
    if (this.#isEnding || this.#pane === undefined) return;
    if (exit.exitCode === 0 && exit.signal === null) {
      this.#commit([{ kind: 'live.ended', pane: this.id }]);
      this.#services.handleCleanExit(this.id);
      return;
    }
    this.#commit([
      {
        kind: 'pane.exited',
        pane: this.id,
        exitCode: exit.exitCode,
        signal: exit.signal ?? 0,
        at: this.#services.now(),
      },
      { kind: 'live.ended', pane: this.id },
    ]);
  }

  #handleOutput(bytes: Uint8Array, events: readonly ScanEvent[], groundBytes: number | null): void {
    // What a program says when it is hung up on is not what the person left on the screen.
    if (this.#isEnding) return;
    if (events.some((event) => event.kind === 'query')) this.screens.expectQuery();
    if (events.some((event) => event.kind === 'bell')) this.screens.forgo();
    const entry = this.#stream.output(bytes);
    this.#lastOutputAt = performance.now();
    this.#hand(entry);
    const ground =
      groundBytes === null ? null : { incarnation: entry.incarnation, offset: entry.offset + groundBytes };
    this.folding.handleOutput(bytes.length, ground);
    if (this.#log.backlogBytes() > backlogHighBytes) this.#waitForDisk();
    const restMs = this.#services.typingFirst.restAfter(this.id, bytes.length);
    if (restMs > 0) this.#rest(restMs);
    if (events.length > 0) this.#attention.heed(events);
    this.#noticeUnseen(events.some((event) => event.kind === 'bell'));
  }

  #waitForDisk(): void {
    const process = this.#process;
    process?.hold('disk', true);
    const resume = () => process?.hold('disk', false);
    this.#log.flush().then(resume, resume);
  }

  /** Somebody types elsewhere: what this pane still has to print comes later. */
  #rest(restMs: number): void {
    const process = this.#process;
    process?.hold('typing', true);
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => process?.hold('typing', false), restMs);
  }

  #noticeUnseen(rang: boolean): void {
    const live = this.#services.journal.workspace.live[this.id];
    if (this.screens.isSeen || live === undefined) return;
    if (live.activity && (live.bell || !rang)) return;
    this.#commit([{ kind: 'live.noticed', pane: this.id, activity: true, bell: live.bell || rang }]);
  }

  #handleHints(hints: ProcessHints): void {
    const pane = this.#pane;
    if (pane === undefined || this.#isEnding) return;
    const records: DurableRecord[] = [];
    const title = hints.title === undefined ? undefined : clean(hints.title);
    if (title !== undefined && title !== pane.title)
      records.push({ kind: 'pane.title', pane: this.id, title });
    if (hints.cwd !== undefined && hints.cwd !== pane.cwd) {
      records.push({ kind: 'pane.cwd', pane: this.id, cwd: hints.cwd });
    }
    if (hints.running !== undefined) {
      const command = hints.running === null ? null : clean(hints.running);
      const isTyped = hints.isTyped ?? pane.isTyped;
      if (command !== pane.running || isTyped !== pane.isTyped) {
        records.push({ kind: 'pane.running', pane: this.id, command, isTyped });
      }
    }
    if (records.length > 0) this.#commit(records);
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

  /** What is typed, by a person or the CLI. False when nothing is there to take it. */
  input(data: string | Uint8Array): boolean {
    if (this.#process === null) return false;
    this.#touch();
    this.#process.write(data);
    return true;
  }

  /** What the program in it asked of the keyboard. */
  get keyModes(): KeyModes {
    return this.#process?.keyModes ?? { applicationCursor: false };
  }

  /** Types a command line at the shell's first prompt; as a paste, so that it arrives as the one thing that it is. */
  async rerun(command: string): Promise<void> {
    await this.start('shown');
    await this.#process?.ready();
    const bracketed = this.#process?.wantsBracketedPaste ?? false;
    this.input(`${encodePaste(command, { bracketed })}\r`);
  }

  /** An emulator's answer: does not touch the incarnation. Only from the view whose turn it is. */
  answer(port: ViewPort, attachment: AttachmentId, data: string): void {
    if (this.screens.isAnsweringView(port, attachment)) this.#process?.write(data);
  }

  /** What a screen of the worker answers, if it is its turn. */
  answerFromWorker(key: string, data: string): void {
    if (this.screens.isAnswerer(key)) this.#process?.write(data);
  }

  #touch(): void {
    const pane = this.#pane;
    if (pane === undefined || pane.touched || pane.incarnation === 0) return;
    this.#commit([{ kind: 'pane.touched', pane: this.id, incarnation: pane.incarnation }]);
  }

  resize(size: Size): void {
    const pane = this.#pane;
    const { cols, rows } = clampSize(size);
    if (this.#starting !== null) {
      void this.#starting.then(() => this.resize(size));
      return;
    }
    if (pane === undefined || (pane.cols === cols && pane.rows === rows)) return;
    if (this.#process === null) {
      // Nothing runs: the views reflow what is there; the next incarnation begins with the new size.
      this.#commit([{ kind: 'pane.resized', pane: this.id, cols, rows }]);
      this.screens.expire();
      return;
    }
    const { entry, record } = this.#stream.mark({ kind: 'resize', cols, rows });
    this.#commit([{ kind: 'pane.resized', pane: this.id, cols, rows }], record);
    this.#process.resize(cols, rows);
    this.#hand(entry);
  }

  /** Forgets the scrollback and the screen above the prompt. */
  clear(): boolean {
    if (this.#process === null) return false;
    this.#touch();
    const { entry, record } = this.#stream.mark({ kind: 'clear' });
    this.#commit([], record);
    this.#hand(entry);
    return true;
  }

  // --- What it shows ---------------------------------------------------------------------------------------------

  /** Shows the pane in a view; a dormant one starts. The view then gets its starting screen and every unit after it. */
  async attach(port: ViewPort, attachment: AttachmentId, size: Size): Promise<void> {
    const pane = this.#pane;
    if (pane === undefined || this.#isEnding) return;
    const isDormant = this.#process === null && pane.outcome === null;
    if (isDormant && this.#services.startsWhenShown()) await this.start('shown', size);
    this.resize(size);
    this.#seen();
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
    return this.#services.worker.text(await this.#readJob(!this.isLive), options);
  }

  /** Where the pattern matches in all that the pane has. */
  async search(pattern: RegExp): Promise<Found<readonly FoundLine[]>> {
    return this.#services.worker.search(await this.#readJob(!this.isLive), pattern);
  }

  /** All there is up to now in one snapshot; null if the newest snapshot is all there is. */
  async snapshot(): Promise<StreamSnapshot | null> {
    if (this.#content !== null) await this.#content;
    const content = await this.#stream.read(this.#skip());
    if (content.entries.length === 0) return null;
    const made = await this.#services.worker.materialise(this.#job(content, false));
    if (made.damage !== null) this.#handleDamage(made.damage);
    return { position: made.position, data: made.snapshot };
  }

  follow(): { follower: ScreenFollower; release: () => Promise<void> } {
    return this.screens.follow();
  }

  /** Reads synchronously up to the present unit; `isEnded`: what the ended process left behind is reset. */
  async #readJob(isEnded: boolean): Promise<ScreenJob> {
    if (this.#content !== null) await this.#content;
    const content = await this.#stream.read(this.#skip());
    if (content.loss !== null) this.#warn(`Part of the history could not be read: ${content.loss}.`);
    return this.#job(content, isEnded);
  }

  #job(content: PaneContent, isEnded: boolean): ScreenJob {
    const { cols, rows } = this.#pane ?? { cols: 80, rows: 24 };
    // Nothing that runs would say so in the stream: what is there takes the size that the pane has now.
    const resized: StreamEntry = { kind: 'mark', ...content.end, mark: { kind: 'resize', cols, rows } };
    return {
      snapshot: content.snapshot,
      entries: isEnded ? [...content.entries, resized] : content.entries,
      cols,
      rows,
      scrollbackLines: this.#services.scrollbackLines(),
      newIncarnation: isEnded,
    };
  }

  /** Nothing that replaces it may be the end of it: it may say something to another version, or to a person. */
  #handleDamage(reason: string): void {
    this.#log.setSnapshotAside(idNumber(this.id), `the screen in it cannot be decoded: ${reason}`);
    this.#warn(`The saved screen could not be read: ${reason}. What was printed since is here.`);
  }

  /** Incarnations that leave no trace; the last one among them once its process is gone and it was never touched. */
  #skip(): ReadonlySet<number> {
    const pane = this.#pane;
    const skip = new Set(pane?.discarded);
    if (pane !== undefined && this.#process === null && this.#starting === null) {
      if (!pane.touched && pane.outcome === null) skip.add(pane.incarnation);
    }
    return skip;
  }

  #hand(entry: StreamEntry): void {
    this.screens.hand(entry);
    for (const observer of this.#observers) observer.onEntry?.(entry);
  }

  #seen(): void {
    const live = this.#services.journal.workspace.live[this.id];
    if (live?.activity !== true && live?.bell !== true) return;
    this.#commit([{ kind: 'live.noticed', pane: this.id, activity: false, bell: false }]);
  }

  /** Records and, with them, a unit of the stream; one batch where both go to the same log. */
  #commit(records: readonly WorkspaceRecord[], unit?: LogRecord): void {
    const { journal } = this.#services;
    const isJournaled = this.#log === journal.log;
    journal.commit(records, unit !== undefined && isJournaled ? { stream: [unit] } : {});
    if (unit !== undefined && !isJournaled) this.#log.append([unit], 'soon');
  }

  #warn(text: string): void {
    this.#services.notify({ level: 'warn', pane: this.id, text });
  }
}

/** One line without control characters, of bounded length. */
function clean(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, hintLength)
    .trim();
}
