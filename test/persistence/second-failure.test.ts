// The disk fails again while the log answers a failure, or while it ends: it stops or goes on, says why, never hangs, and what was
// confirmed is there at the next start.
import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../../electron/persistence/errors.ts';
import { FrameBuilder } from '../../electron/persistence/frame-builder.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import { OUTAGE_BYTES, OutageStore } from '../../electron/persistence/outage-store.ts';
import { withoutOutput } from '../../electron/persistence/output-voiding.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type SimFileSystem, type SimOp, simError } from '../support/sim-fs.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { ListMachine } from './list-machine.ts';
import { mark, output, state } from './open-for-test.ts';

async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

async function pass(session: Session, seconds = 20): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    session.clock.advance(1000);
    await turns();
  }
}

/** Operations that fit fail from now on. */
function failing(fs: SimFileSystem, code: string, fits: (op: SimOp) => boolean): void {
  fs.hooks.before = (op) => {
    if (fits(op)) throw simError(code, op.path);
    return undefined;
  };
}

const inWal = ({ path }: SimOp): boolean => path.includes('/wal/');

async function expectAll(fs: SimFileSystem, session: Session): Promise<void> {
  await session.log.close();
  const next = await Session.open(fs, new Oracle());
  expect(next.machine.items).toEqual(session.machine.items);
  expect(next.report.losses).toEqual([]);
}

describe('a full disk', () => {
  it('should block the log when there is no reserve to give up, until there is room', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    await fs.unlink(`${STATE_DIR}/reserve`);
    fs.capacityBytes = fs.usedBytes();
    session.add([state('held in memory')], 'now');
    await turns();
    expect(session.log.status()).toMatchObject({ mode: 'degraded', reason: 'the disk is full' });
    expect(session.log.backlogBytes()).toBe(0);
    await pass(session);
    expect(session.log.status().mode).toBe('degraded');
    fs.capacityBytes = Number.POSITIVE_INFINITY;
    await pass(session);
    expect(session.log.status().mode).toBe('recording');
    await expectAll(fs, session);
  });

  it('should block the log when the segment for the reserve cannot be made either', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('x'.repeat(4000))], 'now');
    await session.log.flush();
    // The next write begins another segment, and there is room for none.
    failing(fs, 'ENOSPC', (op) => inWal(op) && op.kind === 'create');
    session.add([state('y'), output(1, 1, 0, 'text')], 'now');
    await turns();
    expect(session.log.status().mode).toBe('degraded');
    fs.hooks = {};
    await pass(session);
    expect(session.log.status().mode).toBe('recording');
    expect(await session.textOf(1)).toBe('text');
    await expectAll(fs, session);
  });

  it('should stop the log when the disk breaks in the room of the reserve', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    let writes = 0;
    fs.hooks.before = (op) => {
      if (!inWal(op) || op.kind !== 'write') return undefined;
      writes += 1;
      // No space with room behind the frames, nor without; then in the reserve's.
      throw simError(writes <= 2 ? 'ENOSPC' : 'EIO', op.path);
    };
    session.add([state('one'), output(1, 1, 0, 'text')], 'now');
    await turns();
    expect(writes).toBe(3);
    expect(session.log.status()).toMatchObject({ mode: 'read-only', reason: expect.stringContaining('EIO') });
    fs.hooks = {};
    await session.log.checkpoint('user');
    await expectAll(fs, session);
  });
});

describe('a second failure while the first is answered', () => {
  it.each([
    ['EIO', 'read-only'],
    ['EACCES', 'degraded'],
  ])('should be %s: %s', async (code, mode) => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    fs.hooks.before = (op) => {
      if (inWal(op) && op.kind === 'datasync') throw simError('EIO', op.path);
      if (inWal(op) && op.kind === 'create') throw simError(code, op.path);
      return undefined;
    };
    session.add([state('one')], 'now');
    await turns();
    expect(session.log.status()).toMatchObject({ mode, reason: expect.stringContaining(code) });
    // Asked for a checkpoint, the log tries once more, in vain.
    await expect(session.log.checkpoint('user')).rejects.toThrow(CheckpointError);
    expect(session.log.status().mode).toBe(mode);
    fs.hooks = {};
    await session.log.checkpoint('user');
    await expectAll(fs, session);
  });

  it('should be the rotation, when the segment before cannot be synced', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('x'.repeat(4000))], 'soon');
    await turns();
    let syncs = 0;
    failing(fs, 'EIO', (op) => inWal(op) && op.kind === 'datasync' && ++syncs === 1);
    session.add([state('y')], 'soon');
    await turns();
    await session.log.flush();
    fs.hooks = {};
    await pass(session);
    expect(syncs).toBeGreaterThan(0);
    expect(session.log.status().mode).toBe('recording');
    await expectAll(fs, session);
  });

  it('should take with it the marker that waited to be written', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('one')], 'now');
    await session.log.flush();
    failing(fs, 'EIO', (op) => inWal(op) && op.kind === 'write');
    // The marker behind the burst is the only thing to write.
    session.clock.advance(60);
    await turns();
    expect(session.log.status().mode).not.toBe('recording');
    fs.hooks = {};
    await session.log.checkpoint('user');
    await expectAll(fs, session);
  });
});

