import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withLock } from '../../scripts/setup/file-lock.mjs';
import { tempDir } from '../support/temp-dir.ts';

const lockModule = resolve(import.meta.dirname, '../../scripts/setup/file-lock.mjs');

/** Starts a process that takes the lock, says so, and holds it until it is killed. */
async function startHolder(dir: string, lock: string) {
  const program = join(dir, 'holder.mjs');
  await writeFile(
    program,
    `import { withLock } from ${JSON.stringify(lockModule)};
     await withLock(process.argv[2], () => { process.send('held'); return new Promise(() => setInterval(() => 0, 1000)); });`,
  );
  const holder = fork(program, [lock]);
  onTestFinished(() => {
    holder.kill('SIGKILL');
  });
  await once(holder, 'message');
  return holder;
}

describe('withLock', () => {
  it('should let one work at a time and lose nothing', async () => {
    const lock = join(await tempDir(), 'deep', 'lock');
    let inside = 0;
    let done = 0;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        withLock(lock, async () => {
          inside += 1;
          expect(inside).toBe(1);
          await new Promise(setImmediate);
          inside -= 1;
          done += 1;
        }),
      ),
    );
    expect(done).toBe(5);
    expect(existsSync(lock)).toBe(false);
  });

  it('should release the lock when the work throws', async () => {
    const lock = join(await tempDir(), 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(lock, () => 'free')).toBe('free');
  });

  it('should wait for a living owner, say for whom, and give up with its pid and the file', async () => {
    const dir = await tempDir();
    const lock = join(dir, 'lock');
    const holder = await startHolder(dir, lock);
    const waitedFor: number[] = [];
    const attempt = withLock(lock, () => 'in', { onWait: (pid: number) => waitedFor.push(pid), limitMs: 1 });
    await expect(attempt).rejects.toThrow(`process ${holder.pid} has held ${lock}`);
    expect(waitedFor).toEqual([holder.pid]);
  });

  it('should take over at once from an owner that was killed, and let exactly one of many in', async () => {
    const dir = await tempDir();
    const lock = join(dir, 'lock');
    const holder = await startHolder(dir, lock);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(existsSync(lock)).toBe(true);

    let inside = 0;
    const turns = await Promise.all(
      Array.from({ length: 4 }, (_, turn) =>
        withLock(lock, async () => {
          inside += 1;
          expect(inside).toBe(1);
          await new Promise(setImmediate);
          inside -= 1;
          return turn;
        }),
      ),
    );
    expect(turns).toEqual([0, 1, 2, 3]);
  });

  it.runIf(process.platform === 'linux')(
    'should not take another process with the same pid for the owner',
    async () => {
      const lock = join(await tempDir(), 'lock');
      await writeFile(lock, JSON.stringify({ pid: process.pid, started: '1' }));
      const owner = await withLock(lock, () => readFile(lock, 'utf8'));
      expect(JSON.parse(owner).started).not.toBe('1');
    },
  );

  // Nobody may make a directory in sysfs, not even root.
  it.skipIf(process.platform !== 'linux')('should say what to do where it may not write', async () => {
    const attempt = withLock('/sys/everpane/out/lock', () => expect.unreachable());
    await expect(attempt).rejects.toMatchObject({
      code: 'SET_UP',
      message: expect.stringContaining('sudo chown -R'),
    });
  });
});
