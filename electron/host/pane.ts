// A pane at work: its stream, its process, its views and its screen followers, kept in step. What happens to the
// workspace because of it is committed to the journal; the workspace's own plans live in plan/.
import type { PaneId } from '../../shared/ids.ts';
import { idNumber } from '../../shared/ids.ts';
import type { Pane } from '../../shared/model.ts';
import { encodePaste } from '../../shared/paste.ts';
import type { AttachmentId, Notice } from '../../shared/protocol.ts';
import type { DurableRecord, WorkspaceRecord } from '../../shared/records.ts';
import { clampSize, type StreamEntry, type StreamPosition } from '../../shared/stream.ts';
import type { Log, StreamSnapshot } from '../persistence/types.ts';
import type { IntegratedShell } from '../pty/integration/shell-integration.ts';
import type { OpenPtyResult, PtyExit, PtySpec } from '../pty/types.ts';
import type { Materialised, ScreenJob, ScreenText, ScreenWorker, TextOptions } from '../screen/types.ts';
import type { Journal } from './journal.ts';
import { PaneFolding } from './pane-folding.ts';
import { PaneProcess, type ProcessHints } from './pane-process.ts';
import { PaneStream } from './pane-stream.ts';
import { PaneViews, type ViewPort } from './pane-views.ts';
import type { ScanEvent } from './scanner/types.ts';
import { followerHighBytes, ScreenFollower } from './screen-follower.ts';

/** What panes need of the host. */
export interface PaneServices {
  readonly journal: Journal;
  readonly worker: ScreenWorker;
  openPty(spec: PtySpec): Promise<OpenPtyResult>;
  /** The whole environment of a process in this pane. */
  environmentOf(pane: Pane): Record<string, string>;
  defaultShell(): { readonly shell: string; readonly args: readonly string[] };
  /** Makes a shell tell what it does (see pty/integration); null where there is no way to, or it was switched off. */
  integrateShell(
    shell: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<IntegratedShell | null>;
  scrollbackLines(): number;
  notify(notice: Notice): void;
  /** The process ended by itself with status 0: its pane closes. */
  handleCleanExit(pane: PaneId): void;
  /** A restored pane has a process again. */
  handleRevived(pane: PaneId): void;
  now(): number;
}

export type StartReason = 'shown' | 'respawn';

/** Called with every unit as it is stored, and when the process has ended. */
export interface PaneObserver {
  onEntry?(entry: StreamEntry): void;
  onExit?(): void;
}

type Opened = OpenPtyResult & { readonly nonce: string | null };

/** Titles and directories from a program are cut at this many characters. */
const hintLength = 4_096;
/** Bytes queued for the disk above which programs wait for it. */
const backlogHighBytes = 8 * 1024 * 1024;

export class HostPane {
  readonly id: PaneId;
  readonly #services: PaneServices;
  readonly #log: Log;
  readonly #stream: PaneStream;
  readonly #views: PaneViews;
  readonly #folding: PaneFolding;
  readonly #observers = new Set<PaneObserver>();
  readonly #followers = new Set<ScreenFollower>();
  #process: PaneProcess | null = null;
  #starting: Promise<void> | null = null;
  #answerer: ScreenFollower | null = null;
  #isEnding = false;
  #followerCount = 0;
  #lastOutputAt: number | null = null;

  constructor(pane: Pane, log: Log, services: PaneServices) {
    this.id = pane.id;
    this.#services = services;
    this.#log = log;
    this.#stream = new PaneStream(log, idNumber(pane.id), pane.incarnation);
    this.#views = new PaneViews((isCongested) => this.#process?.hold('views', isCongested));
    this.#folding = new PaneFolding({
      stream: this.#stream,
      materialise: (content) => services.worker.materialise(this.#job(content, false)),
      skip: () => this.#skip(),
      isTouched: () => this.#pane?.touched ?? true,
      touch: () => this.#touch(),
      hold: (isHeld) => this.#process?.hold('folding', isHeld),
      initial: [...log.streams()].find((status) => status.stream === idNumber(pane.id)),
    });
  }