describe('a failure that leaves nothing to be written again', () => {
  it('should be over when the disk is back, although nobody prints anything', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('one')], 'now');
    await session.log.flush();
    failing(fs, 'EIO', (op) => {
      if (!inWal(op) || op.kind !== 'write') return false;
      fs.hooks = {};
      return true;
    });
    // The marker behind the burst is the only thing to write.
    session.clock.advance(60);
    await turns();
    expect(session.log.status()).toMatchObject({ mode: 'recording', reason: null });
    await session.log.close();
    expect((await Session.open(fs, new Oracle())).report).toMatchObject({ cause: 'clean', losses: [] });
  });
});

describe('somebody who asks for a checkpoint while the disk fails', () => {
  it('should find it healed by whoever asked at the same time', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    failing(fs, 'EROFS', (op) => inWal(op) && ['create', 'write', 'datasync'].includes(op.kind));
    session.add([state('held in memory')], 'now');
    await turns();
    expect(session.log.status().mode).not.toBe('recording');
    expect(session.log.backlogBytes()).toBe(0);
    fs.hooks = {};
    const both = await Promise.all([session.log.checkpoint('user'), session.log.checkpoint('user')]);
    for (const { lsn } of both) expect(lsn).toBe(session.log.status().lsn);
    expect(session.log.status().mode).toBe('recording');
    await expectAll(fs, session);
  });

  it('should wait for the proof that the disk is back, not for another segment', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    let failed = false;
    let asked: Promise<unknown> | null = null;
    fs.hooks.before = (op) => {
      if (!inWal(op)) return undefined;
      if (!failed && ['write', 'datasync'].includes(op.kind)) {
        failed = true;
        throw simError('EIO', op.path);
      }
      // It writes again, and nothing of it is durable yet.
      if (failed && op.kind === 'write' && session.log.status().mode === 'degraded') {
        asked ??= session.log.checkpoint('user');
      }
      return undefined;
    };
    session.add([state('written twice')], 'now');
    await turns(60);
    expect(asked).not.toBeNull();
    await asked;
    fs.hooks = {};
    expect(session.log.status().mode).toBe('recording');
    await expectAll(fs, session);
  });

  it('should slow its producers down by what waits, as long as waiting helps', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    expect(session.log.backlogBytes()).toBe(0);
    session.add([output(1, 1, 0, 'x'.repeat(1000))], 'soon');
    expect(session.log.backlogBytes()).toBeGreaterThan(1000);
    await session.log.flush();
    expect(session.log.backlogBytes()).toBe(0);
    await expectAll(fs, session);
  });
});

describe('a log that ends while the disk fails', () => {
  it('should end although it is being healed', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    failing(fs, 'EROFS', (op) => inWal(op) && op.kind !== 'stat');
    session.add([state('one')], 'now');
    await turns();
    expect(session.log.status().mode).toBe('degraded');
    session.clock.advance(1000);
    const closed = session.log.close();
    session.clock.advance(10_000);
    await closed;
    expect(session.clock.timers).toBe(0);
    await session.log.close();
    expect(await session.log.whenDurable(99)).toEqual({ degraded: true });
  });

  it('should end in good order when it has just moved to another segment', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    let syncs = 0;
    failing(fs, 'EIO', (op) => inWal(op) && op.kind === 'datasync' && ++syncs === 1);
    session.add([state('one')], 'now');
    await session.log.close();
    fs.hooks = {};
    expect(syncs).toBeGreaterThan(1);
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(['one']);
    expect(next.report.losses).toEqual([]);
  });

  it('should end without its last checkpoint where that cannot be written, under way or not', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('one')], 'now');
    await session.log.flush();
    failing(fs, 'EIO', (op) => op.path.includes('/checkpoints/'));
    const underWay = session.log.checkpoint('interval').catch((error: unknown) => error);
    await session.log.close({ checkpoint: true });
    expect(await underWay).toBeInstanceOf(CheckpointError);
    fs.hooks = {};
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(['one']);
    failing(fs, 'EIO', (op) => op.path.includes('/checkpoints/'));
    await next.log.close({ checkpoint: true });
    fs.hooks = {};
    expect((await Session.open(fs, new Oracle())).report).toMatchObject({
      cause: 'clean',
      checkpointLsn: null,
    });
  });

  it('should not be healed when it was opened for reading only', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('one')], 'now');
    await session.log.close();
    const options = { dir: STATE_DIR, config: CRASH_CONFIG, fs, clock: new ManualClock() };
    const { log } = await openLog({ ...options, machine: new ListMachine(), mode: 'read-only' });
    await expect(log.checkpoint('user')).rejects.toThrow('opened for reading only');
    expect(log.status().mode).toBe('read-only');
    await log.close();
  });
});

