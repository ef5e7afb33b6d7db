// What has to be done now and then: forgetting what can no longer be reopened, folding panes whose tails keep old journal
// files from being freed or would make the next start longer, keeping restore points.
import type { Config } from '../../shared/config.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { Journal } from './journal.ts';
import type { HostPane } from './pane.ts';
import type { Timeline } from './timeline.ts';

export interface UpkeepParts {
  readonly journal: Journal;
  readonly timeline: Timeline;
  config(): Config;
  paneOf(id: PaneId): HostPane | undefined;
}

const everyMs = 30_000;
/** A pane that has printed nothing for so long is at rest. */
const restMs = 10_000;
const restorePointEveryMs = 5 * 60_000;

export interface Upkeep {
  /** What is due now, without waiting for the next time. */
  tend(): void;
  stop(): void;
}

export function startUpkeep(parts: UpkeepParts): Upkeep {
  let isFolding = false;
  const isAtRest = (pane: HostPane) => performance.now() - (pane.lastOutputAt ?? -Infinity) > restMs;
  const fold = async (): Promise<void> => {
    if (isFolding) return;
    isFolding = true;
    await foldWhatPins(parts);
    await foldWhatPays(parts, isAtRest);
    isFolding = false;
  };
  const tend = (): void => {
    forgetClosed(parts, Date.now());
    void fold();
  };
  const upkeep = setInterval(tend, everyMs);
  const points = setInterval(() => {
    // What stops it (a full disk) is in the journal's status already; the next one may fare better.
    parts.timeline.keepIfChanged().catch(() => undefined);
  }, restorePointEveryMs);
  const stop = (): void => {
    clearInterval(upkeep);
    clearInterval(points);
  };
  return { tend, stop };
}

function forgetClosed({ journal, config }: UpkeepParts, now: number): void {
  const oldest = now - config().persistence.undo_close_minutes * 60_000;
  const expired = journal.workspace.closed.filter((entry) => entry.closedAt <= oldest);
  if (expired.length === 0) return;
  journal.commit(expired.map(({ pane }) => ({ kind: 'pane.forgotten', pane: pane.id }) as const));
}

/**
 * Folds the panes whose tails keep journal files from being freed, one after the other: together they would fill the loop with
 * their reading. Resolves when they are folded.
 */
export async function foldWhatPins({
  journal,
  config,
  paneOf,
}: Omit<UpkeepParts, 'timeline'>): Promise<void> {
  const isLarge = journal.log.status().walBytes >= (config().persistence.max_wal_size_mb * 1024 * 1024) / 2;
  const pinning = [...journal.log.streams()].filter(
    ({ pinsForgotten, pinsOldestSegment }) => pinsForgotten || (isLarge && pinsOldestSegment),
  );
  for (const { stream } of pinning) await paneOf(`p${stream}`)?.folding.fold();
}

/**
 * Folds the journaled panes that `isChosen`, as far as it pays. One after the other, so that a view which is opened meanwhile
 * waits for one of them at most. Never rejects.
 */
export async function foldWhatPays(
  { journal, paneOf }: Pick<UpkeepParts, 'journal' | 'paneOf'>,
  isChosen: (pane: HostPane) => boolean,
): Promise<void> {
  const journaled = Object.values(journal.workspace.panes).filter((pane) => !pane.private);
  for (const { id } of journaled) {
    const pane = paneOf(id);
    if (pane !== undefined && isChosen(pane)) await pane.folding.foldIfItPays();
  }
}
