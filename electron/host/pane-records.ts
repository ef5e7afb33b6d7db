// What happens in a pane, told to the workspace: as records, with the unit of its stream that goes with them. Invariant: of a pane
// that is ending nothing is told any more, for the workspace may have another one under its id by then. Knows no process, no view.
import type { PaneId } from '../../shared/ids.ts';
import type { LivePane, Pane } from '../../shared/model.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import type { Log, LogRecord } from '../persistence/types.ts';
import type { PtyExit } from '../pty/types.ts';
import type { Journal } from './journal.ts';
import { hintRecords } from './pane-hints.ts';
import type { ProcessHints } from './pane-process.ts';

export interface PaneRecordsOptions {
  readonly id: PaneId;
  readonly journal: Journal;
  /** Where its stream goes: the journal's, or one in memory. */
  readonly log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
}

export class PaneRecords {
  readonly #options: PaneRecordsOptions;
  #isOver = false;

  constructor(options: PaneRecordsOptions) {
    this.#options = options;
  }

  /** As the workspace has it now. */
  get pane(): Pane | undefined {
    const { id, journal } = this.#options;
    return journal.workspace.panes[id];
  }

  get #live(): LivePane | undefined {
    const { id, journal } = this.#options;
    return journal.workspace.live[id];
  }

  /** Nothing is told from now on. */
  end(): void {
    this.#isOver = true;
  }

  /** Records and, with them, a unit of the stream; one batch where both go to the same log. */
  commit(records: readonly WorkspaceRecord[], unit?: LogRecord): void {
    if (this.#isOver) return;
    const { journal, log } = this.#options;
    const isJournaled = log === journal.log;
    journal.commit(records, unit !== undefined && isJournaled ? { stream: [unit] } : {});
    if (unit !== undefined && !isJournaled) log.append([unit], 'soon');
  }

  /** Its program could not be started. */
  tellFailure(reason: string): void {
    const { id, now } = this.#options;
    this.commit([{ kind: 'pane.failed', pane: id, reason, at: now() }]);
  }

  /** Its process ended by itself. A clean end leaves no outcome: the pane closes. */
  tellExit({ exitCode, signal }: PtyExit): void {
    const { id, now } = this.#options;
    const ended: WorkspaceRecord = { kind: 'live.ended', pane: id };
    const isClean = exitCode === 0 && signal === null;
    const exited: WorkspaceRecord = {
      kind: 'pane.exited',
      pane: id,
      exitCode,
      signal: signal ?? 0,
      at: now(),
    };
    this.commit(isClean ? [ended] : [exited, ended]);
  }

  /** What its process was seen to do, as far as it is news. */
  tellHints(hints: ProcessHints): void {
    const { pane } = this;
    const records = pane === undefined ? [] : hintRecords(pane, hints);
    if (records.length > 0) this.commit(records);
  }

  /** Its incarnation is worth keeping. */
  tellTouched(): void {
    const { pane } = this;
    if (pane === undefined || pane.touched || pane.incarnation === 0) return;
    this.commit([{ kind: 'pane.touched', pane: pane.id, incarnation: pane.incarnation }]);
  }

  /** It printed while nobody looked, and perhaps rang. */
  tellUnseen(rang: boolean): void {
    const live = this.#live;
    if (live === undefined || (live.activity && (live.bell || !rang))) return;
    this.#tellNoticed({ activity: true, bell: live.bell || rang });
  }

  /** Somebody looks at it. */
  tellSeen(): void {
    if (this.#live?.activity === true || this.#live?.bell === true) {
      this.#tellNoticed({ activity: false, bell: false });
    }
  }

  #tellNoticed(noticed: Pick<LivePane, 'activity' | 'bell'>): void {
    this.commit([{ kind: 'live.noticed', pane: this.#options.id, ...noticed }]);
  }
}
