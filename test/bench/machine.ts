// What the figures were measured on, for `bench/results.json`: without it they mean nothing.
import { statfs } from 'node:fs/promises';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Of the directory that was measured in, as statfs numbers it. */
  readonly fileSystem: string;
  /** Of the last minute, before the first benchmark. */
  readonly load: number;
  readonly at: string;
}

/** statfs(2), f_type. */
const FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x01021994, 'tmpfs'],
  [0x794c7630, 'overlayfs'],
]);

export async function describeMachine(dir: string): Promise<Machine> {
  const { type: fileSystem } = await statfs(dir);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    fileSystem: FILE_SYSTEMS.get(fileSystem) ?? `0x${fileSystem.toString(16)}`,
    load: loadavg()[0] ?? 0,
    at: new Date().toISOString(),
  };
}
