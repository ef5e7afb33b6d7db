// The host: validated commands in, records out; one HostPane for every pane. It reacts to the records that it commits
// (a pane that was created starts, one that was closed ends), so that a plan never has to know of processes.
import type { CommandOutcome, CommandResult, ParsedCommand } from '../../shared/commands.ts';
import type { Config } from '../../shared/config.ts';
import { assertNever } from '../../shared/exhaustive.ts';
import { idNumber, type OsWindowId, type PaneId, type SessionId } from '../../shared/ids.ts';
import { panesOf } from '../../shared/layout.ts';
import type { Pane, Workspace } from '../../shared/model.ts';
import { type ClientPort, type Notice, protocolVersion } from '../../shared/protocol.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import type { PersistenceStatus, RecoveryStatus, TimelineEntry } from '../../shared/status.ts';
import type { Log } from '../persistence/types.ts';
import type { ScreenWorker } from '../screen/types.ts';
import { Client } from './client.ts';
import type { Journal } from './journal.ts';
import { logConfig } from './log-config.ts';
import { HostPane, type PaneServices } from './pane.ts';
import type { ProgramServices } from './pane-program.ts';
import { panesIn, planClose } from './plan/close.ts';
import { planSessionCreate } from './plan/create.ts';
import { notFound, type PlanContext, refused } from './plan/plan.ts';
import { isProcessCommand, type ProcessCommand, planCommand } from './plan/plan-command.ts';
import { mayRerun } from './rerun.ts';
import { Timeline } from './timeline.ts';
import type { Capture, CaptureOptions, Host, WaitCondition, WaitOutcome } from './types.ts';
import { waitFor } from './wait.ts';

