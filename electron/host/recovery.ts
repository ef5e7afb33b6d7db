// The first commits of every start: what came back is made whole and marked as restored; where nothing came back, the
// first session is made. Start-up is recovery: there is no other path.
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { OsWindow } from '../../shared/model.ts';
import type { DurableRecord } from '../../shared/records.ts';
import { repairsFor } from '../../shared/repairs.ts';
import type { LossStatus, RecoveryStatus } from '../../shared/status.ts';
import { WAL_DIR } from '../persistence/layout.ts';
import type { Loss, RecoveryReport } from '../persistence/types.ts';
import type { Journal } from './journal.ts';
import { planSessionCreate } from './plan/create.ts';
import type { PlanContext } from './plan/plan.ts';

/** Losses that show only when a file is read, after the report: damage that keeps a file's length. */
export class LateLosses {
  readonly #losses: LossStatus[] = [];
  #listener: () => void = () => undefined;

  get all(): readonly LossStatus[] {
    return this.#losses;
  }

  add(loss: LossStatus): void {
    this.#losses.push(loss);
    this.#listener();
  }

  listen(listener: () => void): void {
    this.#listener = listener;
  }
}

/** Commits what the recovered workspace needs and says what came back. `lastWriteAt`: to the journal, ms since 1970. */
export function settleRecovery(
  journal: Journal,
  report: RecoveryReport,
  { context, lastWriteAt }: { context: PlanContext; lastWriteAt: number | null },
): RecoveryStatus {
  const asOf = wholeUntil(report.losses, lastWriteAt, journal.log.status().checkpoint?.at ?? null);
  const repairs = repairsFor(journal.workspace, context.now);
  if (repairs.length > 0) journal.commit(repairs);
  dropStrayStreams(journal);
  const isFirstRun = report.cause === 'first-run';
  if (!isFirstRun) {
    const cause = report.cause === 'clean' ? 'clean' : 'crash';
    journal.commit([{ kind: 'workspace.recovered', at: context.now, cause }]);
  }
  const osWindows = Object.values(journal.workspace.osWindows) as OsWindow[];
  // The quick terminal starts hidden: alone it would be an app without a window.
  if (osWindows.every(({ mode }) => mode === 'quick')) {
    const osWindow = `o${journal.workspace.next.osWindow}` as const;
    journal.commit([{ kind: 'os-window.opened', osWindow, session: journal.workspace.activeSession }]);
  }
  const { sessions, windows, panes } = journal.workspace;
  const counts = {
    sessions: Object.keys(sessions).length,
    windows: Object.keys(windows).length,
    panes: Object.keys(panes).length,
  };
  if (isFirstRun) journal.commit(firstSession(journal, context));
  return {
    cause: report.cause,
    at: report.at,
    durationMs: report.durationMs,
    checkpointLsn: report.checkpointLsn,
    replayedRecords: report.replayedRecords,
    replayedBytes: report.replayedBytes,
    ...counts,
    losses: [...report.losses, ...(repairs.length === 0 ? [] : [repairLoss(repairs)])],
    quarantine: null,
    asOf: isFirstRun ? null : asOf,
  };
}

/**
 * Until when everything is back (ISO 8601). Where the journal could not be replayed to its end, the checkpoint under it is the
 * last moment that is known: what follows it carries no time.
 */
function wholeUntil(
  losses: readonly Loss[],
  lastWriteAt: number | null,
  checkpointAt: string | null,
): string | null {
  const isCutShort = losses.some(({ kind, file }) => kind !== 'torn-tail' && file.startsWith(WAL_DIR));
  if (isCutShort) return checkpointAt;
  return lastWriteAt === null ? null : new Date(lastWriteAt).toISOString();
}

/** Forgets streams that no pane has: contents that were stored for panes whose creation did not survive. */
function dropStrayStreams({ log, workspace }: Journal): void {
  const panes = [
    ...(Object.keys(workspace.panes) as PaneId[]),
    ...workspace.closed.map(({ pane }) => pane.id),
  ];
  const known = new Set(panes.map(idNumber));
  for (const { stream } of [...log.streams()]) if (!known.has(stream)) log.dropStream(stream);
}

function firstSession(journal: Journal, context: PlanContext): readonly DurableRecord[] {
  const plan = planSessionCreate(journal.workspace, context, { name: 'main' });
  return plan.kind === 'planned' ? plan.records : [];
}

function repairLoss(repairs: readonly DurableRecord[]): LossStatus {
  return {
    kind: 'other',
    file: '',
    offset: 0,
    bytes: 0,
    detail: `the saved workspace contradicted itself and was mended in ${repairs.length} places`,
  };
}