describe('more than memory holds', () => {
  it('should be let go only while nothing is being written', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    failing(fs, 'EROFS', (op) => inWal(op) && op.kind !== 'stat');
    session.add([state('first')], 'now');
    await turns();
    expect(session.log.status().mode).toBe('degraded');
    const large = 'x'.repeat(8 * 1024 * 1024);
    let isMore = true;
    fs.hooks.after = ({ kind }) => {
      // In the middle of an attempt to heal.
      if (kind !== 'mkdir' || !isMore) return;
      isMore = false;
      for (let count = 0; count < 5; count += 1) session.add([state(`${count} ${large}`)], 'now');
    };
    await pass(session, 2);
    fs.hooks.after = () => undefined;
    for (let count = 5; count < 11; count += 1) session.add([state(`${count} ${large}`)], 'now');
    fs.hooks = {};
    await pass(session);
    expect(session.log.status().mode).toBe('recording');
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items.map((item) => item.slice(0, 5))).toEqual(
      session.machine.items.map((item) => item.slice(0, 5)),
    );
  });
});

describe('output that is taken out of a frame for a full disk', () => {
  it('should leave structure in place and hand everything else over, a declared loss too', () => {
    const builder = new FrameBuilder();
    builder.begin(10);
    builder.addState(Buffer.from('kept'));
    builder.addStream('output', 1, 1, 0, Buffer.from('text'));
    builder.addStream('mark', 1, 1, 4, Buffer.from('m'));
    const until = Buffer.alloc(12);
    until.writeUInt32LE(2, 0);
    until.writeUInt32LE(7, 4);
    builder.addStream('lost', 2, 1, 3, until);
    builder.addVoid();
    const store = new OutageStore();
    const frame = withoutOutput(builder.take(), store);
    expect(frame).toMatchObject({ firstLsn: 10, records: 5 });
    expect(frame.streams.size).toBe(0);
    expect(withoutOutput(frame, store)).toBe(frame);
    expect(store.entriesOf(1)).toMatchObject([{ kind: 'output' }, { kind: 'mark' }]);
    expect(store.entriesOf(2)).toEqual([
      { kind: 'lost', position: { incarnation: 1, offset: 3 }, until: { incarnation: 2, offset: 7 } },
    ]);
  });

  it('should extend a loss that is known already', () => {
    const store = new OutageStore();
    store.add({ kind: 'output', stream: 1, incarnation: 1, offset: 0, data: Buffer.alloc(OUTAGE_BYTES) });
    const until = { incarnation: 3, offset: 1 };
    store.addLost({ stream: 1, from: { incarnation: 2, offset: 0 }, until });
    expect(store.entriesOf(1)).toEqual([{ kind: 'lost', position: { incarnation: 1, offset: 0 }, until }]);
  });

  it('should be read back while the outage lasts, with what is lost of it', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([output(1, 1, 0, 'before'), mark(1, 1, 6, 'm')], 'now');
    await session.log.flush();
    failing(
      fs,
      'EROFS',
      (op) => inWal(op) && op.kind !== 'stat' && !['read', 'open', 'close'].includes(op.kind),
    );
    session.add([state('x')], 'now');
    await turns();
    const chunk = Buffer.alloc(OUTAGE_BYTES / 2, 'y');
    for (let count = 0; count < 3; count += 1) {
      session.add([output(1, 1, 7 + count * chunk.length, chunk)], 'soon');
    }
    const text = await session.textOf(1);
    expect(text.slice(0, 10)).toBe('before<m>y');
    expect(text.endsWith('y?')).toBe(true);
    expect(text.length).toBe('before<m>'.length + chunk.length + 1);
    fs.hooks = {};
    await session.log.checkpoint('user');
    expect(await session.textOf(1)).toBe(text);
    await session.log.close();
    expect(await (await Session.open(fs, new Oracle())).textOf(1)).toBe(text);
  });
});
