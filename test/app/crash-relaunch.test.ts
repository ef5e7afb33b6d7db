import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { CrashRelaunch } from '../../electron/app/crash-relaunch.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A process of the app, the `count`th automatic start in a row, as far as coming back concerns it. */
async function started(count: number, home?: string) {
  const dir = home ?? (await tempDir());
  const markerPath = join(dir, 'relaunch');
  const watchers: unknown[] = [];
  const app = { relaunch: (options: unknown) => watchers.push(options) } as unknown as App;
  const problems: string[] = [];
  const relaunch = new CrashRelaunch({
    markerPath,
    logPath: join(dir, 'start.log'),
    command: ['/opt/electron'],
    argv: ['electron', 'app', ...(count === 0 ? [] : [`--relaunched=${count}`])],
    log: (message) => problems.push(message),
  });
  /** The count that the next automatic start would be given, or null if there would be none. */
  const next = async (): Promise<number | null> => {
    await relaunch.settled();
    const text = await readFile(markerPath, 'utf8').catch(() => null);
    return text === null ? null : Number(text.split(' ')[1]) + 1;
  };
  return { relaunch, app, watchers, problems, next, markerPath, dir };
}

describe.skipIf(process.platform === 'win32')('CrashRelaunch', () => {
  it('should come back once armed, and not after it was told to end', async () => {
    const { relaunch, app, watchers, next } = await started(0);
    expect(await next()).toBeNull();
    relaunch.arm(app);
    relaunch.arm(app);
    expect(await next()).toBe(1);
    expect(watchers).toHaveLength(1);
    await relaunch.disarm();
    expect(await next()).toBeNull();
  });

  it('should follow the setting back and forth with one watcher', async () => {
    const { relaunch, app, watchers, next } = await started(0);
    relaunch.arm(app);
    await relaunch.disarm();
    relaunch.arm(app);
    expect(await next()).toBe(1);
    expect(watchers).toHaveLength(1);
  });

  it('should count only starts that never got ready, then go to safe mode, then give up', async () => {
    const beforeReady = await Promise.all([0, 1, 2, 3, 4].map((count) => started(count)));
    for (const { relaunch, app } of beforeReady) relaunch.arm(app);
    expect(await Promise.all(beforeReady.map(({ next }) => next()))).toEqual([1, 2, 3, 4, null]);
    expect(beforeReady.map(({ relaunch }) => relaunch.isSafeMode)).toEqual([false, false, false, true, true]);
    const [, , third] = beforeReady;
    third?.relaunch.handleReady();
    expect(await third?.next()).toBe(1);
  });

  it('should stop the watcher of the process before it', async () => {
    const dead = await started(0);
    dead.relaunch.arm(dead.app);
    await dead.next();
    const before = await readFile(dead.markerPath, 'utf8');
    const { relaunch, app, next } = await started(0, dead.dir);
    relaunch.arm(app);
    await next();
    expect(await readFile(dead.markerPath, 'utf8')).not.toBe(before);
  });

  it('should do without when the marker cannot be written', async () => {
    const dir = await tempDir();
    await writeFile(join(dir, 'file'), '');
    const { relaunch, app, problems, next } = await started(0, join(dir, 'file'));
    relaunch.arm(app);
    expect(await next()).toBeNull();
    expect(problems).toHaveLength(1);
  });
});
