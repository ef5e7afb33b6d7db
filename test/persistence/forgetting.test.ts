// Forgetting: what a dropped stream printed is gone from every file with the next checkpoint, whoever else's output lies beside it,
// and nobody else loses a unit by it, whenever the power goes.
import { describe, expect, it } from 'vitest';
import type { LogConfig } from '../../electron/persistence/types.ts';
import { type SimFileSystem, type SimNode, simError } from '../support/sim-fs.ts';
import { crashPoints, freshDisk, imageOf } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session } from './crash-workload.ts';
import { mark, output, state, unchanged } from './open-for-test.ts';

const SECRET = 'hunter2-the-secret';
const CONFIG: LogConfig = { ...CRASH_CONFIG, keepCheckpoints: 3, segmentBytes: 1_000_000 };

/** Paths of the files that hold the secret. */
function holders(fs: SimFileSystem): string[] {
  const found: string[] = [];
  const look = (node: SimNode, path: string): void => {
    if (node.kind === 'file') {
      if (fs.contents(path).includes(SECRET)) found.push(path);
    } else for (const [name, child] of node.names) look(child, `${path}/${name}`);
  };
  look(fs.root, '');
  return found;
}

/** Streams 1, 2 and 3 print beside one another, 2 the secret; 3 is folded half-way. Some checkpoints, the last one listing all. */
async function printed(fs: SimFileSystem, config = CONFIG): Promise<Session> {
  const session = await Session.open(fs, new Oracle(), config);
  for (let step = 0; step < 4; step += 1) {
    session.add([state(`item ${step}`), output(1, 1, step * 11, `one ${step}......`.slice(0, 10))], 'now');
    session.add([mark(1, 1, step * 11 + 10, 'm'), output(2, 1, step * 20, `${SECRET}..`)], 'now');
    session.add([output(3, 1, step * 10, 'three.....')], 'now');
    await session.log.flush();
    if (step === 1) {
      await session.log.putSnapshot(2, { incarnation: 1, offset: 20 }, Buffer.from(SECRET));
      await session.fold(3);
    }
    await session.log.checkpoint('interval');
  }
  return session;
}

const ONE = 'one 0.....<m>one 1.....<m>one 2.....<m>one 3.....<m>';
const THREE = 'three.....'.repeat(4);

async function expectOthersWhole(session: Session, context = ''): Promise<void> {
  expect(await session.textOf(1), context).toBe(ONE);
  expect(await session.textOf(3), context).toBe(THREE);
}

