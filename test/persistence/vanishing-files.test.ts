// Files that go between two looks at them, and reads that fail: what is gone counts as not there, what cannot be read is said or
// refused, and nothing is concluded from it.
import { describe, expect, it } from 'vitest';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import { LockedError } from '../../electron/persistence/errors.ts';
import { acquireLock, lockOwner } from '../../electron/persistence/lock.ts';
import type { ProcessTable } from '../../electron/persistence/process-table.ts';
import { QuarantineQueue } from '../../electron/persistence/quarantine-queue.ts';
import { repairDirectory } from '../../electron/persistence/repair-directory.ts';
import { type SimDirNode, type SimFileSystem, type SimOp, simError } from '../support/sim-fs.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { output, state, unchanged } from './open-for-test.ts';

const DEAD: ProcessTable = {
  self: () => ({ pid: 7, startTime: '1', bootId: 'boot' }),
  isAlive: () => false,
};
const ALIVE: ProcessTable = { ...DEAD, isAlive: () => true };

function directory(fs: SimFileSystem, name: string): SimDirNode {
  const node = fs.find(`${STATE_DIR}/${name}`);
  if (node?.kind !== 'dir') throw new Error(`${name} is no directory`);
  return node;
}

/** Before the first operation that fits. */
function once(fs: SimFileSystem, fits: (op: SimOp) => boolean, act: (op: SimOp) => void): void {
  let isDone = false;
  fs.hooks.before = (op) => {
    if (!isDone && fits(op)) {
      isDone = true;
      act(op);
    }
    return undefined;
  };
}

function fail(code: string): (op: SimOp) => never {
  return (op) => {
    throw simError(code, op.path);
  };
}

/** Two checkpoints, a snapshot, a restore point; closed. */
async function closedLog(): Promise<SimFileSystem> {
  const fs = freshDisk();
  const session = await Session.open(fs, new Oracle());
  session.add([state('one'), output(1, 1, 0, 'text')], 'now');
  await session.fold(1);
  await session.log.checkpoint('interval');
  session.add([state('two'), output(1, 1, 4, 'more')], 'now');
  await session.log.checkpoint('interval');
  await session.log.keepRestorePoint(new Map(), 'user');
  await session.log.close();
  return fs;
}

describe('a file that goes while a start or a check looks at the directory', () => {
  it('should be a loss when it was listed as a checkpoint', async () => {
    const fs = await closedLog();
    const checkpoints = directory(fs, 'checkpoints');
    const newest = [...checkpoints.names.keys()].sort().at(-1) ?? '';
    once(
      fs,
      (op) => op.kind === 'open' && op.path.endsWith(newest),
      () => checkpoints.names.delete(newest),
    );
    const { machine, report } = await Session.open(fs, new Oracle());
    expect(machine.items).toEqual(['one', 'two']);
    expect(report.losses).toMatchObject([{ kind: 'corrupt-checkpoint', detail: 'the file vanished' }]);
  });

  it('should be nothing when it went right after its name had been read', async () => {
    const fs = await closedLog();
    const scrollback = directory(fs, 'scrollback');
    fs.hooks.after = ({ kind, path }) => {
      if (kind === 'list' && path.endsWith('scrollback')) scrollback.names.clear();
    };
    const { snapshots, findings } = await checkDirectory(STATE_DIR, { fs, processes: DEAD });
    expect(snapshots).toEqual([]);
    expect(findings.map(({ kind }) => kind)).toEqual(['missing-file']);
  });

  it('should be found missing by a check when it went before it was opened', async () => {
    const fs = await closedLog();
    once(
      fs,
      (op) => op.kind === 'open' && op.path.includes('/restore-points/'),
      ({ path }) => directory(fs, 'restore-points').names.delete(path.split('/').at(-1) ?? ''),
    );
    const { findings } = await checkDirectory(STATE_DIR, { fs, processes: DEAD });
    expect(findings).toMatchObject([{ kind: 'corrupt-checkpoint', detail: 'it cannot be read' }]);
  });
});

describe('a check of a log that is being written', () => {
  it('should conclude nothing from a segment that went before it was opened, and miss it the next time', async () => {
    const fs = await closedLog();
    const wal = directory(fs, 'wal');
    const [name = ''] = wal.names.keys();
    once(
      fs,
      (op) => op.kind === 'open' && op.path.endsWith(name),
      () => wal.names.delete(name),
    );
    expect((await checkDirectory(STATE_DIR, { fs, processes: DEAD })).findings).toEqual([]);
    const { findings } = await checkDirectory(STATE_DIR, { fs, processes: DEAD });
    expect(findings.map(({ kind }) => kind)).toEqual(['missing-file']);
  });

  it('should find nothing wrong with files that come and go meanwhile', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    let end = 0;
    const work = async (): Promise<void> => {
      session.add([state(`at ${end}`), output(1, 1, end, 'x'.repeat(3000))], 'now');
      end += 3000;
      await session.log.putSnapshot(1, { incarnation: 1, offset: end }, Buffer.from(`up to ${end}`));
      await session.log.keepRestorePoint(new Map(), 'interval');
      await session.log.checkpoint('interval');
    };
    for (let round = 0; round < 20; round += 1) {
      let isDone = false;
      const check = checkDirectory(STATE_DIR, { fs, processes: ALIVE }).finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await work();
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      expect((await check).findings).toEqual([]);
    }
  });
});

