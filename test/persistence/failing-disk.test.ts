// A disk that fails, at every operation in turn, once or for good, in every way that matters; and one that is full. Whatever it
// does, nothing throws or hangs, what was confirmed as durable is found by the next start, and a disk that comes back is used again.
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../electron/persistence/types.ts';
import { type SimDirNode, type SimFileSystem, type SimOp, simError } from '../support/sim-fs.ts';
import { crashImage, freeze, seeded } from '../support/sim-fs-crash.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { output, state } from './open-for-test.ts';

/** What a host would have on screen, and what it was told is safe. */
class Expected {
  readonly items: string[] = [];
  text = '';
  safeItems = 0;
  /** LSN of each item's record. */
  readonly lsns: number[] = [];
}

async function turns(count = 4): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** A step of work that a failing disk may refuse to make durable, but may not break. */
async function work(session: Session, expected: Expected, steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    const name = `item ${expected.items.length}`;
    const data = `<${expected.items.length}>`.padEnd(200, '.');
    const records: LogRecord[] = [state(name), output(1, 1, expected.text.length, data)];
    const lsn = session.add(records, 'now');
    expected.items.push(name);
    expected.text += data;
    const count = expected.items.length;
    const { degraded } = await session.log.whenDurable(lsn);
    if (!degraded) expected.safeItems = count;
    if (step === 2) await session.log.checkpoint('interval').catch(() => null);
    if (step === 3) {
      const end = { incarnation: 1, offset: expected.text.length };
      await session.log.putSnapshot(1, end, Buffer.from(expected.text)).catch(() => null);
    }
    await turns(1);
  }
}

async function textOf(session: Session, stream: number): Promise<string> {
  const content = await session.log.readStream(stream);
  let text = content.snapshot === null ? '' : Buffer.from(content.snapshot.data).toString();
  for await (const entries of content.entries) {
    for (const entry of entries) text += entry.kind === 'lost' ? '?' : Buffer.from(entry.data).toString();
  }
  return text;
}

/** Time passes until the log records again, or for a minute. */
async function waitForRecovery(session: Session): Promise<void> {
  for (let second = 0; second < 60 && session.log.status().mode === 'degraded'; second += 1) {
    session.clock.advance(1000);
    await turns(30);
  }
  await turns(30);
}

type Fault = (op: SimOp) => NodeJS.ErrnoException | null;

async function runWith(
  fs: SimFileSystem,
  fault: Fault,
): Promise<{ expected: Expected; session: Session | null }> {
  const expected = new Expected();
  fs.hooks.before = (op) => {
    const error = fault(op);
    if (error !== null) throw error;
    return undefined;
  };
  let session: Session;
  try {
    session = await Session.open(fs, new Oracle());
  } catch {
    // Refused with an error: nothing was promised.
    fs.hooks = {};
    return { expected, session: null };
  }
  await work(session, expected, 8);
  fs.hooks = {};
  await waitForRecovery(session);
  if (session.log.status().mode === 'read-only') await session.log.checkpoint('user');
  await waitForRecovery(session);
  return { expected, session };
}

async function operationsOfARun(): Promise<number> {
  const fs = freshDisk();
  await runWith(fs, () => null);
  return fs.operations;
}

/** A sync, and the end of a durable write. */
const SYNCS: ReadonlySet<string> = new Set(['datasync', 'commit']);
const WRITES = new Set([
  'create',
  'write',
  'commit',
  'datasync',
  'syncDir',
  'rename',
  'link',
  'unlink',
  'mkdir',
]);

