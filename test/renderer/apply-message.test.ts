import { beforeEach, describe, expect, it } from 'vitest';
import { openFind, openOverlay, startRenaming } from '../../renderer/app/ui-state.ts';
import { type AppState, initialState } from '../../renderer/store/app-state.ts';
import { applyMessage } from '../../renderer/store/apply-message.ts';
import { defaultConfig } from '../../shared/config.ts';
import type { PersistenceStatus, RecoveryStatus } from '../../shared/status.ts';
import { firstRun, recordsOf } from '../support/workspaces.ts';

const status: PersistenceStatus = {
  mode: 'recording',
  reason: null,
  lastDegradedAt: null,
  lsn: 1,
  durableLsn: 1,
  walBytes: 0,
  segments: 1,
  checkpoint: null,
  checkpoints: 0,
  stateBytes: 0,
  lastDurableAt: null,
  restorePoints: 0,
  restorePointsDroppedForRoom: 0,
};
const recovery: RecoveryStatus = {
  cause: 'first-run',
  at: '2026-01-02T10:32:00.000Z',
  durationMs: 1,
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

describe('following the host', () => {
  let state: AppState;
  beforeEach(() => {
    state = applyMessage(
      { ...initialState, connection: 'reconnecting' },
      {
        kind: 'welcome',
        protocol: 1,
        osWindow: 'o1',
        workspace: firstRun(),
        config: defaultConfig,
        status,
        recovery,
        isSafeMode: false,
        userHome: '/home/ada',
        home: '/home/ada/.everpane',
        version: '0.1.0',
      },
      1000,
    );
  });

  it('should know everything after the welcome', () => {
    expect(state.connection).toBe('connected');
    expect(state.osWindow).toBe('o1');
    expect(state.workspace.panes.p1).toBeDefined();
    expect(state.statusAt).toBe(1000);
  });

  it('should apply a batch with the host’s own reducer and leave alone what it does not touch', () => {
    const records = recordsOf(state.workspace, 'rename', { target: 's1', name: 'work' });
    const next = applyMessage(state, { kind: 'records', records }, 0);
    expect(next.workspace.sessions.s1?.name).toBe('work');
    expect(next.workspace.panes).toBe(state.workspace.panes);
    expect(next.ui).toBe(state.ui);
    expect(next.config).toBe(state.config);
  });

  it('should be the same state after records that change nothing', () => {
    const next = applyMessage(
      state,
      { kind: 'records', records: [{ kind: 'pane.title', pane: 'p99', title: 'late' }] },
      0,
    );
    expect(next).toBe(state);
  });

  it('should let go of a find bar, a rename and a question about what was closed', () => {
    const split = recordsOf(state.workspace, 'pane.split', { pane: 'p1', direction: 'right' });
    state = applyMessage(state, { kind: 'records', records: split }, 0);
    state = openFind('p2')(state);
    state = startRenaming('s1')(state);
    state = openOverlay({ kind: 'confirm-close', target: 'p2', message: 'vim is running' })(state);
    const close = recordsOf(state.workspace, 'close', { target: 'p2', force: true });
    const { ui } = applyMessage(state, { kind: 'records', records: close }, 0);
    expect(ui.find).toBeNull();
    expect(ui.overlay).toEqual({ kind: 'none' });
    expect(ui.renaming).toBe('s1');
  });

  it('should say once that nothing is saved any more, and again if it has been mended in between', () => {
    const readOnly = { ...status, mode: 'read-only', reason: 'the disk is gone' } as const;
    const hear = (next: PersistenceStatus) => {
      state = applyMessage(state, { kind: 'status', status: next }, 0);
    };
    const said = () => state.ui.notices.map(({ level, text }) => `${level}: ${text}`);
    hear({ ...status, mode: 'degraded', reason: 'the disk is full' });
    expect(said()).toEqual([]);
    hear(readOnly);
    expect(said()).toEqual([expect.stringMatching(/^error: Nothing is saved any more: the disk is gone\./)]);
    state = { ...state, ui: { ...state.ui, notices: [] } };
    hear({ ...readOnly, lsn: 2 });
    expect(said()).toEqual([]);
    hear(status);
    hear(readOnly);
    expect(said()).toHaveLength(1);
  });

  it('should say the same thing once, and keep the newest few', () => {
    const say = (text: string) => {
      state = applyMessage(state, { kind: 'notice', notice: { level: 'warn', pane: null, text } }, 0);
    };
    for (const text of ['a', 'a', 'b', 'c', 'd', 'e']) say(text);
    expect(state.ui.notices.map(({ text }) => text)).toEqual(['b', 'c', 'd', 'e']);
    expect(new Set(state.ui.notices.map(({ key }) => key)).size).toBe(4);
  });
});