describe('a disk that cannot be read', () => {
  it.each(['/checkpoints/', '/wal/'])(
    'should keep a log in %s from being opened, and change nothing',
    async (where) => {
      const fs = await closedLog();
      once(fs, (op) => op.kind === 'read' && op.path.includes(where), fail('EIO'));
      await expect(Session.open(fs, new Oracle())).rejects.toMatchObject({ code: 'EIO' });
      fs.hooks = {};
      expect((await Session.open(fs, new Oracle())).machine.items).toEqual(['one', 'two']);
    },
  );

  it('should keep a log from being opened also behind the headers of its segments', async () => {
    const fs = await closedLog();
    let reads = 0;
    once(fs, (op) => op.kind === 'read' && op.path.includes('/wal/') && ++reads > 1, fail('EIO'));
    await expect(Session.open(fs, new Oracle())).rejects.toMatchObject({ code: 'EIO' });
  });

  it('should end a check with its error', async () => {
    const fs = await closedLog();
    once(fs, (op) => op.kind === 'read' && op.path.includes('/scrollback/'), fail('EIO'));
    await expect(checkDirectory(STATE_DIR, { fs, processes: DEAD })).rejects.toMatchObject({ code: 'EIO' });
  });

  it('should be what a snapshot is lost to, and end the reading of a tail', async () => {
    const fs = await closedLog();
    const session = await Session.open(fs, new Oracle(), { ...CRASH_CONFIG, keepCheckpoints: 1 });
    fs.hooks.before = (op) => {
      if (op.kind === 'read' && op.path.includes('/scrollback/')) throw simError('EIO', op.path);
      return undefined;
    };
    const content = await session.log.readStream(1);
    // The whole log is still there: the beginning stands in.
    expect(content.snapshotLost).toBeNull();
    fs.hooks.before = (op) => {
      if (op.kind === 'open' && op.path.includes('/wal/')) throw simError('EACCES', op.path);
      return undefined;
    };
    await expect(session.textOf(1)).rejects.toMatchObject({ code: 'EACCES' });
    fs.hooks = {};
    expect(await session.textOf(1)).toBe('textmore');
  });

  it('should leave the end of the log alone when it cannot be made durable', async () => {
    const fs = await closedLog();
    once(fs, (op) => op.kind === 'datasync' && op.path.includes('/wal/'), fail('EIO'));
    const session = await Session.open(fs, new Oracle());
    expect(session.log.status()).toMatchObject({ mode: 'read-only', reason: expect.stringContaining('EIO') });
    expect(session.machine.items).toEqual(['one', 'two']);
  });
});

describe('the lock', () => {
  const claim = (fields: object): Buffer => Buffer.from(JSON.stringify({ token: 't', pid: 1, ...fields }));

  /** Puts a claim there as another starter does. */
  async function plant(fs: SimFileSystem, number: number, contents: Buffer): Promise<void> {
    const file = await fs.create(`/home/LOCK.${number}`);
    await file.writev([contents], 0);
    await file.close();
  }

  it('should go to the higher claim, and the lower one be withdrawn', async () => {
    const fs = freshDisk();
    const planted: Promise<void>[] = [];
    fs.hooks.after = ({ kind, path }) => {
      if (kind === 'link' && path.endsWith('LOCK.1')) planted.push(plant(fs, 2, claim({ released: true })));
    };
    const lock = await acquireLock(fs, '/home', DEAD);
    await Promise.all(planted);
    expect(planted.length).toBe(1);
    expect(await lock.isHeld()).toBe(true);
    expect((await fs.list('/home')).sort()).toEqual(['LOCK', 'LOCK.3']);
  });

  it('should be refused to whoever finds a living claim above its own', async () => {
    const fs = freshDisk();
    fs.hooks.after = ({ kind, path }) => {
      if (kind === 'link' && path.endsWith('LOCK.1')) void plant(fs, 2, claim({ pid: 99 }));
    };
    await expect(acquireLock(fs, '/home', ALIVE)).rejects.toThrow(LockedError);
    expect(await fs.list('/home')).toEqual(['LOCK.2']);
  });

  it('should be looked for again when a claim went while it was read', async () => {
    const fs = freshDisk();
    await plant(fs, 1, claim({ pid: 11 }));
    await plant(fs, 2, claim({ pid: 22 }));
    once(
      fs,
      (op) => op.kind === 'open' && op.path.endsWith('LOCK.2'),
      () => {
        const home = fs.find('/home');
        if (home?.kind === 'dir') home.names.delete('LOCK.2');
      },
    );
    expect(await lockOwner(fs, '/home', ALIVE)).toMatchObject({ pid: 11, startTime: null, bootId: null });
  });

  it('should take the room of the reserve on a full disk', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    session.add([state('x')], 'now');
    await session.log.flush();
    fs.capacityBytes = fs.usedBytes();
    const next = await Session.open(fs, new Oracle());
    expect(next.machine.items).toEqual(['x']);
    expect(next.log.status().mode).not.toBe('read-only');
  });

  it('should keep nobody from closing when it cannot be given up', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    once(fs, (op) => op.kind === 'rename' && op.path.includes('LOCK'), fail('EIO'));
    await session.log.close();
    expect((await Session.open(fs, new Oracle())).log.status().mode).toBe('recording');
  });
});

