// Things that happen in the one moment in which they could do harm: output that comes while the log answers a failure, a reader
// who asks while a file is being left, a sync that fails while a heal begins, a close while somebody is still writing. Nothing
// is lost, put out of order or forgotten by it, and nothing is written once the lock is free.
import { describe, expect, it } from 'vitest';
import type { LogFile } from '../../electron/persistence/file-system.ts';
import { SimFileSystem, type SimOp, simError } from '../support/sim-fs.ts';
import { crashImage, freeze, seeded } from '../support/sim-fs-crash.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { output, state } from './open-for-test.ts';
import { SlowToName, turns } from './slow-to-name.ts';

async function pass(session: Session, seconds = 20): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    session.clock.advance(1000);
    await turns();
  }
}

const inWal = ({ path }: SimOp): boolean => path.includes('/wal/');
const isSync = ({ kind }: SimOp): boolean => kind === 'datasync' || kind === 'commit';

/** Full but for the reserve that the log will give up. */
function fill(fs: SimFileSystem): void {
  fs.capacityBytes = fs.usedBytes();
}

describe('output that comes while the log answers a full disk', () => {
  it('should stay behind what was printed before', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    fill(fs);
    fs.hooks.after = ({ kind, path }) => {
      if (kind === 'unlink' && path === `${STATE_DIR}/reserve`)
        session.add([output(1, 1, 5, 'newer')], 'soon');
    };
    session.add([output(1, 1, 0, 'older')], 'now');
    await turns();
    fs.hooks = {};
    expect(session.log.status().mode).toBe('degraded');
    expect(await session.textOf(1)).toBe('oldernewer');
    fs.capacityBytes = Number.POSITIVE_INFINITY;
    await pass(session);
    expect(session.log.status().mode).toBe('recording');
    expect(await session.textOf(1)).toBe('oldernewer');
    await session.log.close();
    expect(await (await Session.open(fs, new Oracle())).textOf(1)).toBe('oldernewer');
  });
});

describe('a sync that fails while the log tries to get out of an outage', () => {
  it('should not be asked of the same file again', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    fill(fs);
    session.add([output(1, 1, 0, 'held back')], 'now');
    await turns();
    expect(session.log.status().mode).toBe('degraded');
    let failures = 0;
    fs.hooks.before = (op) => {
      if (!inWal(op) || !isSync(op) || failures > 0) return undefined;
      failures += 1;
      // The next try is due at this very moment.
      session.clock.advance(1000);
      throw simError('EIO', op.path);
    };
    session.add([state('in the room of the reserve')], 'now');
    await turns();
    expect(failures).toBe(1);
    const { lsn, durableLsn } = session.log.status();
    expect(durableLsn).toBeLessThan(lsn);
    fs.hooks = {};
    fs.capacityBytes = Number.POSITIVE_INFINITY;
    await pass(session);
    await session.log.checkpoint('user');
    session.add([state('after it')], 'now');
    await session.log.flush();
    const next = await Session.open(crashImage(freeze(fs.root), 'strict', seeded(1)), new Oracle());
    expect(next.machine.items).toEqual(session.machine.items);
    expect(next.report.losses).toEqual([]);
  });
});

describe('a reader who asks while a segment is left for another', () => {
  it('should get what was written to it and is not durable', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    let asked: Promise<string> | null = null;
    let failures = 0;
    fs.hooks.before = (op) => {
      if (inWal(op) && op.kind === 'close' && failures > 0) asked ??= session.textOf(1);
      if (!inWal(op) || !isSync(op) || failures > 0) return undefined;
      failures += 1;
      throw simError('EIO', op.path);
    };
    session.add([output(1, 1, 0, 'text')], 'now');
    await turns();
    expect(asked).not.toBeNull();
    expect(await asked).toBe('text');
  });
});

describe('a log that stands down', () => {
  it('should wait for a person, although it was about to try again', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    fill(fs);
    session.add([output(1, 1, 0, 'held back')], 'now');
    await turns();
    expect(session.log.status().mode).toBe('degraded');
    fs.capacityBytes = Number.POSITIVE_INFINITY;
    const home = fs.find('/home');
    if (home?.kind === 'dir') home.names.delete('state');
    await expect(session.log.checkpoint('interval')).rejects.toThrow('removed');
    await pass(session);
    expect(session.log.status().mode).toBe('read-only');
    expect(fs.find(STATE_DIR)).toBeNull();
  });

  it('should not go on behind records of another writer', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('one')], 'now');
    await session.log.flush();
    const other = await Session.open(fs, new Oracle());
    other.add([state('two')], 'now');
    await other.log.close({ checkpoint: true });
    await expect(session.log.checkpoint('interval')).rejects.toThrow('another process');
    // The other one is gone and its lock is free.
    await expect(session.log.checkpoint('user')).rejects.toThrow('another process');
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(['one', 'two']);
    expect(next.report.losses).toEqual([]);
  });

  it('should not do so either when it could not take the lock at its start', async () => {
    const fs = freshDisk();
    await (await Session.open(fs, new Oracle())).log.close();
    fs.hooks.before = (op) => {
      if (op.kind === 'create') throw simError('EROFS', op.path);
      return undefined;
    };
    const session = await Session.open(fs, new Oracle());
    expect(session.log.status().mode).toBe('read-only');
    fs.hooks = {};
    const other = await Session.open(fs, new Oracle());
    other.add([state('one')], 'now');
    await other.log.close();
    await expect(session.log.checkpoint('user')).rejects.toThrow('start Everpane again');
    await session.log.close();
    expect((await Session.open(fs, new Oracle())).machine.items).toEqual(['one']);
  });
});