describe('a failing disk', () => {
  for (const code of ['EIO', 'ENOSPC', 'EACCES', 'EMFILE', 'EROFS']) {
    for (const lasting of [false, true]) {
      const manner = lasting ? 'from an operation on' : 'at one operation';
      it(`should cost nothing that was confirmed when ${code} strikes ${manner}, whichever it is`, async () => {
        const operations = await operationsOfARun();
        for (let at = 0; at < operations; at += 1) {
          const fs = freshDisk();
          const hits = (op: SimOp): boolean =>
            lasting ? op.index >= at && (code === 'EIO' || WRITES.has(op.kind)) : op.index === at;
          const { expected, session } = await runWith(fs, (op) =>
            hits(op) ? simError(code, op.path) : null,
          );
          const context = `${code} ${manner} ${at}`;
          if (session === null) continue;
          expect(session.log.status().mode, `${context}: ${session.log.status().reason}`).toBe('recording');
          expect(await textOf(session, 1), context).toBe(expected.text);
          await work(session, expected, 2);
          expect(expected.safeItems, context).toBe(expected.items.length);
          await session.log.close();
          const next = await Session.open(fs, new Oracle());
          expect(next.machine.items, context).toEqual(expected.items);
          expect(await textOf(next, 1), context).toBe(expected.text);
          expect(next.report.losses, context).toEqual([]);
        }
      });
    }
  }

  it('should keep every confirmed record when the process dies while the disk is failing', async () => {
    const operations = await operationsOfARun();
    for (let at = 0; at < operations; at += 1) {
      const fs = freshDisk();
      const expected = new Expected();
      fs.hooks.before = (op) => {
        if (op.index >= at && WRITES.has(op.kind)) throw simError('ENOSPC', op.path);
        return undefined;
      };
      const session = await Session.open(fs, new Oracle()).catch(() => null);
      if (session === null) continue;
      await work(session, expected, 8);
      fs.hooks = {};
      const next = await Session.open(fs, new Oracle());
      const kept = next.machine.items;
      expect(kept, `at ${at}`).toEqual(expected.items.slice(0, kept.length));
      expect(kept.length, `at ${at}`).toBeGreaterThanOrEqual(expected.safeItems);
      const text = await textOf(next, 1);
      expect(expected.text.startsWith(text), `at ${at}`).toBe(true);
    }
  });

  it('should write on when the system takes only a few bytes at a time', async () => {
    const fs = freshDisk();
    const expected = new Expected();
    fs.hooks.before = (op) => (op.kind === 'write' && !op.path.includes('reserve') ? 7 : undefined);
    const session = await Session.open(fs, new Oracle());
    await work(session, expected, 3);
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(expected.items);
    expect(await textOf(next, 1)).toBe(expected.text);
  });

  it('should go on writing structure in the room of the reserve when the disk is full', async () => {
    const fs = freshDisk();
    const expected = new Expected();
    const session = await Session.open(fs, new Oracle());
    await work(session, expected, 1);
    fs.capacityBytes = fs.usedBytes();
    const lsn = session.add([output(1, 1, expected.text.length, 'x'.repeat(5000))], 'soon');
    expected.text += 'x'.repeat(5000);
    expect(await session.log.flush()).toBeLessThanOrEqual(lsn);
    await turns(20);
    expect(session.log.status()).toMatchObject({ mode: 'degraded', reason: 'the disk is full' });
    session.add([state('written in the reserve')], 'now');
    await turns(20);
    const killed = await Session.open(fs, new Oracle());
    expect(killed.machine.items).toEqual([...expected.items, 'written in the reserve']);
  });

  it('should resume by itself when there is room again, with a checkpoint', async () => {
    const fs = freshDisk();
    const expected = new Expected();
    const session = await Session.open(fs, new Oracle());
    await work(session, expected, 1);
    fs.capacityBytes = 0;
    await work(session, expected, 8);
    expect(session.log.status().mode).toBe('degraded');
    fs.capacityBytes = Number.POSITIVE_INFINITY;
    await waitForRecovery(session);
    expect(session.log.status()).toMatchObject({
      mode: 'recording',
      reason: null,
      checkpoint: { lsn: session.log.status().lsn },
    });
    expect(session.log.status().lastDegradedAt).not.toBeNull();
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(expected.items);
    expect(await textOf(next, 1)).toBe(expected.text);
  });

  it('should bound what it holds in memory and say afterwards which output is lost', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    fs.capacityBytes = 0;
    const chunk = Buffer.alloc(1024 * 1024, 'y');
    for (let index = 0; index < 20; index += 1)
      session.add([output(1, 1, index * chunk.length, chunk)], 'soon');
    await turns(10);
    for (let index = 20; index < 40; index += 1)
      session.add([output(1, 1, index * chunk.length, chunk)], 'soon');
    await turns(10);
    fs.capacityBytes = Number.POSITIVE_INFINITY;
    await waitForRecovery(session);
    session.add([output(1, 1, 40 * chunk.length, 'after')], 'now');
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    const content = await next.log.readStream(1);
    const kinds: string[] = [];
    let units = 0;
    for await (const entries of content.entries) {
      for (const entry of entries) {
        if (kinds.at(-1) !== entry.kind) kinds.push(entry.kind);
        units += entry.kind === 'lost' ? entry.until.offset - entry.position.offset : entry.data.length;
      }
    }
    expect(kinds).toEqual(['output', 'lost', 'output']);
    expect(units).toBe(40 * chunk.length + 5);
  });

  it('should bridge structure that memory could not hold with a checkpoint, and never replay across it', async () => {
    const fs = freshDisk();
    const expected = new Expected();
    const session = await Session.open(fs, new Oracle(), { ...CRASH_CONFIG, keepCheckpoints: 3 });
    await work(session, expected, 1);
    fs.hooks.before = (op) => {
      if (WRITES.has(op.kind)) throw simError('EROFS', op.path);
      return undefined;
    };
    session.add([state('lost with the gap 0')], 'now');
    await turns(20);
    expect(session.log.status().mode).toBe('degraded');
    const large = 'x'.repeat(1024 * 1024);
    for (let count = 1; count < 40; count += 1)
      session.add([state(`lost with the gap ${count} ${large}`)], 'now');
    fs.hooks = {};
    const points: SimDirNode[] = [];
    fs.hooks.after = ({ kind, path }) => {
      if (kind === 'datasync' && path.includes('/wal/')) points.push(freeze(fs.root));
    };
    await waitForRecovery(session);
    fs.hooks = {};
    expect(session.log.status()).toMatchObject({
      mode: 'recording',
      checkpoint: { lsn: session.log.status().lsn },
    });
    session.add([state('after')], 'now');
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(session.machine.items);
    expect(next.report.losses).toEqual([]);
    // The power went after the gap had been written and before the checkpoint that bridges it: a prefix, and a word about it.
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) {
      const image = await Session.open(crashImage(point, 'strict', seeded(1)), new Oracle());
      expect(image.machine.items.length).toBeLessThanOrEqual(session.machine.items.length);
      expect(session.machine.items.slice(0, image.machine.items.length)).toEqual(image.machine.items);
    }
  });

  it('should stop for good after a second failed sync, say why, and try again when a person asks', async () => {
    const fs = freshDisk();
    const expected = new Expected();
    const session = await Session.open(fs, new Oracle());
    await work(session, expected, 1);
    fs.hooks.before = (op) => {
      if (SYNCS.has(op.kind)) throw simError('EIO', op.path);
      return undefined;
    };
    await work(session, expected, 2);
    await turns(20);
    expect(session.log.status()).toMatchObject({ mode: 'read-only' });
    expect(session.log.status().reason).toContain('EIO');
    expect(session.clock.timers).toBe(0);
    fs.hooks = {};
    await session.log.checkpoint('user');
    expect(session.log.status().mode).toBe('recording');
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(expected.items);
    expect(await textOf(next, 1)).toBe(expected.text);
  });

  it('should never trust a file whose sync failed: what it held is written again elsewhere', async () => {
    const fs = freshDisk();
    const expected = new Expected();
    const session = await Session.open(fs, new Oracle());
    await work(session, expected, 2);
    let failed = 0;
    fs.hooks.before = (op) => {
      if (!SYNCS.has(op.kind) || failed > 0) return undefined;
      failed += 1;
      throw simError('EIO', op.path);
    };
    await work(session, expected, 2);
    expect(failed).toBe(1);
    expect(session.log.status().mode).toBe('recording');
    expect(expected.safeItems).toBe(expected.items.length);
    const image = crashImage(freeze(fs.root), 'strict', seeded(1));
    const next = await Session.open(image, new Oracle());
    expect(next.machine.items).toEqual(expected.items);
    expect(await textOf(next, 1)).toBe(expected.text);
  });

  it('should stop writing when somebody else has taken the directory', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    await session.log.checkpoint('user');
    await Session.open(fs, new Oracle());
    await expect(session.log.checkpoint('interval')).rejects.toThrow('another process');
    expect(session.log.status().mode).toBe('read-only');
  });

  it('should stop, and say so, when the directory is removed', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle(), CRASH_CONFIG);
    const home = fs.find('/home');
    if (home?.kind === 'dir') home.names.delete('state');
    session.add([state('x')], 'now');
    await expect(session.log.checkpoint('interval')).rejects.toThrow('removed');
    expect(session.log.status().mode).toBe('read-only');
    expect(fs.find(STATE_DIR)).toBeNull();
  });

  it('should not mind a clock that jumps', async () => {
    const fs = freshDisk();
    const expected = new Expected();
    const session = await Session.open(fs, new Oracle(), { ...CRASH_CONFIG, checkpointIntervalMs: 1000 });
    session.clock.jump(-10 * 365 * 86_400_000);
    await work(session, expected, 2);
    session.clock.jump(50 * 365 * 86_400_000);
    session.clock.advance(1000);
    await turns(30);
    expect(session.log.status().checkpoint?.lsn).toBe(session.log.status().lsn);
    await session.log.close();
    expect((await Session.open(fs, new Oracle())).machine.items).toEqual(expected.items);
  });
});
