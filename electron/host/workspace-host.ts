// The host: validated commands in, records out; one HostPane for every pane. It reacts to the records that it commits
// (a pane that was created starts, one that was closed ends), so that a plan never has to know of processes.
import type { CommandOutcome, ParsedCommand } from '../../shared/commands.ts';
import type { Config } from '../../shared/config.ts';
import type { OsWindowId, PaneId, SessionId } from '../../shared/ids.ts';
import type { KeyModes } from '../../shared/keys.ts';
import type { Pane, Workspace } from '../../shared/model.ts';
import { type ClientPort, type Notice, protocolVersion } from '../../shared/protocol.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import type { PersistenceStatus, RecoveryStatus, TimelineEntry } from '../../shared/status.ts';
import type { Log } from '../persistence/types.ts';
import type { ScreenWorker } from '../screen/types.ts';
import { capturePane } from './capture.ts';
import { ClientHub, type Welcome } from './client-hub.ts';
import { CommandRefusedError } from './command-refused.ts';
import { CommandRunner } from './command-runner.ts';
import { exportWorkspace, importWorkspace } from './exchange.ts';
import { FoldQueue } from './fold-queue.ts';
import { HostPanes } from './host-panes.ts';
import type { Journal } from './journal.ts';
import { KeptScreens } from './kept-screens.ts';
import { logConfig } from './log-config.ts';
import type { HostPane, PaneServices } from './pane.ts';
import type { Attention } from './pane-attention.ts';
import type { ProgramServices } from './pane-program.ts';
import { planClose } from './plan/close.ts';
import { planSessionCreate } from './plan/create.ts';
import { type PlanContext, refused } from './plan/plan.ts';
import { quarantineWarning } from './purging.ts';
import type { LateLosses } from './recovery.ts';
import { searchPanes } from './search.ts';
import { type SurvivorSource, Survivors } from './survivors.ts';
import { Timeline, type TimelineParts } from './timeline.ts';
import type {
  AttentionListener,
  Capture,
  CaptureOptions,
  Host,
  SearchHit,
  WaitCondition,
  WaitOutcome,
} from './types.ts';
import { TypingFirst } from './typing-first.ts';
import { foldWhatPays, foldWhatPins, startUpkeep, type Upkeep } from './upkeep.ts';
import { visiblePanes } from './visible-panes.ts';
import { waitFor } from './wait.ts';

export interface HostParts {
  readonly journal: Journal;
  /** Streams that must not reach the disk. */
  readonly memoryLog: Log;
  readonly worker: ScreenWorker;
  readonly recovery: RecoveryStatus;
  readonly lateLosses: LateLosses;
  readonly config: Config;
  readonly home: string;
  readonly userHome: string;
  readonly version: string;
  planContext(config: Config): PlanContext;
  readonly panes: Omit<ProgramServices, 'environmentOf'>;
  environmentOf(pane: Pane, config: Config): Record<string, string>;
  readonly survivors: SurvivorSource;
  /** The starts before this one died on their way: nothing is started that nobody asks for. */
  readonly isSafeMode: boolean;
  /** Where the journal keeps damaged files. */
  readonly quarantineDir: string;
}

export class WorkspaceHost implements Host {
  readonly #parts: HostParts;
  readonly #journal: Journal;
  readonly #panes: HostPanes;
  readonly #attentionListeners = new Set<AttentionListener>();
  readonly #runner: CommandRunner;
  readonly #hub: ClientHub;
  readonly #kept: TimelineParts;
  readonly #timeline: Timeline;
  readonly #survivors: Survivors;
  readonly #upkeep: Upkeep;
  #config: Config;
  #screens = 0;
  #shutdown: Promise<void> | null = null;

