// Checkpoints asked for while one is under way. Invariant: whoever asks gets one that has everything from before the question.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckpointStream, decodeCheckpoint } from '../../electron/persistence/checkpoint-file.ts';
import type { FileSystem } from '../../electron/persistence/file-system.ts';
import { nodeFileSystem } from '../../electron/persistence/node-file-system.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openForTest, output } from './open-for-test.ts';

/** A disk that takes no checkpoint until it is let go; `reached` resolves when the first is to be written. */
function holdingCheckpoints(): { fs: FileSystem; reached: Promise<void>; letGo: () => void } {
  let letGo = (): void => undefined;
  let reach = (): void => undefined;
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const fs: FileSystem = {
    ...nodeFileSystem,
    async create(path) {
      if (path.includes('/checkpoints/')) {
        reach();
        await free;
      }
      return nodeFileSystem.create(path);
    },
  };
  return { fs, reached, letGo };
}

/** The streams of the newest checkpoint. */
async function listedStreams(dir: string): Promise<readonly CheckpointStream[]> {
  const [newest = ''] = (await readdir(join(dir, 'checkpoints'))).sort().reverse();
  const result = decodeCheckpoint(await readFile(join(dir, 'checkpoints', newest)));
  if (result.kind !== 'ok') throw new Error(`${newest} cannot be read`);
  return result.checkpoint.streams;
}

async function checkpointsIn(dir: string): Promise<{ reason: string; snapshotOf1: number | null }[]> {
  const found: { reason: string; snapshotOf1: number | null }[] = [];
  for (const name of (await readdir(join(dir, 'checkpoints'))).sort()) {
    const result = decodeCheckpoint(await readFile(join(dir, 'checkpoints', name)));
    if (result.kind !== 'ok') throw new Error(`${name} cannot be read`);
    const { reason, streams } = result.checkpoint;
    const listed = streams.find(({ stream }) => stream === 1);
    found.push({ reason, snapshotOf1: listed?.snapshot?.position.offset ?? null });
  }
  return found;
}

describe('a checkpoint asked for while one is under way', () => {
  it('should have the snapshot that was put before the question, and be shared by all who ask', async () => {
    const dir = join(await tempDir(), 'state');
    const { fs, reached, letGo } = holdingCheckpoints();
    const { log } = await openForTest(dir, { fs });
    log.append([output(1, 1, 0, 'hello')], 'now');
    const first = log.checkpoint('interval');
    await reached;
    await log.putSnapshot(1, { incarnation: 1, offset: 5 }, Buffer.from('HELLO'));
    const asked = [log.checkpoint('restore'), log.checkpoint('user')];
    letGo();
    const [second, third] = await Promise.all(asked);
    expect(second?.id).not.toBe((await first).id);
    expect(third?.id).toBe(second?.id);
    expect(await checkpointsIn(dir)).toEqual([
      { reason: 'interval', snapshotOf1: null },
      { reason: 'restore', snapshotOf1: 5 },
    ]);
  });

  it('should be made all the same when the one under way fails', async () => {
    const dir = join(await tempDir(), 'state');
    const { fs, reached, letGo } = holdingCheckpoints();
    let isBroken = true;
    const { log, add } = await openForTest(dir, {
      fs: {
        ...fs,
        async rename(from, to) {
          if (isBroken && to.includes('/checkpoints/')) {
            isBroken = false;
            throw Object.assign(new Error('EIO: simulated'), { code: 'EIO' });
          }
          return fs.rename(from, to);
        },
      },
    });
    add('one');
    const first = log.checkpoint('interval');
    const failed = expect(first).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
    await reached;
    const second = log.checkpoint('user');
    letGo();
    await failed;
    expect((await second).lsn).toBe(1);
  });

  it('should end before the log is closed', async () => {
    const dir = join(await tempDir(), 'state');
    const { fs, reached, letGo } = holdingCheckpoints();
    const { log, add } = await openForTest(dir, { fs });
    add('one');
    const first = log.checkpoint('interval');
    await reached;
    const closed = log.close();
    letGo();
    await Promise.all([first, closed]);
    expect(await checkpointsIn(dir)).toMatchObject([{ reason: 'interval' }]);
  });
});

describe('a checkpoint that is written while programs print', () => {
  it('should not tell of output that no sync has reached', async () => {
    const dir = join(await tempDir(), 'state');
    let isOpen = false;
    const { log } = await openForTest(dir, {
      fs: {
        ...nodeFileSystem,
        async stat(path) {
          // Asked for behind the flush, before the streams are listed.
          if (isOpen && path.endsWith('/reserve')) log.append([output(1, 1, 5, 'later')], 'soon');
          return nodeFileSystem.stat(path);
        },
      },
    });
    isOpen = true;
    log.append([output(1, 1, 0, 'hello')], 'soon');
    await log.checkpoint('interval');
    expect((await listedStreams(dir)).map(({ end }) => end)).toEqual([{ incarnation: 1, offset: 5 }]);
    await log.close();
  });
});