/** A request that the host cannot carry out; the message says why and what to do. */
export class CommandRefusedError extends Error {
  readonly code: 'not-found' | 'refused';
  constructor(code: CommandRefusedError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export interface HostParts {
  readonly journal: Journal;
  /** Streams that must not reach the disk. */
  readonly memoryLog: Log;
  readonly worker: ScreenWorker;
  readonly recovery: RecoveryStatus;
  readonly config: Config;
  readonly home: string;
  readonly version: string;
  planContext(config: Config): PlanContext;
  readonly panes: Omit<ProgramServices, 'environmentOf'>;
  environmentOf(pane: Pane, config: Config): Record<string, string>;
}

const statusEveryMs = 250;
const upkeepEveryMs = 30_000;
const restorePointEveryMs = 5 * 60_000;

export class WorkspaceHost implements Host {
  readonly recovery: RecoveryStatus;
  readonly #parts: HostParts;
  readonly #journal: Journal;
  readonly #services: PaneServices;
  readonly #panes = new Map<PaneId, HostPane>();
  readonly #ending = new Set<Promise<void>>();
  readonly #clients = new Map<Client, ClientPort>();
  readonly #noticeListeners = new Set<(notice: Notice) => void>();
  readonly #timeline: Timeline;
  readonly #closedPane = new Map<PaneId, () => void>();
  #config: Config;
  #sentStatus = '';
  #statusTimer: NodeJS.Timeout;
  #upkeepTimer: NodeJS.Timeout;
  #pointTimer: NodeJS.Timeout;
  #shutdown: Promise<void> | null = null;

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#journal = parts.journal;
    this.#config = parts.config;
    this.recovery = parts.recovery;
    this.#services = {
      ...parts.panes,
      journal: parts.journal,
      worker: parts.worker,
      environmentOf: (pane) => parts.environmentOf(pane, this.#config),
      scrollbackLines: () => this.#config.persistence.scrollback_max_lines,
      notify: (notice) => this.#notify(notice),
      handleCleanExit: (pane) => this.#closeExited(pane),
      handleRevived: (pane) => this.#rerunIfAllowed(pane),
      now: Date.now,
    };
    for (const pane of Object.values(this.workspace.panes) as Pane[]) this.#adopt(pane);
    this.#journal.subscribe((records) => this.#handleRecords(records));
    parts.worker.onAnswer(({ key, data }) => {
      this.paneOf(key.slice(0, key.indexOf(':')))?.answerFromWorker(key, data);
    });
    this.#timeline = new Timeline({
      journal: parts.journal,
      snapshotOf: async (id) => (await this.paneOf(id)?.snapshot()) ?? null,
    });
    this.#statusTimer = setInterval(() => this.#sendStatus(), statusEveryMs);
    this.#upkeepTimer = setInterval(() => this.#keepUp(), upkeepEveryMs);
    this.#pointTimer = setInterval(() => {
      // What stops it (a full disk) is in the journal's status already; the next one may fare better.
      this.#timeline.keepIfChanged().catch(() => undefined);
    }, restorePointEveryMs);
  }

  get workspace(): Workspace {
    return this.#journal.workspace;
  }

  get config(): Config {
    return this.#config;
  }

  persistence(): PersistenceStatus {
    return this.#journal.log.status();
  }

  paneOf(id: string): HostPane | undefined {
    return this.#panes.get(id as PaneId);
  }

  /** Starts what can be seen at once, so that its shells are there when a window is; the rest when it is shown. */
  async wake(): Promise<void> {
    const isLazy = this.#config.restore.lazy;
    const ids = isLazy ? visiblePanes(this.workspace) : [...this.#panes.keys()];
    await Promise.all(ids.map((id) => this.#startIfFresh(id)));
  }

  async #startIfFresh(id: PaneId): Promise<void> {
    if (this.workspace.panes[id]?.outcome !== null) return;
    await this.paneOf(id)?.start('shown');
  }

  /** A command that the user has listed runs again by itself, once for each restore. */
  #rerunIfAllowed(id: PaneId): void {
    const restored = this.workspace.panes[id]?.restored;
    const { rerun, rerun_allow } = this.#config.restore;
    if (rerun !== 'allow-listed' || restored?.isTyped !== true || restored.wasRunning === null) return;
    if (mayRerun(restored.wasRunning, rerun_allow)) void this.#rerun(id, restored.wasRunning);
  }

  async #rerun(id: PaneId, command: string): Promise<void> {
    this.#journal.commit([{ kind: 'pane.restored-seen', pane: id }]);
    await this.paneOf(id)?.rerun(command);
  }

  // --- Commands --------------------------------------------------------------------------------------------------

  async execute(command: ParsedCommand): Promise<CommandOutcome> {
    if (this.#shutdown !== null) return refused('refused', 'Everpane is quitting');
    if (isProcessCommand(command)) return this.#actOnProcess(command);
    if (command.name === 'close' && !command.params.force) {
      const busy = await this.#whatRuns(command.params.target);
      if (busy !== null) return refused('busy', busy);
    }
    const context = this.#parts.planContext(this.#config);
    const plan = planCommand(this.workspace, context, command);
    if (plan.kind === 'refused') return plan;
    const transient = command.name === 'layout.ratios' && !command.params.done;
    const lsn = this.#journal.commit(plan.records, { transient });
    if (transient) return { kind: 'done', value: null, warning: null };
    await Promise.all(
      plan.records.map((record) =>
        record.kind === 'pane.created' || record.kind === 'pane.reopened'
          ? this.#startIfFresh(record.pane)
          : null,
      ),
    );
    return this.#settle(lsn, plan.value);
  }

  async #actOnProcess(command: ProcessCommand): Promise<CommandOutcome> {
    const { pane: id } = command.params;
    const pane = this.paneOf(id);
    if (pane === undefined) return notFound(id);
    switch (command.name) {
      case 'pane.respawn':
        if (pane.isLive) return refused('refused', `${id} is running; close it first`);
        await pane.start('respawn');
        break;
      case 'pane.clear':
        if (!pane.clear()) return refused('refused', `nothing runs in ${id}`);
        break;
      case 'pane.rerun': {
        const wasRunning = this.workspace.panes[id]?.restored?.wasRunning ?? null;
        if (wasRunning === null)
          return refused('refused', `nothing was running in ${id} that could be run again`);
        await this.#rerun(id, wasRunning);
        break;
      }
      default:
        return assertNever(command);
    }
    return this.#settle(this.#journal.log.status().lsn, null);
  }

  async #settle(lsn: number, value: CommandResult<ParsedCommand['name']>): Promise<CommandOutcome> {
    const { degraded } = await this.#journal.log.whenDurable(lsn);
    const { mode, reason } = this.persistence();
    const isWarned = degraded && mode !== 'disabled';
    return { kind: 'done', value, warning: isWarned ? `done, but not saved: ${reason ?? mode}` : null };
  }

  /** What runs in the panes that a close would end, in words; null if they are all at their prompts. */
  async #whatRuns(target: Parameters<typeof panesIn>[1]): Promise<string | null> {
    const ids = panesIn(this.workspace, target) ?? [];
    await Promise.all(ids.map((id) => this.paneOf(id)?.look()));
    const busy = ids.flatMap((id) => {
      const pane = this.workspace.panes[id];
      if (pane === undefined || this.paneOf(id)?.isLive !== true) return [];
      const own = pane.incarnation === 1 ? pane.program.command?.join(' ') : undefined;
      const running = pane.running ?? own;
      return running === undefined ? [] : [`${running} (${id})`];
    });
    const [first, ...more] = busy;
    if (first === undefined) return null;
    const rest = more.length === 0 ? '' : ` and ${more.length} more`;
    return `${first}${rest} is still running; close it with --force`;
  }

  // --- Panes -----------------------------------------------------------------------------------------------------

  #adopt(pane: Pane): HostPane {
    const { persistence } = this.#config;
    const isKept = !pane.private && persistence.scrollback_persistence;
    const log = isKept ? this.#journal.log : this.#parts.memoryLog;
    const hostPane = new HostPane(pane, log, this.#services);
    this.#panes.set(pane.id, hostPane);
    return hostPane;
  }

  #handleRecords(records: readonly WorkspaceRecord[]): void {
    for (const record of records) {
      if (record.kind === 'pane.created' || record.kind === 'pane.reopened') {
        const pane = this.workspace.panes[record.pane];
        if (pane !== undefined) this.#adopt(pane);
      } else if (record.kind === 'pane.closed') this.#release(record.pane);
      else if (record.kind === 'pane.forgotten') {
        this.#journal.log.dropStream(idNumber(record.pane));
        this.#parts.memoryLog.dropStream(idNumber(record.pane));
      }
    }
    for (const port of this.#clients.values()) port.post({ kind: 'records', records });
  }

  #release(id: PaneId): void {
    const pane = this.#panes.get(id);
    if (pane === undefined) return;
    this.#panes.delete(id);
    this.#closedPane.get(id)?.();
    this.#closedPane.delete(id);
    const ending = pane.end();
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }

  #closeExited(id: PaneId): void {
    if (this.#shutdown !== null) return;
    const plan = planClose(this.workspace, Date.now(), { target: id, force: true });
    if (plan.kind === 'planned') this.#journal.commit(plan.records);
  }

  /** Forgets what can no longer be reopened, and folds what keeps old journal files from being freed. */
  #keepUp(): void {
    const oldest = Date.now() - this.#config.persistence.undo_close_minutes * 60_000;
    const expired = this.workspace.closed.filter((entry) => entry.closedAt <= oldest);
    if (expired.length > 0) {
      this.#journal.commit(
        expired.map((entry) => ({ kind: 'pane.forgotten', pane: entry.pane.id }) as const),
      );
    }
    const { walBytes } = this.persistence();
    if (walBytes < (this.#config.persistence.max_wal_size_mb * 1024 * 1024) / 2) return;
    for (const status of this.#journal.log.streams()) {
      if (status.pinsOldestSegment) void this.paneOf(`p${status.stream}`)?.folding.fold();
    }
  }

  // --- Clients ---------------------------------------------------------------------------------------------------

  connect(port: ClientPort, osWindow: OsWindowId): void {
    const client = new Client(this, port);
    port.post({
      kind: 'welcome',
      protocol: protocolVersion,
      osWindow,
      workspace: this.workspace,
      config: this.#config,
      status: this.persistence(),
      recovery: this.recovery,
      home: this.#parts.home,
      version: this.#parts.version,
    });
    this.#clients.set(client, port);
    port.onClose(() => {
      this.#clients.delete(client);
      client.close();
    });
  }

  subscribe(listener: (records: readonly WorkspaceRecord[]) => void): () => void {
    return this.#journal.subscribe(listener);
  }

  subscribeNotices(listener: (notice: Notice) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  #notify(notice: Notice): void {
    for (const listener of this.#noticeListeners) listener(notice);
    for (const port of this.#clients.values()) port.post({ kind: 'notice', notice });
  }

  #sendStatus(): void {
    if (this.#clients.size === 0) return;
    const status = this.persistence();
    const text = JSON.stringify(status);
    if (text === this.#sentStatus) return;
    this.#sentStatus = text;
    for (const port of this.#clients.values()) port.post({ kind: 'status', status });
  }

  // --- Scripting -------------------------------------------------------------------------------------------------

  async send(id: PaneId, data: string): Promise<void> {
    const pane = this.#existing(id);
    await this.#startIfFresh(id);
    if (!pane.input(data)) {
      throw new CommandRefusedError(
        'refused',
        `nothing runs in ${id}; start it again with 'everpane respawn ${id}'`,
      );
    }
  }

  async capture(id: PaneId, options: CaptureOptions): Promise<Capture> {
    const pane = this.#existing(id);
    const text = await pane.text({
      extent: options.scrollback ? 'scrollback' : 'screen',
      ansi: options.ansi,
    });
    const { title = '', cwd = '' } = this.workspace.panes[id] ?? {};
    const { cols, rows, cursor, alt, lines } = text;
    return { pane: id, cols, rows, cursor, alt, lines: withoutBlankEnd(lines), title, cwd, decorations: [] };
  }

  async wait(
    id: PaneId,
    condition: WaitCondition,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<WaitOutcome> {
    const pane = this.#existing(id);
    const gone = new Promise<void>((resolve) => {
      const earlier = this.#closedPane.get(id);
      this.#closedPane.set(id, () => {
        earlier?.();
        resolve();
      });
    });
    return waitFor(pane, condition, { ...options, gone });
  }

  #existing(id: PaneId): HostPane {
    const pane = this.paneOf(id);
    if (pane === undefined) {
      throw new CommandRefusedError('not-found', `there is no ${id}; 'everpane ls' shows what there is`);
    }
    return pane;
  }

  async flush(): Promise<number> {
    await Promise.all([...this.#panes.values()].map((pane) => pane.look()));
    return this.#journal.log.flush();
  }

  async checkpoint(): Promise<void> {
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
  }

  /** The old workspace goes into the timeline, and a new one begins (`restore_on_startup = false`). */
  async startAfresh(): Promise<void> {
    const old = this.workspace.sessionOrder;
    if (old.length === 0) return;
    await this.#timeline.keep('start');
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
    for (const port of this.#clients.values()) port.post({ kind: 'config', config });
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#end();
    return this.#shutdown;
  }

  async #end(): Promise<void> {
    clearInterval(this.#statusTimer);
    clearInterval(this.#upkeepTimer);
    clearInterval(this.#pointTimer);
    // What runs now is what will be offered again, so look once more before it is ended.
    await Promise.all([...this.#panes.values()].map((pane) => pane.look()));
    await Promise.all([...this.#panes.values()].map((pane) => pane.end()));
    await Promise.all(this.#ending);
    for (const [client, port] of this.#clients) {
      client.close();
      port.close();
    }
    this.#clients.clear();
    await this.#parts.worker.close();
    await this.#journal.log.close({ checkpoint: this.#config.persistence.snapshot_on_shutdown });
    await this.#parts.memoryLog.close();
  }
}

/** The panes on screen: of every OS window, its session's active window's, or the zoomed one alone. */
function visiblePanes(workspace: Workspace): PaneId[] {
  return Object.values(workspace.osWindows).flatMap((osWindow) => {
    const session = osWindow.session === null ? undefined : workspace.sessions[osWindow.session];
    const window = session && workspace.windows[session.activeWindow];
    if (window === undefined) return [];
    return window.zoomedPane === null ? panesOf(window.layout) : [window.zoomedPane];
  });
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end--;
  return lines.slice(0, end);
}
