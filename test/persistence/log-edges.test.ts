// What a log does at the edges of its life: streams without a tail, checkpoints while it grows, points that cannot be kept, pieces
// that land on a boundary.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../../electron/persistence/errors.ts';
import { lastWriteAt } from '../../electron/persistence/last-write.ts';
import { openMemoryLog } from '../../electron/persistence/memory-log.ts';
import { processesIn } from '../../electron/persistence/process-table.ts';
import { repairDirectory } from '../../electron/persistence/repair-directory.ts';
import { SegmentTable } from '../../electron/persistence/segment-table.ts';
import { outlived } from '../../electron/persistence/thinning.ts';
import { writeFully } from '../../electron/persistence/whole-file.ts';
import { simError } from '../support/sim-fs.ts';
import { tempDir } from '../support/temp-dir.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { contentOf, mark, openForTest, output, state, unchanged } from './open-for-test.ts';

const HOUR_MS = 3_600_000;

describe('streams', () => {
  it('should be listed with no tail when all is in the snapshot, and not any more once dropped', async () => {
    const { log } = await openForTest(join(await tempDir(), 'state'));
    log.append([output(1, 1, 0, 'text'), output(2, 1, 0, 'other')], 'now');
    await log.putSnapshot(1, { incarnation: 1, offset: 4 }, Buffer.from('S'));
    // One that never printed anything, as what a restore brings back.
    await log.putSnapshot(3, { incarnation: 0, offset: 0 }, Buffer.from('brought back'));
    const listed = (): number[] => [...log.streams()].map(({ stream }) => stream);
    expect(listed()).toEqual([1, 2, 3]);
    expect([...log.streams()][0]).toMatchObject({
      tailBytes: 0,
      pinnedWalBytes: 0,
      pinsOldestSegment: false,
    });
    log.dropStream(2);
    expect(listed()).toEqual([1, 3]);
    expect(await contentOf(await log.readStream(3))).toEqual(['snapshot@0.0 brought back']);
  });

  it('should read nothing of a frame in memory that lies before the snapshot', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([output(1, 1, 0, 'text')], 'soon');
    await session.fold(1);
    session.add([output(1, 1, 4, '')], 'soon');
    expect(await session.textOf(1)).toBe('text');
  });
});

describe('a checkpoint', () => {
  it('should be replayed from the segment of its cut although others were begun meanwhile', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle(), { ...CRASH_CONFIG, segmentBytes: 300 });
    session.add([state('before')], 'now');
    await session.log.flush();
    let added = 0;
    fs.hooks.after = ({ path }) => {
      if (!path.includes('LOCK') || added === 8) return;
      added += 1;
      session.add([state(`meanwhile ${added} ${'.'.repeat(300)}`)], 'now');
    };
    const { lsn } = await session.log.checkpoint('interval');
    fs.hooks = {};
    expect(lsn).toBe(1);
    expect(session.log.status().segments).toBeGreaterThan(1);
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(session.machine.items);
    expect(next.report.checkpointLsn).toBe(1);
  });

  it('should be made although old restore points cannot be let go', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    for (const item of ['one', 'two', 'three']) {
      session.add([state(item)], 'now');
      await session.log.keepRestorePoint(new Map(), 'user');
      session.clock.jump(1000);
    }
    session.clock.jump(2 * HOUR_MS);
    fs.hooks.before = (op) => {
      if (op.kind === 'unlink' && op.path.includes('/restore-points/')) throw simError('EIO', op.path);
      return undefined;
    };
    await session.log.checkpoint('interval');
    fs.hooks = {};
    const kept = session.log.restorePoints().length;
    expect(kept).toBe(3);
    await session.log.checkpoint('interval');
    expect(session.log.restorePoints().length).toBeLessThan(kept);
  });
});

