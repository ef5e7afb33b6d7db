// The workspace and its log as one thing: a commit appends the durable records of a batch, applies all of it and tells
// every replica, in one synchronous step. There is no other way to change the workspace.
import { emptyWorkspace, type Workspace } from '../../shared/model.ts';
import { type DurableRecord, isEphemeral, isHint, type WorkspaceRecord } from '../../shared/records.ts';
import { reduce } from '../../shared/reduce.ts';
import type { Log, LogRecord, Lsn, StateMachine } from '../persistence/types.ts';
import { decodeRecord, decodeWorkspace, encodeRecord, encodeWorkspace } from './codec.ts';
import { redactRecord, redactWorkspace } from './privacy.ts';

/** The state machine that the log recovers and checkpoints: `reduce` over decoded records. */
export class WorkspaceMachine implements StateMachine {
  workspace: Workspace = emptyWorkspace;
  readonly #homeDir: string;

  /** `homeDir`: what a checkpoint says of the directory of a private pane. */
  constructor(homeDir: string) {
    this.#homeDir = homeDir;
  }

  restore(saved: Uint8Array | null): void {
    this.workspace = saved === null ? emptyWorkspace : decodeWorkspace(saved);
  }

  apply(bytes: Uint8Array): void {
    this.workspace = reduce(this.workspace, decodeRecord(bytes));
  }

  save(): Uint8Array {
    return encodeWorkspace(redactWorkspace(this.workspace, this.#homeDir));
  }

  redact(record: DurableRecord): DurableRecord | null {
    return redactRecord(this.workspace, record, this.#homeDir);
  }
}

export type RecordsListener = (records: readonly WorkspaceRecord[]) => void;

export class Journal {
  readonly log: Log;
  readonly #machine: WorkspaceMachine;
  readonly #listeners = new Set<RecordsListener>();

  constructor(log: Log, machine: WorkspaceMachine) {
    this.log = log;
    this.#machine = machine;
  }

  get workspace(): Workspace {
    return this.#machine.workspace;
  }

  /**
   * One atomic batch: `records` and, with them, units of a stream. Returns the LSN to wait for. With `transient` nothing
   * is journaled (a drag under way): the replicas follow and the next durable record of the kind settles it.
   */
  commit(
    records: readonly WorkspaceRecord[],
    { stream = [], transient = false }: { stream?: readonly LogRecord[]; transient?: boolean } = {},
  ): Lsn {
    const before = this.#machine.workspace;
    const entries: LogRecord[] = [];
    let isUrgent = false;
    let next = before;
    for (const record of records) {
      if (!transient && !isEphemeral(record)) {
        const written = this.#machine.redact(record);
        if (written !== null) entries.push({ kind: 'state', data: encodeRecord(written) });
        isUrgent ||= written !== null && !isHint(record);
      }
      next = reduce(next, record);
    }
    entries.push(...stream);
    const lsn =
      entries.length === 0 ? this.log.status().lsn : this.log.append(entries, isUrgent ? 'now' : 'soon');
    this.#machine.workspace = next;
    if (records.length > 0) for (const listener of this.#listeners) listener(records);
    return lsn;
  }

  subscribe(listener: RecordsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
