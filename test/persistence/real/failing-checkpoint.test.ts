// Checkpoints that real file systems refuse: the log goes on, says why, and the next one succeeds. A directory that is read-only
// (a mount; chmod where this is not root, whom it does not stop), and a disk that answers every write with EIO.
import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CheckpointError } from '../../../electron/persistence/errors.ts';
import type { LogMode, LogStatus } from '../../../electron/persistence/types.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { contentOf, openForTest, output } from '../open-for-test.ts';
import { cutPower, mountExt4, mountReadOnly, remountExt4 } from './mounted.ts';

const run = promisify(execFile);

/** Makes a directory read-only; resolves with how to end that, or with why it cannot be done. */
async function makeReadOnly(dir: string): Promise<(() => Promise<void>) | string> {
  if (process.getuid?.() !== 0) {
    await chmod(dir, 0o500);
    return () => chmod(dir, 0o700);
  }
  const mounting = await mountReadOnly(dir);
  if (mounting.kind === 'refused') return mounting.reason;
  return async () => void (await run('umount', [dir]));
}

describe('a checkpoint', () => {
  it('should fail in a directory that is read-only, and succeed when it no longer is', async (context) => {
    const dir = join(await tempDir(), 'state');
    const session = await openForTest(dir);
    session.add('one');
    const before = await session.log.checkpoint('user');
    const end = await makeReadOnly(join(dir, 'checkpoints'));
    if (typeof end === 'string') return context.skip(`no directory to make read-only: ${end}`);
    session.add('two');
    await expect(session.log.checkpoint('user')).rejects.toThrow(CheckpointError);
    await expect(session.log.checkpoint('interval')).rejects.toThrow('no checkpoint could be written');
    // The journal itself goes on, and the one from before is as good as it was.
    const lsn = session.add('three');
    expect(await session.log.whenDurable(lsn)).toEqual({ degraded: false });
    expect(session.log.status()).toMatchObject({ mode: 'recording', checkpoint: before, checkpoints: 1 });
    await end();
    expect((await session.log.checkpoint('user')).lsn).toBe(lsn);
    expect(session.log.status().checkpoints).toBe(2);
    await session.log.close();
    const next = await openForTest(dir);
    expect(next.report).toMatchObject({ cause: 'clean', checkpointLsn: lsn, losses: [] });
    expect(next.machine.items).toEqual(['one', 'two', 'three']);
  });

  it('should fail on a disk that takes no write, and succeed when it does again', async (context) => {
    const home = await tempDir();
    const mounting = await mountExt4(home, 64 * 1024 * 1024);
    if (mounting.kind === 'refused') return context.skip(`no disk to break: ${mounting.reason}`);
    const dir = join(mounting.path, 'state');
    const modes = new Map<LogMode, () => void>();
    const onStatus = (status: LogStatus): void => modes.get(status.mode)?.();
    const session = await openForTest(dir, { onStatus });
    session.add('before');
    session.log.append([output(1, 1, 0, 'before ')], 'now');
    await session.log.checkpoint('user');
    const stopped = new Promise<void>((resolve) => modes.set('read-only', resolve));
    await cutPower(mounting.path);
    const lsn = session.add('meanwhile');
    session.log.append([output(1, 1, 7, 'meanwhile ')], 'now');
    // Answered, so that nobody is held up, and said that it is not on the disk.
    expect(await session.log.whenDurable(lsn)).toEqual({ degraded: true });
    await stopped;
    expect(session.log.status().reason).toMatch(/EIO|i\/o error|write error|EROFS|read-only/i);
    await expect(session.log.checkpoint('interval')).rejects.toThrow(CheckpointError);
    expect(session.add('still')).toBeGreaterThan(0);
    await remountExt4(home);
    // A person asks for one: the disk gets one more try.
    await session.log.checkpoint('user');
    expect(session.log.status()).toMatchObject({ mode: 'recording', reason: null });
    session.add('after');
    await session.log.close();
    const next = await openForTest(dir);
    onTestFinished(() => next.log.close());
    expect(next.report).toMatchObject({ cause: 'clean', losses: [] });
    expect(next.machine.items).toEqual(['before', 'meanwhile', 'still', 'after']);
    const text = (await contentOf(await next.log.readStream(1))).map((line) => line.replace(/^\S+ /, ''));
    expect(text.join('')).toBe('before meanwhile ');
  });
});