describe('a checkpoint that is due', () => {
  it('should be made at the next interval when it failed at the last', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle(), { ...CRASH_CONFIG, checkpointIntervalMs: 1000 });
    const wait = async (): Promise<void> => {
      session.clock.advance(1000);
      for (let turn = 0; turn < 30; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
    };
    session.add([state('one')], 'now');
    fs.hooks.before = (op) => {
      if (op.path.includes('/checkpoints/')) throw simError('EIO', op.path);
      return undefined;
    };
    await wait();
    expect(session.log.status()).toMatchObject({ mode: 'recording', checkpoint: null });
    fs.hooks = {};
    await wait();
    expect(session.log.status().checkpoint?.lsn).toBe(1);
  });
});

describe('a restore point', () => {
  it('should leave out what is dropped, and reject when it cannot be written', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([output(1, 1, 0, 'one'), output(2, 1, 0, 'two')], 'now');
    await session.fold(1);
    await session.fold(2);
    session.log.dropStream(2);
    const { id } = await session.log.keepRestorePoint(new Map(), 'user');
    expect(session.log.readRestorePoint(id)?.streams).toEqual([1]);
    fs.hooks.before = (op) => {
      if (op.kind === 'create' && op.path.includes('/restore-points/')) throw simError('EIO', op.path);
      return undefined;
    };
    await expect(session.log.keepRestorePoint(new Map(), 'user')).rejects.toThrow(CheckpointError);
    fs.hooks = {};
    expect(session.log.restorePoints().map((point) => point.id)).toEqual([id]);
  });

  it('should go whole when nothing may stay of it, and stay as it was when the disk fails at that', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([output(1, 1, 0, 'one')], 'now');
    const at = { incarnation: 1, offset: 3 };
    const { id } = await session.log.keepRestorePoint(
      new Map([[1, { position: at, data: Buffer.from('one') }]]),
      'user',
    );
    fs.hooks.before = (op) => {
      if (op.path.includes('/restore-points/')) throw simError('EIO', op.path);
      return undefined;
    };
    await expect(session.log.purge(new Set([1]), unchanged)).rejects.toThrow(CheckpointError);
    expect(session.log.restorePoints().map((point) => point.id)).toEqual([id]);
    expect(session.log.holds(new Set([1]))).toBe(true);
    fs.hooks = {};
    await session.log.purge(new Set([1]), () => null);
    expect(session.log.restorePoints()).toEqual([]);
    expect(await fs.list(`${STATE_DIR}/restore-points`)).toEqual([]);
    expect(session.log.holds(new Set([1]))).toBe(false);
  });

  it('should say that a snapshot in it cannot be read, and leave others alone when a stream is purged', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    const at = { incarnation: 1, offset: 3 };
    session.add([output(1, 1, 0, 'one'), output(2, 1, 0, 'two')], 'now');
    await session.log.keepRestorePoint(new Map([[1, { position: at, data: Buffer.from('one') }]]), 'user');
    await session.log.keepRestorePoint(new Map([[2, { position: at, data: Buffer.from('two') }]]), 'user');
    await session.log.purge(new Set([1]), unchanged);
    const [newer, older] = session.log.restorePoints();
    expect(session.log.readRestorePoint(older?.id ?? '')?.streams).toEqual([]);
    const content = session.log.readRestorePoint(newer?.id ?? '');
    expect(content?.streams).toEqual([2]);
    // A check and a repair look where a start does not.
    for (const name of await fs.list(`${STATE_DIR}/scrollback`))
      await fs.unlink(`${STATE_DIR}/scrollback/${name}`);
    expect(await content?.snapshot(2)).toBeNull();
    await session.log.close();
    const processes = { self: () => ({ pid: 1, startTime: '1', bootId: 'b' }), isAlive: () => false };
    const { losses } = await repairDirectory(STATE_DIR, { fs, processes, isDryRun: true });
    expect(losses).toEqual([]);
    for (const name of await fs.list(`${STATE_DIR}/quarantine`))
      await fs.unlink(`${STATE_DIR}/quarantine/${name}`);
    const again = await repairDirectory(STATE_DIR, { fs, processes, isDryRun: false });
    expect(again.losses).toMatchObject([{ kind: 'missing-file' }]);
  });

  it('should be kept for a stream whose snapshot the caller can make nothing of', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([output(1, 1, 0, 'text')], 'now');
    await session.fold(1);
    const [name = ''] = await fs.list(`${STATE_DIR}/scrollback`);
    session.log.setSnapshotAside(1, 'no screen');
    await session.log.checkpoint('interval');
    expect(await fs.list(`${STATE_DIR}/quarantine`)).toContain(name);
  });

  it('should go in a fixed order where two were made in the same millisecond', () => {
    const point = (id: number): { id: number; atMs: number; reason: 'interval' } => ({
      id,
      atMs: HOUR_MS,
      reason: 'interval',
    });
    expect(outlived([point(1), point(3), point(2)], HOUR_MS)).toEqual([2, 1]);
  });
});