  get isLive(): boolean {
    return this.#process !== null;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** performance.now() of the present incarnation's last output; null before its first. */
  get lastOutputAt(): number | null {
    return this.#lastOutputAt;
  }

  get folding(): PaneFolding {
    return this.#folding;
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

  async #start(reason: StartReason, size?: { cols: number; rows: number }): Promise<void> {
    const pane = this.#pane;
    if (pane === undefined) return;
    const { cols, rows } = clampSize(size ?? pane);
    // A restored pane comes back as a shell: what it was made to run is offered, not run.
    const command = pane.incarnation === 0 || reason === 'respawn' ? pane.program.command : null;
    const opened = await this.#open(pane, command, { cols, rows });
    const at = this.#services.now();
    if (opened.kind === 'failed') {
      this.#commit([{ kind: 'pane.failed', pane: this.id, reason: opened.reason.message, at }]);
      return;
    }
    const incarnation = pane.incarnation + 1;
    const touched = pane.incarnation === 0 || command !== null || reason === 'respawn';
    this.#views.expire();
    this.#stream.beginIncarnation(incarnation);
    this.#lastOutputAt = null;
    // Every incarnation begins with its size, so that the stream says by itself where one ends and the next begins.
    const { entry, record } = this.#stream.mark({ kind: 'resize', cols, rows });
    const records: WorkspaceRecord[] = [
      { kind: 'pane.spawned', pane: this.id, incarnation, touched, at },
      { kind: 'live.started', pane: this.id, pid: opened.pty.pid },
    ];
    if (cols !== pane.cols || rows !== pane.rows)
      records.push({ kind: 'pane.resized', pane: this.id, cols, rows });
    if (opened.cwdFallbackFrom !== undefined)
      records.push({ kind: 'pane.cwd', pane: this.id, cwd: opened.cwd });
    this.#commit(records, record);
    this.#hand(entry);
    this.#folding.handleStart();
    if (opened.cwdFallbackFrom !== undefined) {
      this.#notify(
        'warn',
        `${opened.cwdFallbackFrom} is gone or cannot be entered; started in ${opened.cwd} instead.`,
      );
    }
    this.#process = new PaneProcess(opened.pty, opened.nonce, {
      onOutput: (bytes, events, groundBytes) => this.#handleOutput(bytes, events, groundBytes),
      onHints: (hints) => this.#handleHints(hints),
      onExit: (exit) => this.#handleExit(exit),
    });
    if (reason === 'shown' && pane.restored !== null) this.#services.handleRevived(this.id);
  }

  /** The pane's program: its command, its shell, or (when that cannot be started) the default shell, with a notice. */
  async #open(
    pane: Pane,
    command: readonly string[] | null,
    size: { cols: number; rows: number },
  ): Promise<Opened> {
    if (command !== null) {
      const [file = '', ...args] = command;
      const env = this.#services.environmentOf(pane);
      return { ...(await this.#services.openPty({ file, args, cwd: pane.cwd, env, ...size })), nonce: null };
    }
    const { shell, args } = pane.program;
    const opened = await this.#openShell(pane, { shell, args }, size);
    const fallback = this.#services.defaultShell();
    if (opened.kind === 'spawned' || fallback.shell === shell) return opened;
    const second = await this.#openShell(pane, fallback, size);
    if (second.kind === 'spawned')
      this.#notify('warn', `${opened.reason.message}. Started ${fallback.shell} instead.`);
    return second;
  }

  async #openShell(
    pane: Pane,
    { shell, args }: { shell: string; args: readonly string[] },
    size: { cols: number; rows: number },
  ): Promise<Opened> {
    const env = this.#services.environmentOf(pane);
    const integrated = await this.#services.integrateShell(shell, args, env);
    const opened = await this.#services.openPty({
      file: shell,
      args: integrated?.args ?? args,
      cwd: pane.cwd,
      env: { ...env, ...integrated?.env },
      ...size,
    });
    return { ...opened, nonce: integrated?.nonce ?? null };
  }

  /** Ends the process for good; no exit is recorded. Resolves when it is gone. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#starting;
    await this.#process?.end();
    this.#process = null;
    this.#views.expire();
    await Promise.all([...this.#followers].map((follower) => follower.drop()));
    await this.#folding.settled();
  }

  #handleExit(exit: PtyExit): void {
    this.#process = null;
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
    if (this.#views.count === 0 && events.some((event) => event.kind === 'query')) this.#beginAnswering();
    const entry = this.#stream.output(bytes);
    this.#lastOutputAt = performance.now();
    this.#hand(entry);
    const ground =
      groundBytes === null ? null : { incarnation: entry.incarnation, offset: entry.offset + groundBytes };
    this.#folding.handleOutput(bytes.length, ground);
    if (this.#log.backlogBytes() > backlogHighBytes) this.#waitForDisk();
    this.#noticeUnseen(events.some((event) => event.kind === 'bell'));
  }

  #waitForDisk(): void {
    const process = this.#process;
    process?.hold('disk', true);
    const resume = () => process?.hold('disk', false);
    this.#log.flush().then(resume, resume);
  }

  #noticeUnseen(rang: boolean): void {
    const live = this.#services.journal.workspace.live[this.id];
    if (this.#views.count > 0 || live === undefined) return;
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

  /** What a person (or the CLI) types. False when nothing is there to take it. */
  input(data: string | Uint8Array): boolean {
    if (this.#process === null) return false;
    this.#touch();
    this.#process.write(data);
    return true;
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
    if (this.#views.answers(port, attachment)) this.#process?.write(data);
  }

  #touch(): void {
    const pane = this.#pane;
    if (pane === undefined || pane.touched || pane.incarnation === 0) return;
    this.#commit([{ kind: 'pane.touched', pane: this.id, incarnation: pane.incarnation }]);
  }

  resize(size: { cols: number; rows: number }): void {
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
      this.#views.expire();
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

  // --- Views and screens -----------------------------------------------------------------------------------------

  /** Shows the pane in a view; a dormant one starts. The view then gets its starting screen and every unit after it. */
  async attach(
    port: ViewPort,
    attachment: AttachmentId,
    size: { cols: number; rows: number },
  ): Promise<void> {
    const pane = this.#pane;
    if (pane === undefined) return;
    if (this.#process === null && pane.outcome === null) await this.start('shown', size);
    this.resize(size);
    this.#views.add(port, attachment);
    this.#seen();
    const state = await this.#materialiseNow();
    this.#views.show(port, attachment, state.view);
  }

  detach(port: ViewPort, attachment: AttachmentId): void {
    this.#views.remove(port, attachment);
  }

  detachPort(port: ViewPort): void {
    this.#views.removePort(port);
  }

  ack(port: ViewPort, attachment: AttachmentId, bytes: number): void {
    this.#views.ack(port, attachment, bytes);
  }

  /** The pane's text as it is now. */
  async text(options: TextOptions): Promise<ScreenText> {
    return this.#services.worker.text(await this.#readJob(this.#process === null), options);
  }

  /** All there is up to now in one snapshot; null if the newest snapshot is all there is. */
  async snapshot(): Promise<StreamSnapshot | null> {
    const content = await this.#stream.read(this.#skip());
    if (content.entries.length === 0) return null;
    const made = await this.#services.worker.materialise(this.#job(content, false));
    return { position: made.position, data: made.snapshot };
  }

  /** A screen that follows the pane until `release` is called. */
  follow(): { follower: ScreenFollower; release: () => Promise<void> } {
    const follower = new ScreenFollower(this.#services.worker, `${this.id}:${++this.#followerCount}`, {
      job: this.#readJob(false),
      onPending: () => this.#weighFollowers(),
    });
    this.#followers.add(follower);
    const release = () => {
      this.#followers.delete(follower);
      this.#weighFollowers();
      return follower.drop();
    };
    return { follower, release };
  }

  /** Whether an answer of this screen should reach the program: its follower stands in for a view. */
  isAnswerer(key: string): boolean {
    return this.#answerer?.key === key;
  }

  answerFromFollower(data: string): void {
    this.#process?.write(data);
  }

  /** Nobody looks and a program asks: from before the question on, a screen in the worker takes part. */
  #beginAnswering(): void {
    if (this.#answerer !== null) return;
    const { follower } = this.follow();
    this.#answerer = follower;
  }

  /** The screen as of now; a view that is being added takes over the answering. */
  async #materialiseNow(): Promise<Materialised> {
    const answerer = this.#answerer;
    if (answerer === null)
      return this.#services.worker.materialise(await this.#readJob(this.#process === null));
    // It was fed everything up to now, and answers what stands before now; the view answers what comes.
    const state = answerer.take();
    this.#followers.delete(answerer);
    this.#answerer = null;
    this.#weighFollowers();
    return state.finally(() => answerer.drop());
  }

  #readJob(newIncarnation: boolean): Promise<ScreenJob> {
    return this.#stream.read(this.#skip()).then((content) => {
      if (content.loss !== null)
        this.#notify('warn', `Part of this pane's history could not be read: ${content.loss}.`);
      return this.#job(content, newIncarnation);
    });
  }

  #job(
    content: { snapshot: Uint8Array | null; entries: readonly StreamEntry[]; end: StreamPosition },
    newIncarnation: boolean,
  ): ScreenJob {
    const { cols, rows } = this.#pane ?? { cols: 80, rows: 24 };
    // Nothing that runs would say so in the stream: what is there takes the size that the pane has now.
    const resized: StreamEntry = { kind: 'mark', ...content.end, mark: { kind: 'resize', cols, rows } };
    return {
      snapshot: content.snapshot,
      entries: newIncarnation ? [...content.entries, resized] : content.entries,
      cols,
      rows,
      scrollbackLines: this.#services.scrollbackLines(),
      newIncarnation,
    };
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
    this.#views.deliver(entry);
    for (const follower of this.#followers) follower.feed(entry);
    for (const observer of this.#observers) observer.onEntry?.(entry);
    if (this.#followers.size > 0) this.#weighFollowers();
  }

  #weighFollowers(): void {
    const pending = [...this.#followers].reduce((most, follower) => Math.max(most, follower.pendingBytes), 0);
    this.#process?.hold('followers', pending > followerHighBytes);
  }

  #seen(): void {
    const live = this.#services.journal.workspace.live[this.id];
    if (live?.activity !== true && live?.bell !== true) return;
    this.#commit([{ kind: 'live.noticed', pane: this.id, activity: false, bell: false }]);
  }

  #commit(records: readonly WorkspaceRecord[], unit?: Parameters<Log['append']>[0][number]): void {
    if (unit === undefined) this.#services.journal.commit(records);
    else if (this.#log === this.#services.journal.log)
      this.#services.journal.commit(records, { stream: [unit] });
    else {
      this.#services.journal.commit(records);
      this.#log.append([unit], 'soon');
    }
  }

  #notify(level: Notice['level'], text: string): void {
    this.#services.notify({ level, pane: this.id, text });
  }
}

/** One line without control characters, of bounded length. */
function clean(text: string): string {
  return text
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, hintLength)
    .trim();
}