  constructor(parts: HostParts) {
    const { journal } = parts;
    this.#parts = parts;
    this.#journal = journal;
    this.#config = parts.config;
    const config = () => this.#config;
    const paneOf = (id: PaneId) => this.paneOf(id);
    this.#runner = new CommandRunner({
      journal,
      config,
      paneOf,
      planContext: () => parts.planContext(this.#config),
      environmentOf: (pane) => parts.environmentOf(pane, this.#config),
      start: (id) => this.#panes.startIfFresh(id),
      timeline: () => this.timeline(),
      restore: (id, options) => this.restore(id, options),
      survivorsFound: () => this.#survivors.found,
      now: Date.now,
      closedEnded: () => this.#panes.closedEnded(),
      foldWhatPins: () => foldWhatPins({ journal, config, paneOf }),
      mayBeInQuarantine: () => quarantineWarning(parts.quarantineDir),
    });
    this.#survivors = new Survivors(journal, parts.survivors);
    this.#hub = new ClientHub({
      host: this,
      status: () => this.persistence(),
      welcome: () => this.#welcome(),
    });
    const services: PaneServices = {
      ...parts.panes,
      journal,
      worker: parts.worker,
      keptScreens: new KeptScreens(),
      foldQueue: new FoldQueue(),
      typingFirst: new TypingFirst(() => performance.now()),
      environmentOf: (pane) => parts.environmentOf(pane, this.#config),
      nextScreen: () => ++this.#screens,
      scrollbackLines: () => this.#config.persistence.scrollback_max_lines,
      notify: (notice) => this.#hub.notify(notice),
      attend: (attention) => this.#attend(attention),
      attendAfterMs: () => (this.#config.terminal.notify_after_secs || Number.POSITIVE_INFINITY) * 1000,
      handleCleanExit: (pane) => this.#closeExited(pane),
      startsWhenShown: () => !parts.isSafeMode && this.#shutdown === null,
      handleRevived: (pane) => {
        if (!parts.isSafeMode) void this.#runner.rerunIfAllowed(pane);
      },
      now: Date.now,
    };
    const { memoryLog } = parts;
    const keepsScrollback = () => this.#config.persistence.scrollback_persistence;
    this.#panes = new HostPanes({ journal, memoryLog, services, keepsScrollback });
    journal.subscribe((records) => this.#handleRecords(records));
    parts.lateLosses.listen(() => this.#hub.broadcast({ kind: 'recovery', recovery: this.recovery }));
    parts.worker.onAnswer((answer) => {
      this.paneOf(answer.key.slice(0, answer.key.indexOf(':')))?.answerFromWorker(answer);
    });
    this.#kept = {
      journal,
      snapshotOf: async (id) => (await this.paneOf(id)?.reading.snapshot()) ?? null,
      awaitContent: (id, stored) => this.#panes.awaitContent(id, stored),
    };
    this.#timeline = new Timeline(this.#kept);
    this.#upkeep = startUpkeep({ journal, timeline: this.#timeline, config, paneOf });
  }

  get workspace(): Workspace {
    return this.#journal.workspace;
  }

  /** What this start found, and what has shown since. */
  get recovery(): RecoveryStatus {
    const { recovery, lateLosses } = this.#parts;
    const losses = [...recovery.losses, ...lateLosses.all];
    const isDamaged = losses.some(({ kind }) => kind.startsWith('corrupt-'));
    return { ...recovery, losses, quarantine: isDamaged ? this.#parts.quarantineDir : null };
  }

  get config(): Config {
    return this.#config;
  }

  get isSafeMode(): boolean {
    return this.#parts.isSafeMode;
  }

  persistence(): PersistenceStatus {
    return this.#journal.log.status();
  }

  paneOf(id: string): HostPane | undefined {
    return this.#panes.of(id);
  }

  /** Begins to make the screens that a window shows first. */
  expectViews(): void {
    for (const id of visiblePanes(this.workspace)) this.paneOf(id)?.expectView();
  }

  /** Starts what can be seen at once, so that its shells are there when a window is. */
  async wake(): Promise<void> {
    if (this.isSafeMode) return;
    await Promise.all(visiblePanes(this.workspace).map((id) => this.#panes.startIfFresh(id)));
  }

  /** Starts the rest, unless it is to wait until it is shown. No window waits for what it does not show. */
  wakeHidden(): void {
    if (!this.isSafeMode && !this.#config.restore.lazy) void this.#panes.startEach();
  }

  async execute(command: ParsedCommand): Promise<CommandOutcome> {
    if (this.#shutdown !== null) return refused('refused', 'Everpane is quitting');
    return this.#runner.execute(command);
  }

  // --- Panes -----------------------------------------------------------------------------------------------------

  #handleRecords(records: readonly WorkspaceRecord[]): void {
    this.#panes.handleRecords(records);
    this.#hub.broadcast({ kind: 'records', records });
  }

  #closeExited(id: PaneId): void {
    if (this.#shutdown !== null) return;
    const plan = planClose(this.workspace, Date.now(), { target: id, force: true });
    if (plan.kind === 'planned') this.#journal.commit(plan.records);
  }

  // --- Clients ---------------------------------------------------------------------------------------------------

  connect(port: ClientPort, osWindow: OsWindowId): void {
    this.#hub.connect(port, osWindow);
  }

  #welcome(): Welcome {
    return {
      protocol: protocolVersion,
      workspace: this.workspace,
      config: this.#config,
      status: this.persistence(),
      recovery: this.recovery,
      isSafeMode: this.isSafeMode,
      home: this.#parts.home,
      userHome: this.#parts.userHome,
      version: this.#parts.version,
    };
  }

  subscribe(listener: (records: readonly WorkspaceRecord[]) => void): () => void {
    return this.#journal.subscribe(listener);
  }

  subscribeNotices(listener: (notice: Notice) => void): () => void {
    return this.#hub.subscribeNotices(listener);
  }

  subscribeAttention(listener: AttentionListener): () => void {
    this.#attentionListeners.add(listener);
    return () => this.#attentionListeners.delete(listener);
  }

  #attend(attention: Attention): void {
    const isSeen = this.paneOf(attention.pane)?.screens.isSeen ?? false;
    for (const listener of this.#attentionListeners) listener(attention, { isSeen });
  }

  // --- Scripting -------------------------------------------------------------------------------------------------

  async send(id: PaneId, data: string): Promise<void> {
    const pane = this.#existing(id);
    await (pane.starting ?? this.#panes.startIfFresh(id));
    if (!pane.input(data)) {
      throw new CommandRefusedError(
        'refused',
        `nothing runs in ${id}; start it again with 'everpane respawn ${id}'`,
      );
    }
  }

  keyModes(id: PaneId): KeyModes {
    return this.#existing(id).keyModes;
  }

  async capture(id: PaneId, options: CaptureOptions): Promise<Capture> {
    return capturePane(this.#existing(id), () => this.workspace, options);
  }

  async wait(
    id: PaneId,
    condition: WaitCondition,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<WaitOutcome> {
    return waitFor(this.#existing(id), condition, options);
  }

  async search(pattern: RegExp, { signal }: { signal?: AbortSignal } = {}): Promise<readonly SearchHit[]> {
    return searchPanes(() => this.#panes.all, pattern, signal);
  }

  #existing(id: PaneId): HostPane {
    const pane = this.paneOf(id);
    if (pane === undefined) {
      throw new CommandRefusedError('not-found', `there is no ${id}; 'everpane ls' shows what there is`);
    }
    return pane;
  }

  async flush(): Promise<number> {
    await this.#panes.look();
    return this.#journal.log.flush();
  }

  async checkpoint(): Promise<void> {
    // Whoever asks for one means what is due as well: what is past its undo time is gone with it.
    this.#upkeep.tend();
    await this.#journal.log.checkpoint('user');
  }

  timeline(): readonly TimelineEntry[] {
    return this.#timeline.list();
  }

  async restore(id: string, { replace }: { replace: boolean }): Promise<void> {
    const saved = await this.#timeline.load(id);
    if (saved === null) {
      throw new CommandRefusedError(
        'not-found',
        `there is no restore point ${id}; 'everpane timeline' shows them`,
      );
    }
    const replaced = replace ? this.workspace.sessionOrder : [];
    if (replace) await this.#timeline.keep('restore');
    await this.#timeline.adopt(saved, Date.now());
    this.#closeAll(replaced);
    await this.wake();
    this.wakeHidden();
  }

  exportWorkspace(): Promise<readonly Uint8Array[]> {
    return exportWorkspace(this.#kept);
  }

  async importWorkspace(file: Uint8Array): Promise<readonly SessionId[]> {
    const sessions = await importWorkspace(file, { journal: this.#journal, timeline: this.#timeline });
    await this.wake();
    this.wakeHidden();
    return sessions;
  }

  /**
   * The old workspace goes into the timeline, and a new one begins (`restore_on_startup = false`). One that cannot be kept there
   * (a full disk) stays: the journal's status says why, and nothing may go that nobody could go back to.
   */
  async startAfresh(): Promise<void> {
    const old = this.workspace.sessionOrder;
    if (old.length === 0) return;
    const isKept = await this.#timeline.keep('start').then(
      () => true,
      () => false,
    );
    if (!isKept) return;
    const plan = planSessionCreate(this.workspace, this.#parts.planContext(this.#config), { name: 'main' });
    if (plan.kind === 'planned') this.#journal.commit(plan.records);
    this.#closeAll(old);
  }

  #closeAll(sessions: readonly SessionId[]): void {
    for (const target of sessions) {
      const plan = planClose(this.workspace, Date.now(), { target, force: true });
      if (plan.kind === 'planned') this.#journal.commit(plan.records);
    }
  }

  configure(config: Config): void {
    this.#config = config;
    this.#journal.log.configure(logConfig(config));
    this.#hub.broadcast({ kind: 'config', config });
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#end();
    return this.#shutdown;
  }

  async #end(): Promise<void> {
    this.#panes.stop();
    this.#hub.stop();
    this.#upkeep.stop();
    this.#survivors.close();
    // What runs now is what will be offered again, so look once more before it is ended.
    await this.#panes.look();
    await this.#panes.end();
    this.#hub.closeAll();
    const { snapshot_on_shutdown: shortensNextStart } = this.#config.persistence;
    if (shortensNextStart) await this.#foldVisible();
    await this.#parts.worker.close();
    await this.#journal.log.close({ checkpoint: shortensNextStart });
    await this.#parts.memoryLog.close();
  }

  /** What the next start shows first. */
  async #foldVisible(): Promise<void> {
    const visible = new Set<string>(visiblePanes(this.workspace));
    await foldWhatPays({ journal: this.#journal, paneOf: (id) => this.paneOf(id) }, ({ id }) =>
      visible.has(id),
    );
  }
}
