// One writer: a dead owner's lock is taken over at once and by one alone, whoever else starts in that moment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LockedError, StrangeClaimError } from '../../electron/persistence/errors.ts';
import { acquireLock, lockOwner } from '../../electron/persistence/lock.ts';
import { nodeFileSystem } from '../../electron/persistence/node-file-system.ts';
import {
  type ProcessIdentity,
  type ProcessTable,
  systemProcesses,
} from '../../electron/persistence/process-table.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A world of processes that a test lets live and die. */
class Processes {
  readonly living = new Set<number>();

  table(pid: number): ProcessTable {
    this.living.add(pid);
    const identity = (of: number): ProcessIdentity => ({ pid: of, startTime: `${of}`, bootId: 'boot' });
    return { self: () => identity(pid), isAlive: ({ pid: other }) => this.living.has(other) };
  }
}

describe('the lock', () => {
  it('should be held by one until it is released', async () => {
    const dir = await tempDir();
    const world = new Processes();
    const lock = await acquireLock(nodeFileSystem, dir, world.table(1));
    expect(await lock.isHeld()).toBe(true);
    await expect(acquireLock(nodeFileSystem, dir, world.table(2))).rejects.toThrow(LockedError);
    expect(await lockOwner(nodeFileSystem, dir, world.table(3))).toMatchObject({ pid: 1 });
    await lock.release();
    expect(await lockOwner(nodeFileSystem, dir, world.table(3))).toBeNull();
    const next = await acquireLock(nodeFileSystem, dir, world.table(2));
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(await next.isHeld()).toBe(true);
  });

  it('should be taken over from a dead owner by exactly one of many starters, again and again', async () => {
    const dir = await tempDir();
    const world = new Processes();
    let pid = 0;
    for (let round = 0; round < 15; round += 1) {
      const starters = Array.from({ length: 12 }, () => {
        pid += 1;
        return pid;
      });
      const results = await Promise.allSettled(
        starters.map((starter) => acquireLock(nodeFileSystem, dir, world.table(starter))),
      );
      const winners = results.filter((result) => result.status === 'fulfilled');
      expect(winners.length).toBe(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(LockedError);
      }
      world.living.clear();
    }
    const names = await readdir(dir);
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(names.length).toBeLessThanOrEqual(2);
  });

  it('should take a claim that cannot be read for that of a process that a power cut ended', async () => {
    const dir = await tempDir();
    for (const content of ['', '\0\0\0\0', '{', 'null', '{"pid":"x"}', '{"pid":1}']) {
      const claims = (await readdir(dir)).filter((name) => name.startsWith('LOCK.'));
      const highest = Math.max(0, ...claims.map((name) => Number(name.slice(5))));
      await writeFile(join(dir, `LOCK.${highest + 1}`), content);
      const lock = await acquireLock(nodeFileSystem, dir, new Processes().table(5));
      await lock.release();
    }
  });

  it('should not wait for ever for a claim that somebody else put there', async () => {
    const dir = await tempDir();
    await symlink('nowhere', join(dir, 'LOCK.7'));
    await writeFile(join(dir, 'LOCK.999999999999999'), '');
    const lock = await acquireLock(nodeFileSystem, dir, new Processes().table(5));
    expect(await lock.isHeld()).toBe(true);
    expect(await readdir(dir)).toContain('LOCK.8');
    await lock.release();
    await writeFile(join(dir, 'LOCK.999999999999'), '');
    await expect(acquireLock(nodeFileSystem, dir, new Processes().table(5))).rejects.toThrow(
      StrangeClaimError,
    );
  });

  it('should say in a file for people who holds it', async () => {
    const dir = await tempDir();
    await acquireLock(nodeFileSystem, dir, systemProcesses);
    expect(JSON.parse(await readFile(join(dir, 'LOCK'), 'utf8'))).toMatchObject({
      pid: process.pid,
      released: false,
    });
  });
});

describe('the process table', () => {
  it('should know itself, and not take a later process for an earlier one', () => {
    const self = systemProcesses.self();
    expect(systemProcesses.isAlive(self)).toBe(true);
    expect(systemProcesses.isAlive({ ...self, bootId: 'another boot' })).toBe(false);
    expect(systemProcesses.isAlive({ ...self, startTime: null, bootId: null })).toBe(true);
    if (self.startTime !== null) {
      expect(systemProcesses.isAlive({ ...self, startTime: `${self.startTime}0` })).toBe(false);
    }
  });

  it('should see that a process has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    await once(child, 'spawn');
    const identity = { pid: child.pid ?? 0, startTime: null, bootId: null };
    expect(systemProcesses.isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await exited;
    expect(systemProcesses.isAlive(identity)).toBe(false);
  });
});