describe('a stream that is dropped', () => {
  it('should be in no file any more after the next checkpoint, and the others be whole', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    expect(holders(fs).length).toBeGreaterThan(1);
    session.log.dropStream(2);
    await session.log.checkpoint('interval');
    expect(holders(fs)).toEqual([]);
    await expectOthersWhole(session);
    expect(session.log.status().checkpoints).toBe(3);
    session.add([output(1, 1, 44, 'more')], 'now');
    await session.log.close();
    const next = await Session.open(fs, new Oracle(), CONFIG);
    expect(next.report.losses).toEqual([]);
    expect(await next.textOf(1)).toBe(`${ONE}more`);
    expect(await next.textOf(3)).toBe(THREE);
  });

  it('should be gone as well when its last output had not been written yet', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    session.add([output(2, 1, 80, SECRET), output(1, 1, 44, 'x')], 'soon');
    session.log.dropStream(2);
    await session.log.checkpoint('interval');
    expect(holders(fs)).toEqual([]);
    expect(await session.textOf(1)).toBe(`${ONE}x`);
  });

  it('should be gone from restore points too when it is purged', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    await session.log.keepRestorePoint(
      new Map([[2, { position: { incarnation: 1, offset: 80 }, data: Buffer.from(SECRET) }]]),
      'user',
    );
    session.log.dropStream(2);
    await session.log.checkpoint('interval');
    expect(holders(fs)).toEqual([expect.stringContaining('/scrollback/2-1-80-')]);
    await session.log.purge(new Set([2]), unchanged);
    expect(holders(fs)).toEqual([]);
  });

  it('should cost the others nothing, whenever the power goes, and be forgotten by the next start', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    const points = await crashPoints(
      fs,
      () => ({ durableLsn: 0, checkpointLsn: 0 }),
      async () => {
        session.log.dropStream(2);
        await session.log.checkpoint('interval');
      },
    );
    expect(points.length).toBeGreaterThan(20);
    for (const [index, point] of points.entries()) {
      for (let variant = 0; variant < 4; variant += 1) {
        const context = `${point.operation}, variant ${variant}`;
        const image = imageOf(point, variant, 100 * index + variant);
        const next = await Session.open(image, new Oracle(), CONFIG);
        expect(next.report.losses.filter(({ kind }) => kind !== 'torn-tail')).toEqual([]);
        await expectOthersWhole(next, context);
        // What a host does with streams that none of its panes has.
        next.log.dropStream(2);
        await next.log.checkpoint('start');
        await expectOthersWhole(next, context);
        expect(holders(image), context).toEqual([]);
      }
    }
  });

  it('should be gone although another stream prints while its tail is moved', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    session.log.dropStream(2);
    let more = '';
    fs.hooks.after = ({ kind, path }) => {
      // In the middle of the first attempt, and of the second.
      if (kind !== 'read' || !path.endsWith('.wal') || more.length >= 2) return;
      session.add([output(1, 1, 44 + more.length, '+')], 'soon');
      more += '+';
    };
    await session.log.checkpoint('interval');
    fs.hooks = {};
    expect(more).toBe('++');
    expect(holders(fs)).toEqual([]);
    expect(await session.textOf(1)).toBe(`${ONE}++`);
    await session.log.close();
    const next = await Session.open(fs, new Oracle(), CONFIG);
    expect(await next.textOf(1)).toBe(`${ONE}++`);
  });

  it('should be gone with the checkpoint after when somebody prints without end', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    session.log.dropStream(2);
    let more = '';
    fs.hooks.after = ({ kind, path }) => {
      if (kind !== 'read' || !path.endsWith('.wal')) return;
      session.add([output(1, 1, 44 + more.length, '+')], 'soon');
      more += '+';
    };
    await session.log.checkpoint('interval');
    fs.hooks = {};
    expect(holders(fs)).not.toEqual([]);
    await session.log.checkpoint('interval');
    expect(holders(fs)).toEqual([]);
    expect(await session.textOf(1)).toBe(ONE + more);
    // Two that were dropped at different times need no third.
    session.log.dropStream(3);
    session.log.dropStream(3);
    session.log.dropStream(77);
    await session.log.checkpoint('interval');
    expect(await session.textOf(1)).toBe(ONE + more);
  });

  it('should wait for a fold of a tail that is too long to be moved, and of one with a loss in it', async () => {
    const fs = freshDisk();
    const session = await printed(fs, { ...CONFIG, segmentBytes: 16 * 1024 * 1024 });
    const long = 'l'.repeat(300 * 1024);
    for (let count = 0; count < 7; count += 1) {
      session.add([output(4, 1, count * long.length, long)], 'soon');
      await session.log.flush();
    }
    // A hole: 10 to 20 never came.
    session.add([output(5, 1, 0, 'five......'), output(5, 1, 20, 'five......')], 'now');
    await session.log.flush();
    const waiting = (): number[] =>
      [...session.log.streams()].filter((one) => one.pinsForgotten).map(({ stream }) => stream);
    session.log.dropStream(2);
    expect(waiting()).toEqual([]);
    await session.log.checkpoint('interval');
    expect(waiting()).toEqual([4, 5]);
    expect(holders(fs)).not.toEqual([]);
    await session.log.putSnapshot(4, { incarnation: 1, offset: 7 * long.length }, Buffer.from('L'));
    await session.log.putSnapshot(5, { incarnation: 1, offset: 30 }, Buffer.from('F'));
    expect(waiting()).toEqual([]);
    await session.log.checkpoint('interval');
    expect(holders(fs)).toEqual([]);
    await expectOthersWhole(session);
  });

  it('should move a tail of some length and many pieces as it was', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    let expected = '';
    for (let count = 0; count < 60; count += 1) {
      const data = `${count}`.padEnd(10_000, '.');
      session.add([output(6, 1, expected.length, data)], 'soon');
      expected += data;
    }
    session.add([output(6, 2, 0, 'another incarnation')], 'soon');
    session.log.dropStream(2);
    await session.log.checkpoint('interval');
    expect(holders(fs)).toEqual([]);
    expect(await session.textOf(6)).toBe(`${expected}another incarnation`);
    await session.log.close();
    const next = await Session.open(fs, new Oracle(), CONFIG);
    expect(await next.textOf(6)).toBe(`${expected}another incarnation`);
  });

  it('should stay until a reader has done, and go with the checkpoint after that', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    const reader = await session.log.readStream(2);
    session.log.dropStream(2);
    await session.log.checkpoint('interval');
    expect(holders(fs)).not.toEqual([]);
    reader.release();
    await session.log.checkpoint('interval');
    expect(holders(fs)).toEqual([]);
  });

  it('should be forgotten when the disk is back, if it failed at that moment, whichever it was', async () => {
    const probe = freshDisk();
    const session = await printed(probe);
    const before = probe.operations;
    session.log.dropStream(2);
    await session.log.checkpoint('interval');
    const operations = probe.operations - before;
    for (let at = 0; at < operations; at += 1) {
      const fs = freshDisk();
      const failing = await printed(fs);
      const first = fs.operations;
      failing.log.dropStream(2);
      fs.hooks.before = (op) => {
        if (op.index === first + at) throw simError('EIO', op.path);
        return undefined;
      };
      await failing.log.checkpoint('interval').catch(() => null);
      fs.hooks = {};
      await expectOthersWhole(failing, `EIO at ${at}`);
      for (let round = 0; round < 2; round += 1) await failing.log.checkpoint('user');
      expect(holders(fs), `EIO at ${at}`).toEqual([]);
      await expectOthersWhole(failing, `EIO at ${at}`);
      await failing.log.close();
      const next = await Session.open(fs, new Oracle(), CONFIG);
      await expectOthersWhole(next, `EIO at ${at}, next start`);
    }
  });

  it('should keep nobody from quitting', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    session.log.dropStream(2);
    const made = session.log.checkpoint('interval').catch(() => null);
    await session.log.close();
    await made;
    const next = await Session.open(fs, new Oracle(), CONFIG);
    await expectOthersWhole(next);
    expect(next.report.losses).toEqual([]);
  });

  it('should wait while the log is not recording, or stops when tails are being moved', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    const refuse = (): void => {
      fs.hooks.before = (op) => {
        const isWrite = ['create', 'write', 'datasync'].includes(op.kind);
        if (op.path.includes('/wal/') && isWrite) throw simError('EROFS', op.path);
        return undefined;
      };
    };
    session.log.dropStream(2);
    fs.hooks.after = ({ kind, path }) => {
      if (kind !== 'read' || !path.endsWith('.wal')) return;
      fs.hooks.after = () => undefined;
      refuse();
      session.add([state('while it cannot be written')], 'now');
    };
    await expect(session.log.checkpoint('interval')).rejects.toThrow('not recording');
    await expect(session.log.checkpoint('interval')).rejects.toThrow('not recording');
    fs.hooks = {};
    await session.log.checkpoint('user');
    expect(holders(fs)).toEqual([]);
    await expectOthersWhole(session);
  });

  it('should keep nobody from making a checkpoint when a tail cannot be read or written', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    session.log.dropStream(2);
    fs.hooks.before = (op) => {
      if (op.kind === 'read' && op.path.endsWith('.wal')) throw simError('EIO', op.path);
      return undefined;
    };
    await session.log.checkpoint('interval');
    let creations = 0;
    fs.hooks.before = (op) => {
      if (op.kind === 'create' && op.path.includes('/wal/')) creations += 1;
      const isWrite = ['create', 'write', 'datasync'].includes(op.kind);
      if (creations > 0 && op.path.includes('/wal/') && isWrite) throw simError('EROFS', op.path);
      return undefined;
    };
    session.add([output(1, 1, 44, 'x'.repeat(1_000_000))], 'soon');
    await session.log.checkpoint('interval').catch(() => null);
    fs.hooks = {};
    for (let round = 0; round < 2; round += 1) await session.log.checkpoint('user');
    expect(holders(fs)).toEqual([]);
    expect(await session.textOf(1)).toBe(ONE + 'x'.repeat(1_000_000));
  });

  it('should be remembered over a start when a fold was still to come', async () => {
    const fs = freshDisk();
    const session = await printed(fs);
    // A hole: 10 to 20 never came.
    session.add([output(5, 1, 0, 'five......'), output(5, 1, 20, 'five......')], 'now');
    let more = '';
    session.log.dropStream(2);
    fs.hooks.after = ({ kind, path }) => {
      if (kind !== 'read' || !path.endsWith('.wal') || more !== '') return;
      session.add([output(1, 1, 44, '+')], 'soon');
      more = '+';
    };
    await session.log.checkpoint('interval');
    fs.hooks = {};
    await session.log.close();
    const next = await Session.open(fs, new Oracle(), CONFIG);
    await next.log.checkpoint('start');
    expect([...next.log.streams()].filter((one) => one.pinsForgotten).map(({ stream }) => stream)).toEqual([
      5,
    ]);
    await next.log.putSnapshot(5, { incarnation: 1, offset: 30 }, Buffer.from('F'));
    await next.log.checkpoint('interval');
    expect(holders(fs)).toEqual([]);
    expect(await next.textOf(1)).toBe(`${ONE}+`);
  });

  it('should leave whole at the next start what was moved from in front of a tail that could not be', async () => {
    const fs = freshDisk();
    const config = { ...CONFIG, segmentBytes: 3000 };
    const session = await Session.open(fs, new Oracle(), config);
    session.add([output(2, 1, 0, SECRET), output(1, 1, 0, 'a'.repeat(3000))], 'now');
    await session.log.flush();
    // In the next segment, and with a hole in it: 10 to 20 never came.
    session.add([output(5, 1, 0, 'five......'), output(5, 1, 20, 'five......')], 'now');
    session.add([output(1, 1, 3000, 'b'.repeat(10))], 'now');
    await session.log.flush();
    session.log.dropStream(2);
    await session.log.checkpoint('interval');
    const whole = 'a'.repeat(3000) + 'b'.repeat(10);
    expect(await session.textOf(1)).toBe(whole);
    await session.log.close();
    const next = await Session.open(fs, new Oracle(), config);
    expect(await next.textOf(1)).toBe(whole);
    expect(await next.textOf(5)).toBe('five......?five......');
  });
});