describe('a memory log', () => {
  it('should keep what lies at and behind a snapshot, a mark as a whole', async () => {
    const log = openMemoryLog();
    log.append([output(1, 1, 0, 'begin'), mark(1, 1, 5, 'm'), output(1, 1, 6, 'end')], 'now');
    await log.putSnapshot(1, { incarnation: 1, offset: 5 }, Buffer.from('S'));
    log.setSnapshotAside(1, 'has no file');
    const content = await log.readStream(1);
    content.release();
    expect(await contentOf(content)).toEqual(['snapshot@1.5 S', 'mark@1.5 m', 'output@1.6 end']);
  });
});

describe('what the system says of a process', () => {
  it('should be a number alone where there is no process table', async () => {
    const dir = await tempDir();
    const nowhere = processesIn(join(dir, 'nothing'));
    expect(nowhere.self()).toEqual({ pid: process.pid, startTime: null, bootId: null });
    expect(nowhere.isAlive(nowhere.self())).toBe(true);
    expect(nowhere.isAlive({ pid: process.pid, startTime: '1', bootId: null })).toBe(true);
    expect(nowhere.isAlive({ pid: process.pid, startTime: '1', bootId: 'some' })).toBe(false);
    await mkdir(join(dir, 'proc', '42'), { recursive: true });
    await writeFile(join(dir, 'proc', '42', 'stat'), `42 (a (name)) Z ${'0 '.repeat(18)}77 0`);
    expect(processesIn(join(dir, 'proc')).isAlive({ pid: 42, startTime: '77', bootId: null })).toBe(false);
  });
});

describe('small parts', () => {
  it('should know of no segment that was never there, or is gone', () => {
    const table = new SegmentTable();
    const one = table.add({ epoch: 1, firstLsn: 1 }, 64);
    table.remove(one);
    table.remove(one);
    expect(table.byOrdinal(one.ordinal)).toBeNull();
    expect(table.byId(one)).toBeNull();
    expect(table.add({ epoch: 1, firstLsn: 2 }, 64).ordinal).toBe(one.ordinal + 1);
  });

  it('should go on behind a write that ended between two parts', async () => {
    const fs = freshDisk();
    const file = await fs.create('/home/file');
    fs.hooks.before = (op) => (op.kind === 'write' ? 3 : undefined);
    expect(await writeFully(file, [Buffer.from('abc'), Buffer.from('defg'), Buffer.from('h')], 0)).toBe(8);
    expect(fs.contents('/home/file').toString()).toBe('abcdefgh');
  });

  it('should take the newest time of the segments that can be looked at', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'wal'));
    await symlink(join(dir, 'nowhere'), join(dir, 'wal', 'dangling.wal'));
    expect(await lastWriteAt(dir)).toBeNull();
    await writeFile(join(dir, 'wal', 'one.wal'), '');
    expect(await lastWriteAt(dir)).not.toBeNull();
  });
});
