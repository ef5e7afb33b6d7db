// A Host without processes and without a disk: real plans over the real reducer, and panes that show what was sent to them.
// For tests of what serves a host; whoever tests what a pane does uses the real one.
import {
  isPathCommand,
  isProcessCommand,
  isTimelineCommand,
  planCommand,
} from '../../electron/host/plan/plan-command.ts';
import type {
  Capture,
  CaptureOptions,
  Host,
  SearchHit,
  WaitCondition,
  WaitOutcome,
} from '../../electron/host/types.ts';
import type { CommandError, CommandOutcome, ParsedCommand } from '../../shared/commands.ts';
import { defaultConfig } from '../../shared/config.ts';
import type { PaneId, SessionId } from '../../shared/ids.ts';
import type { KeyModes } from '../../shared/keys.ts';
import { emptyWorkspace, type Workspace } from '../../shared/model.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import { reduce } from '../../shared/reduce.ts';
import type { PersistenceStatus, RecoveryStatus, TimelineEntry } from '../../shared/status.ts';

class RefusedError extends Error {
  readonly code: CommandError['code'];
  constructor(code: CommandError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export class ReducerHost implements Host {
  workspace: Workspace = emptyWorkspace;
  readonly config = defaultConfig;
  readonly isSafeMode = false;
  readonly recovery: RecoveryStatus = {
    cause: 'first-run',
    at: new Date(0).toISOString(),
    durationMs: 0,
    checkpointLsn: null,
    replayedRecords: 0,
    replayedBytes: 0,
    sessions: 0,
    windows: 0,
    panes: 0,
    losses: [],
    quarantine: null,
    asOf: null,
  };
  /** Set to make every command answer with it. */
  warning: string | null = null;
  /** What the programs in the panes ask of the keyboard. */
  applicationCursor = false;
  /** `wait`s that have not ended. */
  waiting = 0;
  readonly #texts = new Map<PaneId, string>();
  readonly #listeners = new Set<(records: readonly WorkspaceRecord[]) => void>();
  readonly #looks = new Set<() => void>();
  #lsn = 0;

  persistence(): PersistenceStatus {
    return {
      mode: 'recording',
      reason: null,
      lastDegradedAt: null,
      lsn: this.#lsn,
      durableLsn: this.#lsn,
      walBytes: 0,
      segments: 1,
      checkpoint: null,
      checkpoints: 0,
      stateBytes: 0,
      lastDurableAt: null,
      restorePoints: 0,
      restorePointsDroppedForRoom: 0,
    };
  }

  timeline(): readonly TimelineEntry[] {
    return [];
  }

  async exportWorkspace(): Promise<readonly Uint8Array[]> {
    return [Buffer.from('one part, '), Buffer.from('another part')];
  }

  async importWorkspace(file: Uint8Array): Promise<readonly SessionId[]> {
    return [`s${file.length}`];
  }

  restore(id: string): Promise<void> {
    return Promise.reject(new Error(`there is no restore point ${id} here`));
  }

  async search(pattern: RegExp): Promise<readonly SearchHit[]> {
    return [...this.#texts].flatMap(([pane, text]) =>
      text.split('\n').flatMap((line, index) => {
        const { index: from, 0: found } = pattern.exec(line) ?? { index: 0, 0: '' };
        return found === ''
          ? []
          : [{ pane, line: index, text: line, matches: [[from, from + found.length]] }];
      }),
    ) as SearchHit[];
  }

  async execute(command: ParsedCommand): Promise<CommandOutcome> {
    if (
      isProcessCommand(command) ||
      isTimelineCommand(command) ||
      isPathCommand(command) ||
      command.name === 'pane.purge'
    ) {
      return {
        kind: 'refused',
        error: { code: 'refused', message: 'there are no processes, no past and no files here' },
      };
    }
    const plan = planCommand(this.workspace, context, command);
    if (plan.kind === 'refused') return plan;
    this.commit(plan.records);
    return { kind: 'done', value: plan.value, warning: this.warning };
  }

  commit(records: readonly WorkspaceRecord[]): void {
    this.workspace = records.reduce(reduce, this.workspace);
    this.#lsn += records.length;
    for (const listener of this.#listeners) listener(records);
    this.#look();
  }

  connect(): void {
    throw new Error('this host serves no renderers');
  }

  subscribe(listener: (records: readonly WorkspaceRecord[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  subscribeAttention(): () => void {
    return () => undefined;
  }

  subscribeNotices(): () => void {
    return () => undefined;
  }

  async send(pane: PaneId, data: string): Promise<void> {
    this.#require(pane);
    this.#texts.set(pane, `${this.textOf(pane)}${data}`);
    this.#look();
  }

  keyModes(pane: PaneId): KeyModes {
    this.#require(pane);
    return { applicationCursor: this.applicationCursor };
  }

  /** All that was sent to a pane. */
  textOf(pane: PaneId): string {
    return this.#texts.get(pane) ?? '';
  }

  async capture(pane: PaneId, _options: CaptureOptions): Promise<Capture> {
    this.#require(pane);
    const lines = this.textOf(pane).split('\r');
    const cursor = { x: 0, y: 0 };
    return { pane, cols: 80, rows: 24, cursor, alt: false, lines, title: '', cwd: '/', decorations: [] };
  }

  wait(
    pane: PaneId,
    condition: WaitCondition,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<WaitOutcome> {
    this.waiting += 1;
    return new Promise((resolve) => {
      const finish = (outcome: WaitOutcome): void => {
        clearTimeout(timer);
        this.#looks.delete(look);
        signal?.removeEventListener('abort', look);
        this.waiting -= 1;
        resolve(outcome);
      };
      const timer = setTimeout(() => finish({ kind: 'timeout' }), timeoutMs);
      const look = (): void => {
        if (signal?.aborted === true || this.workspace.panes[pane] === undefined) finish({ kind: 'gone' });
        else if (condition.kind === 'text' && condition.pattern.test(this.textOf(pane)))
          finish({ kind: 'met' });
      };
      this.#looks.add(look);
      signal?.addEventListener('abort', look);
      look();
    });
  }

  async flush(): Promise<number> {
    return this.#lsn;
  }

  checkpoint(): Promise<void> {
    return Promise.resolve();
  }

  configure(): void {
    throw new Error('this host has one configuration');
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  #require(pane: PaneId): void {
    if (this.workspace.panes[pane] === undefined) throw new RefusedError('not-found', `there is no ${pane}`);
  }

  #look(): void {
    for (const look of this.#looks) look();
  }
}

const context = {
  now: Date.UTC(2026, 0, 1),
  defaultCwd: '/',
  defaultProgram: { shell: '/bin/sh', args: [] },
  profileOf: () => null,
  defaultProfile: null,
  defaultSize: { cols: 80, rows: 24 },
};
