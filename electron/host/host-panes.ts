// The panes of the workspace at work: one for every pane that a record makes, ended by the record that closes it, its stream
// dropped by the one that forgets it. Invariant: none is started any more once the host ends. Knows no commands and no clients.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { Pane } from '../../shared/model.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import type { Log } from '../persistence/types.ts';
import type { Journal } from './journal.ts';
import { HostPane, type PaneServices } from './pane.ts';

export interface HostPanesParts {
  readonly journal: Journal;
  /** Streams that must not reach the disk. */
  readonly memoryLog: Log;
  readonly services: PaneServices;
  /** Whether what panes print is journaled at all. */
  keepsScrollback(): boolean;
}

export class HostPanes {
  readonly #parts: HostPanesParts;
  readonly #panes = new Map<PaneId, HostPane>();
  /** Of panes that were closed, until their processes are gone. */
  readonly #ending = new Set<Promise<void>>();
  /** Of panes that came from a file or a restore point, as long as it is being stored. */
  readonly #contents = new Map<PaneId, Promise<unknown>>();
  #isStopped = false;

  constructor(parts: HostPanesParts) {
    this.#parts = parts;
    for (const pane of Object.values(parts.journal.workspace.panes) as Pane[]) this.#adopt(pane);
  }

  of(id: string): HostPane | undefined {
    return this.#panes.get(id as PaneId);
  }

  get all(): readonly HostPane[] {
    return [...this.#panes.values()];
  }

  /** Follows the workspace, which has them applied. */
  handleRecords(records: readonly WorkspaceRecord[]): void {
    for (const record of records) {
      if (record.kind === 'pane.created' || record.kind === 'pane.reopened') {
        const pane = this.#parts.journal.workspace.panes[record.pane];
        if (pane !== undefined) this.#adopt(pane);
      } else if (record.kind === 'pane.closed') this.#release(record.pane);
      else if (record.kind === 'pane.forgotten') this.#forget(record.pane);
    }
  }

  /** The pane's content is being stored: whoever asks for it waits for that, also where it is reopened meanwhile. */
  awaitContent(id: PaneId, stored: Promise<unknown>): void {
    const done = (): void => {
      this.#contents.delete(id);
    };
    this.#contents.set(id, stored);
    stored.then(done, done);
    this.of(id)?.reading.awaitContent(stored);
  }

  /** Starts a pane unless it runs or its process has ended. */
  async startIfFresh(id: PaneId): Promise<void> {
    // What comes in while the host ends, of an import that was under way, waits for the next start.
    if (this.#isStopped) return;
    if (this.#parts.journal.workspace.panes[id]?.outcome !== null) return;
    await this.of(id)?.start('shown');
  }

  /** To fork takes a process of this size 10 ms; others have their turn in between. */
  async startEach(): Promise<void> {
    for (const { id } of this.all) {
      await nextTurn();
      if (this.#isStopped) return;
      await this.startIfFresh(id);
    }
  }

  /** Brings directories and foreground commands up to date. */
  async look(): Promise<void> {
    await Promise.all(this.all.map((pane) => pane.look()));
  }

  /** Resolves when the processes of panes that were closed are gone. */
  async closedEnded(): Promise<void> {
    await Promise.all(this.#ending);
  }

  /** None is started from now on. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Ends every process. */
  async end(): Promise<void> {
    await Promise.all(this.all.map((pane) => pane.end()));
    await this.closedEnded();
  }

  #adopt(pane: Pane): void {
    const { journal, memoryLog, services, keepsScrollback } = this.#parts;
    const log = !pane.private && keepsScrollback() ? journal.log : memoryLog;
    const made = new HostPane(pane, log, services);
    this.#panes.set(pane.id, made);
    const content = this.#contents.get(pane.id);
    if (content !== undefined) made.reading.awaitContent(content);
  }

  #release(id: PaneId): void {
    const pane = this.#panes.get(id);
    if (pane === undefined) return;
    this.#panes.delete(id);
    const ending = pane.end();
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }

  #forget(id: PaneId): void {
    const { journal, memoryLog } = this.#parts;
    const drop = (): void => {
      journal.log.dropStream(idNumber(id));
      memoryLog.dropStream(idNumber(id));
    };
    drop();
    // A fold of it that was under way when it was closed makes its stream anew.
    if (this.#ending.size > 0) void this.closedEnded().then(drop);
  }
}
