// The JSON that scripts rely on, as schemas: every promised field has to be there with its type. Fields may come in addition;
// none may go, and none may change its type.
import * as v from 'valibot';

const iso = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const sessionId = v.pipe(v.string(), v.regex(/^s[1-9]\d*$/));
const windowId = v.pipe(v.string(), v.regex(/^w[1-9]\d*$/));
const paneId = v.pipe(v.string(), v.regex(/^p[1-9]\d*$/));

type Layout = string | { dir: 'row' | 'column'; ratios: number[]; children: Layout[] };

const split = v.pipe(
  v.object({
    dir: v.picklist(['row', 'column']),
    ratios: v.array(v.pipe(v.number(), v.gtValue(0), v.ltValue(1))),
    children: v.pipe(v.array(v.lazy((): v.GenericSchema<Layout> => layout)), v.minLength(2)),
  }),
  v.check(({ ratios, children }) => ratios.length === children.length, 'one ratio for each child'),
  v.check(
    ({ ratios }) => Math.abs(ratios.reduce((sum, ratio) => sum + ratio, 0) - 1) < 1e-9,
    'ratios that make 1',
  ),
);
const layout: v.GenericSchema<Layout> = v.union([paneId, split]);

const pane = v.object({
  id: paneId,
  title: v.string(),
  cwd: v.pipe(v.string(), v.startsWith('/')),
  shell: v.pipe(v.string(), v.startsWith('/')),
  pid: v.nullable(count),
  cols: v.pipe(count, v.minValue(1)),
  rows: v.pipe(count, v.minValue(1)),
  state: v.picklist(['running', 'exited', 'failed', 'dormant']),
  exitCode: v.nullable(v.pipe(v.number(), v.integer())),
  private: v.boolean(),
  command: v.nullable(v.string()),
  restoredAt: v.nullable(iso),
});

const window = v.object({
  id: windowId,
  name: v.string(),
  activePane: paneId,
  zoomedPane: v.nullable(paneId),
  layout,
  panes: v.pipe(v.array(pane), v.minLength(1)),
});

export const treeShape = v.object({
  activeSession: v.nullable(sessionId),
  sessions: v.array(
    v.object({
      id: sessionId,
      name: v.string(),
      createdAt: iso,
      activeWindow: windowId,
      windows: v.pipe(v.array(window), v.minLength(1)),
    }),
  ),
});

const lossKinds = [
  'torn-tail',
  'corrupt-segment',
  'corrupt-checkpoint',
  'corrupt-snapshot',
  'missing-file',
  'other',
] as const;

export const statusShape = v.object({
  pid: count,
  version: v.string(),
  electron: v.string(),
  home: v.pipe(v.string(), v.startsWith('/')),
  uptimeMs: amount,
  windows: count,
  persistence: v.object({
    mode: v.picklist(['recording', 'degraded', 'read-only', 'disabled']),
    reason: v.nullable(v.string()),
    lastDegradedAt: v.nullable(iso),
    lsn: count,
    durableLsn: count,
    walBytes: count,
    segments: count,
    checkpoint: v.nullable(
      v.object({ id: v.string(), lsn: count, at: iso, bytes: count, durationMs: amount }),
    ),
    checkpoints: count,
    stateBytes: count,
  }),
  recovery: v.object({
    cause: v.picklist(['first-run', 'clean', 'crash']),
    at: iso,
    durationMs: amount,
    checkpointLsn: v.nullable(count),
    replayedRecords: count,
    replayedBytes: count,
    sessions: count,
    windows: count,
    panes: count,
    losses: v.array(
      v.object({
        kind: v.picklist(lossKinds),
        file: v.string(),
        offset: count,
        bytes: count,
        detail: v.string(),
      }),
    ),
  }),
  host: v.object({ eventLoopP99Ms: amount, rssBytes: count }),
});

export const captureShape = v.object({
  pane: paneId,
  cols: count,
  rows: count,
  cursor: v.object({ x: count, y: count }),
  alt: v.boolean(),
  lines: v.array(v.string()),
  title: v.string(),
  cwd: v.string(),
  decorations: v.array(v.object({ line: count, kind: v.string(), text: v.string() })),
});

export const timelineShape = v.array(
  v.object({
    id: v.string(),
    at: iso,
    lsn: count,
    sessions: count,
    windows: count,
    panes: count,
    bytes: count,
    reason: v.string(),
  }),
);

export const searchShape = v.array(
  v.object({
    pane: paneId,
    line: count,
    text: v.string(),
    matches: v.pipe(v.array(v.tuple([count, count])), v.minLength(1)),
  }),
);

const fileState = v.picklist(['ok', 'torn', 'damaged']);

export const inspectShape = v.object({
  segments: v.array(
    v.object({
      file: v.string(),
      epoch: count,
      firstLsn: count,
      lastLsn: count,
      bytes: count,
      frames: count,
      state: fileState,
    }),
  ),
  checkpoints: v.array(
    v.object({ file: v.string(), id: v.string(), lsn: count, at: iso, bytes: count, state: fileState }),
  ),
  snapshots: v.array(v.object({ file: v.string(), pane: paneId, bytes: count, state: fileState })),
});

/** The sections that are promised by name, and the variables. */
export const configShape = v.object({
  persistence: v.object({
    enabled: v.boolean(),
    directory: v.string(),
    checkpoint_interval_secs: count,
    wal_flush_interval_ms: count,
    max_wal_size_mb: count,
    scrollback_persistence: v.boolean(),
    scrollback_max_lines: count,
    snapshot_on_shutdown: v.boolean(),
    restore_on_startup: v.boolean(),
    keep_checkpoints: count,
    max_state_mb: count,
    undo_close_minutes: amount,
  }),
  restore: v.object({
    lazy: v.boolean(),
    rerun: v.picklist(['never', 'ask', 'allow-listed']),
    rerun_allow: v.array(v.string()),
    relaunch_after_crash: v.boolean(),
  }),
  env: v.record(v.string(), v.string()),
});

export const findingsShape = v.pipe(
  v.array(
    v.object({
      check: v.string(),
      state: v.picklist(['ok', 'warning', 'wrong']),
      found: v.string(),
      mend: v.nullable(v.string()),
    }),
  ),
  v.minLength(1),
);
