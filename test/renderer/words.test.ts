import { describe, expect, it } from 'vitest';
import { isValidQuery, resultWords } from '../../renderer/panes/find-words.ts';
import { closeQuestion, quitQuestion } from '../../renderer/text/close-question.ts';
import { agoWords, journalWords, recoveryWords } from '../../renderer/text/journal-words.ts';
import { outcomeLine, panePlace, paneTitle, windowTitle } from '../../renderer/text/pane-words.ts';
import type { Pane, Window, Workspace } from '../../shared/model.ts';
import { reduce } from '../../shared/reduce.ts';
import { restoredWords } from '../../shared/restored-words.ts';
import { type PersistenceStatus, type RecoveryStatus, restorePointWords } from '../../shared/status.ts';
import { byteSize, clockTime, clockTimeSeconds, counted } from '../../shared/times.ts';
import { firstRun, run } from '../support/workspaces.ts';

const at = new Date(2026, 4, 3, 10, 32, 7).getTime();

describe('times and sizes', () => {
  it('should give the time alone on the same day, with the date on another', () => {
    expect(clockTime(at, at + 3_600_000)).toBe('10:32');
    expect(clockTimeSeconds(at, at)).toBe('10:32:07');
    expect(clockTime(at, at + 3 * 86_400_000)).toBe('3 May 10:32');
  });

  it('should give sizes in three figures at most', () => {
    expect([0, 812, 4_240, 42_400, 1_500_000, 2e12].map(byteSize)).toEqual([
      '0 bytes',
      '812 bytes',
      '4.2 KB',
      '42 KB',
      '1.5 MB',
      '2.0 TB',
    ]);
  });

  it('should count', () => {
    expect([counted(1, 'pane'), counted(2, 'pane')]).toEqual(['1 pane', '2 panes']);
  });
});

describe('panes in words', () => {
  const workspace = firstRun();
  const pane = workspace.panes.p1 as Pane;

  it('should say where a pane is, no word twice, and nothing of one that is gone', () => {
    const named = reduce(workspace, { kind: 'window.renamed', window: 'w1', name: 'builds' });
    const titled = reduce(named, { kind: 'pane.title', pane: 'p1', title: 'make' });
    const session = workspace.sessions.s1?.name ?? '';
    expect(panePlace(titled, 'p1')).toBe(`${session} › builds › make`);
    expect(panePlace(reduce(workspace, { kind: 'pane.title', pane: 'p1', title: 'make' }), 'p1')).toBe(
      `${session} › make`,
    );
    expect(panePlace(workspace, 'p9')).toBeNull();
  });
  const window = workspace.windows.w1 as Window;

  it('should title a pane by what it says, else by what it runs, else by its shell', () => {
    expect(paneTitle({ ...pane, title: 'vim notes', running: 'vim' })).toBe('vim notes');
    expect(paneTitle({ ...pane, running: 'npm run dev' })).toBe('npm run dev');
    expect(paneTitle(pane)).toBe('bash');
  });

  it('should title a tab by its name, else by its pane, else by where its shell waits', () => {
    expect(windowTitle(workspace, { ...window, name: 'logs' })).toBe('logs');
    expect(windowTitle(workspace, window)).toBe('ada');
    const busy: Workspace = reduce(workspace, { kind: 'pane.running', pane: 'p1', command: 'htop' });
    expect(windowTitle(busy, window)).toBe('htop');
  });

  it('should say how a program ended', () => {
    expect(outcomeLine({ kind: 'exited', exitCode: 1, signal: 0, at }, at)).toBe('exited 1 at 10:32');
    expect(outcomeLine({ kind: 'exited', exitCode: 0, signal: 9, at }, at)).toBe(
      'killed by signal 9 at 10:32',
    );
    expect(outcomeLine({ kind: 'failed', reason: 'no such file', at }, at)).toBe(
      'failed to start at 10:32: no such file',
    );
  });

  it('should say what was restored, and what ran', () => {
    expect(restoredWords({ at, cause: 'clean', wasRunning: null, isTyped: false }, at)).toBe(
      'restored 10:32',
    );
    expect(restoredWords({ at, cause: 'crash', wasRunning: 'npm run dev', isTyped: true }, at)).toBe(
      'restored 10:32, after a crash; was running npm run dev',
    );
  });

  it('should name what would be ended by closing, and fall back on what the host said', () => {
    let busy = run(workspace, 'pane.split', { pane: 'p1', direction: 'right' });
    for (const pane of ['p1', 'p2'] as const) busy = reduce(busy, { kind: 'live.started', pane, pid: 7 });
    expect(closeQuestion(busy, 'p1', 'busy')).toBe('busy');
    busy = reduce(busy, { kind: 'pane.running', pane: 'p2', command: 'make' });
    expect(closeQuestion(busy, 'w1', 'busy')).toBe('make is still running and will be ended.');
    busy = reduce(busy, { kind: 'pane.running', pane: 'p1', command: 'top' });
    expect(closeQuestion(busy, 's1', 'busy')).toBe('top, make are still running and will be ended.');
    expect(closeQuestion(busy, 'p1', 'busy')).toBe('top is still running and will be ended.');
  });
});

describe('quitting in words', () => {
  it('should name a few, shortened, and say that the rest comes back', () => {
    expect(quitQuestion(['make'])).toBe(
      'make is still running and will be ended. Everything else comes back when you start Everpane again.',
    );
    expect(quitQuestion(['a', 'b', 'c', 'd', 'e'])).toMatch(/^a, b, c and 2 more are still running/);
    expect(quitQuestion([`start ${'x'.repeat(200)} end`])).toMatch(/^start x+…x+ end is still running/);
  });
});