describe('quarantine', () => {
  const LOSS = { kind: 'corrupt-snapshot', offset: 0, bytes: 1, detail: 'd' } as const;

  it('should make the copies that fail at the next time, and keep their files until then', async () => {
    const fs = await closedLog();
    const session = await Session.open(fs, new Oracle());
    const [name = ''] = directory(fs, 'scrollback').names.keys();
    const path = `${STATE_DIR}/scrollback/${name}`;
    const bytes = Buffer.from(fs.contents(path));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    fs.damage(path, bytes);
    (await session.log.readStream(1)).release();
    fs.hooks.before = (op) => {
      if (op.kind === 'link' && op.path.includes('quarantine')) throw simError('EMFILE', op.path);
      return undefined;
    };
    await session.log.purge(new Set([1]), unchanged);
    expect(session.log.holds(new Set([1]))).toBe(true);
    expect(fs.find(path)).not.toBeNull();
    fs.hooks = {};
    for (let round = 0; round < 2; round += 1) await session.log.checkpoint('interval');
    expect(fs.find(path)).toBeNull();
    expect(fs.contents(`${STATE_DIR}/quarantine/${name}`).equals(bytes)).toBe(true);
  });

  it('should have nothing to copy where the file is gone, and copy a tail once', async () => {
    const fs = await closedLog();
    const file = 'scrollback/gone.snap';
    const [segment = ''] = directory(fs, 'wal').names.keys();
    const queue = new QuarantineQueue(fs, STATE_DIR, [
      { kind: 'file', file },
      { kind: 'move', file },
      { kind: 'note', file, loss: { ...LOSS, file } },
      { kind: 'tail', file: `wal/${segment}`, offset: 100, end: 160 },
      { kind: 'tail', file: `wal/${segment}`, offset: 100, end: 160 },
    ]);
    expect(await queue.run()).toBeNull();
    expect(queue.pendingFiles().size).toBe(0);
    const names = [...directory(fs, 'quarantine').names.keys()].sort();
    expect(names).toEqual([`${segment}.from-100`, 'gone.snap.at-0.json'].sort());
    expect(fs.contents(`${STATE_DIR}/quarantine/${segment}.from-100`).length).toBe(60);
  });

  it('should make a repair fail where its copies cannot be made', async () => {
    const fs = await closedLog();
    const [name = ''] = directory(fs, 'scrollback').names.keys();
    fs.damage(`${STATE_DIR}/scrollback/${name}`, Buffer.from('nothing'.repeat(20)));
    fs.hooks.before = (op) => {
      if (op.kind === 'link' && op.path.includes('quarantine')) throw simError('EIO', op.path);
      return undefined;
    };
    const options = { fs, processes: DEAD, isDryRun: false };
    await expect(repairDirectory(STATE_DIR, options)).rejects.toMatchObject({ code: 'EIO' });
    fs.hooks = {};
    expect((await repairDirectory(STATE_DIR, options)).losses.length).toBe(1);
    expect(directory(fs, 'quarantine').names.has(name)).toBe(true);
  });

  it('should make a repair fail where the log cannot go on behind the damage', async () => {
    const fs = await closedLog();
    const [name = ''] = [...directory(fs, 'wal').names.keys()].sort().slice(-1);
    const path = `${STATE_DIR}/wal/${name}`;
    // What a power cut leaves of a write: nothing to keep a copy of.
    fs.damage(path, Buffer.concat([fs.contents(path), Buffer.alloc(100)]));
    fs.hooks.before = (op) => {
      if (op.kind === 'create' && op.path.includes('/wal/')) throw simError('EROFS', op.path);
      return undefined;
    };
    const options = { fs, processes: DEAD, isDryRun: false };
    await expect(repairDirectory(STATE_DIR, options)).rejects.toThrow('read-only');
    fs.hooks = {};
    expect((await repairDirectory(STATE_DIR, options)).losses).toMatchObject([{ kind: 'torn-tail' }]);
    expect((await repairDirectory(STATE_DIR, options)).actions).toEqual([]);
  });
});
