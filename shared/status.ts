// What `everpane status --json`, the status line and the recovery banner show (the shapes are a promise to scripts).

export interface PersistenceStatus {
  readonly mode: 'recording' | 'degraded' | 'read-only' | 'disabled';
  readonly reason: string | null;
  readonly lastDegradedAt: string | null;
  readonly lsn: number;
  readonly durableLsn: number;
  readonly walBytes: number;
  readonly segments: number;
  readonly checkpoint: {
    readonly id: string;
    readonly lsn: number;
    readonly at: string;
    readonly bytes: number;
    readonly durationMs: number;
  } | null;
  readonly checkpoints: number;
  readonly stateBytes: number;
  /** When the newest durable byte became durable (ISO 8601). */
  readonly lastDurableAt: string | null;
  readonly restorePoints: number;
  /** Since the start: the oldest ones, which `max_state_mb` had no room for any more. */
  readonly restorePointsDroppedForRoom: number;
}

/** How many restore points there are, and that some had to go before their time. */
export function restorePointWords({ restorePoints, restorePointsDroppedForRoom }: PersistenceStatus): string {
  const gone = restorePointsDroppedForRoom;
  return gone === 0
    ? `${restorePoints}`
    : `${restorePoints}; the ${gone === 1 ? 'oldest' : `oldest ${gone}`} had to make room`;
}

export interface LossStatus {
  readonly kind:
    | 'torn-tail'
    | 'corrupt-segment'
    | 'corrupt-checkpoint'
    | 'corrupt-snapshot'
    | 'missing-file'
    | 'other';
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  readonly detail: string;
}

export interface RecoveryStatus {
  readonly cause: 'first-run' | 'clean' | 'crash';
  readonly at: string;
  readonly durationMs: number;
  readonly checkpointLsn: number | null;
  readonly replayedRecords: number;
  readonly replayedBytes: number;
  readonly sessions: number;
  readonly windows: number;
  readonly panes: number;
  readonly losses: readonly LossStatus[];
  /** Where damaged files are kept; null when none was found. */
  readonly quarantine: string | null;
  /** What was saved until then is back, but for losses (ISO 8601); null on a first run, and where nothing tells. */
  readonly asOf: string | null;
}

/** A restore point, as `everpane timeline --json` prints it. */
export interface TimelineEntry {
  readonly id: string;
  readonly at: string;
  readonly lsn: number;
  readonly sessions: number;
  readonly windows: number;
  readonly panes: number;
  readonly bytes: number;
  readonly reason: string;
}

export interface AppStatus {
  readonly pid: number;
  readonly version: string;
  readonly electron: string;
  readonly home: string;
  readonly uptimeMs: number;
  /** Windows of the workspace (tabs). */
  readonly windows: number;
  readonly persistence: PersistenceStatus;
  readonly recovery: RecoveryStatus;
  /** After a run of crashes at the start: shells wait until they are asked for. */
  readonly safeMode: boolean;
  readonly host: { readonly eventLoopP99Ms: number; readonly rssBytes: number };
}