describe('moments in words', () => {
  it('should count tenths, seconds, minutes, hours and days', () => {
    expect([0, 2240, 9999, 59_000, 61_000, 7_200_000, 3 * 86_400_000].map(agoWords)).toEqual([
      '0.1 s ago',
      '2.2 s ago',
      '10.0 s ago',
      '59 s ago',
      '1 min ago',
      '2 h ago',
      '3 days ago',
    ]);
  });
});

describe('the journal in words', () => {
  const recording: PersistenceStatus = {
    mode: 'recording',
    reason: null,
    lastDegradedAt: null,
    lsn: 10,
    durableLsn: 10,
    walBytes: 0,
    segments: 1,
    checkpoint: null,
    checkpoints: 0,
    stateBytes: 0,
    lastDurableAt: new Date(at).toISOString(),
    restorePoints: 3,
    restorePointsDroppedForRoom: 0,
  };

  it('should say when restore points had to make room', () => {
    expect(restorePointWords(recording)).toBe('3');
    expect(restorePointWords({ ...recording, restorePointsDroppedForRoom: 1 })).toBe(
      '3; the oldest had to make room',
    );
    expect(restorePointWords({ ...recording, restorePointsDroppedForRoom: 5 })).toBe(
      '3; the oldest 5 had to make room',
    );
  });

  it('should say saved while it keeps up, and saving only when it is really behind', () => {
    expect(journalWords(recording, at).words).toBe('saved');
    const behind = { ...recording, lsn: 11 };
    expect(journalWords(behind, at + 100).words).toBe('saved');
    expect(journalWords(behind, at + 5000)).toEqual({ tone: 'busy', words: 'saving' });
  });

  it('should say why it does not save', () => {
    expect(journalWords({ ...recording, mode: 'degraded', reason: 'disk full' }, at)).toEqual({
      tone: 'bad',
      words: 'not saving: disk full',
    });
    expect(journalWords({ ...recording, mode: 'disabled' }, at).tone).toBe('off');
    expect(journalWords({ ...recording, mode: 'read-only', reason: 'the disk is gone' }, at)).toEqual({
      tone: 'bad',
      words: 'not saving until a restart: the disk is gone',
    });
    expect(journalWords({ ...recording, mode: 'read-only' }, at).words).toContain('the disk failed twice');
  });
});

describe('the recovery in words', () => {
  const crash: RecoveryStatus = {
    cause: 'crash',
    at: new Date(at).toISOString(),
    durationMs: 80,
    checkpointLsn: 4,
    replayedRecords: 12,
    replayedBytes: 4000,
    sessions: 3,
    windows: 5,
    panes: 12,
    losses: [],
    quarantine: null,
    asOf: new Date(at - 9000).toISOString(),
  };
  const loss = { file: 'wal/1', offset: 0, bytes: 10, detail: 'checksum' };

  it('should say that everything is back, and from when', () => {
    expect(recoveryWords(crash, at, false)).toEqual({
      tone: 'good',
      words: 'Everything is back: 3 sessions, 12 panes, as of 10:31:58.',
    });
  });

  it('should count what was lost, the write that was under way left out', () => {
    expect(recoveryWords({ ...crash, losses: [{ kind: 'torn-tail', ...loss }] }, at, false)?.tone).toBe(
      'good',
    );
    expect(recoveryWords({ ...crash, losses: [{ kind: 'corrupt-segment', ...loss }] }, at, false)).toEqual({
      tone: 'warn',
      words: 'Back: 3 sessions, 12 panes, as of 10:31:58. 1 thing could not be restored.',
    });
  });

  it('should not say that anything is back where it was put aside', () => {
    expect(recoveryWords(crash, at, true)).toEqual({
      tone: 'good',
      words: 'Started empty, as it is set. Kept as a restore point: 3 sessions, 12 panes, as of 10:31:58.',
    });
    const damaged = { ...crash, losses: [{ kind: 'corrupt-segment' as const, ...loss }] };
    expect(recoveryWords(damaged, at, true)?.tone).toBe('warn');
  });

  it('should keep quiet where there was nothing to bring back', () => {
    expect(recoveryWords({ ...crash, cause: 'first-run', sessions: 0, panes: 0 }, at, false)).toBeNull();
    expect(recoveryWords({ ...crash, cause: 'clean', sessions: 0, panes: 0 }, at, false)).toBeNull();
  });
});

describe('the find bar in words', () => {
  it('should judge a pattern only where it is one', () => {
    const plain = { text: '(', caseSensitive: false, wholeWord: false, regex: false };
    expect(isValidQuery(plain)).toBe(true);
    expect(isValidQuery({ ...plain, regex: true })).toBe(false);
    expect(isValidQuery({ ...plain, text: '(a|b)+', regex: true })).toBe(true);
  });

  it('should say where it stands, what is missing and what is wrong', () => {
    expect(resultWords('', true, { index: -1, count: 0 })).toBe('');
    expect(resultWords('x', true, { index: 2, count: 9 })).toBe('3 of 9');
    expect(resultWords('x', true, { index: -1, count: 1000 })).toBe('1000+');
    expect(resultWords('x', true, { index: -1, count: 0 })).toBe('no match');
    expect(resultWords('(', false, { index: -1, count: 0 })).toBe('not a pattern');
  });
});