describe('a close', () => {
  it.each([
    [
      'a snapshot is being put',
      'scrollback',
      (session: Session) => session.log.putSnapshot(1, { incarnation: 1, offset: 4 }, Buffer.from('text')),
    ],
    [
      'a restore point is being kept',
      'restore-points',
      (session: Session) => session.log.keepRestorePoint(new Map(), 'user'),
    ],
    [
      'a stream is being purged',
      'restore-points',
      (session: Session) => session.log.purge(new Set([1]), (bytes) => bytes),
    ],
  ])('should leave nothing that goes on writing when %s', async (_, slowIn, work) => {
    const fs = new SlowToName(slowIn);
    const session = await Session.open(fs, new Oracle());
    session.add([state('one'), output(1, 1, 0, 'text')], 'now');
    await session.log.flush();
    await session.log.keepRestorePoint(
      new Map([[1, { position: { incarnation: 1, offset: 4 }, data: Buffer.from('text') }]]),
      'user',
    );
    const done = work(session).then(
      () => undefined,
      () => undefined,
    );
    await session.log.close();
    const { operations } = fs;
    await done;
    await turns();
    expect(fs.operations).toBe(operations);
  });

  it('should write what was held back when there is room again, and not leave that to the next try', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    fs.hooks.before = (op) => {
      if (inWal(op) && ['create', 'write', 'datasync'].includes(op.kind)) throw simError('EROFS', op.path);
      return undefined;
    };
    session.add([state('one'), output(1, 1, 0, 'text')], 'now');
    await turns();
    expect(session.log.status().mode).toBe('degraded');
    fs.hooks = {};
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(['one']);
    expect(await next.textOf(1)).toBe('text');
  });
});

describe('a stream that is forgotten while its fold is written', () => {
  it('should not come back with it', async () => {
    const fs = new SlowToName('scrollback');
    const session = await Session.open(fs, new Oracle(), CRASH_CONFIG);
    session.add([state('one'), output(1, 1, 0, 'text')], 'now');
    await session.log.flush();
    const put = session.log.putSnapshot(1, { incarnation: 1, offset: 4 }, Buffer.from('text'));
    await turns(3);
    session.log.dropStream(1);
    await session.log.checkpoint('interval');
    await put;
    expect([...session.log.streams()]).toEqual([]);
  });
});

/** Takes its time to make a file durable. */
class SlowToSync extends SimFileSystem {
  override async createLogFile(path: string): Promise<LogFile> {
    const file = await super.createLogFile(path);
    const datasync = async (): Promise<void> => {
      await turns(10);
      await file.datasync();
    };
    return { ...file, datasync };
  }
}

describe('a sync that fails after a write behind it has', () => {
  it('should not be asked of the same file again', async () => {
    const fs = new SlowToSync(freshDisk().root);
    const session = await Session.open(fs, new Oracle());
    session.add([state('one')], 'soon');
    await turns(3);
    const flushed = session.log.flush();
    let hasFailed = false;
    fs.hooks.before = (op) => {
      if (hasFailed || !inWal(op) || !['write', 'datasync'].includes(op.kind)) return undefined;
      hasFailed = op.kind === 'datasync';
      throw simError('ENOSPC', op.path);
    };
    session.add([state('two')], 'now');
    await flushed;
    await turns(60);
    expect(hasFailed).toBe(true);
    // What counts as durable then is there after a power cut.
    const { durableLsn } = session.log.status();
    const next = await Session.open(crashImage(freeze(fs.root), 'strict', seeded(1)), new Oracle());
    expect(next.machine.items.length).toBeGreaterThanOrEqual(durableLsn);
    await pass(session);
    await turns(60);
    expect(session.log.status().mode).toBe('recording');
    expect(session.machine.items).toEqual(['one', 'two']);
  });
});

describe('a snapshot that a checkpoint lists which is being written', () => {
  it('should be there although a fold and a restore point come in between', async () => {
    const fs = new SlowToName('checkpoints');
    const session = await Session.open(fs, new Oracle());
    session.add([output(1, 1, 0, 'text')], 'now');
    await session.log.putSnapshot(1, { incarnation: 1, offset: 2 }, Buffer.from('te'));
    const written = session.log.checkpoint('interval');
    await turns(10);
    await session.log.putSnapshot(1, { incarnation: 1, offset: 4 }, Buffer.from('text'));
    await session.log.keepRestorePoint(new Map(), 'user');
    await written;
    const next = await Session.open(crashImage(freeze(fs.root), 'killed', seeded(1)), new Oracle());
    expect(await next.textOf(1)).toBe('text');
    expect(next.report.losses).toEqual([]);
  });
});
