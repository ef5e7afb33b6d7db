// A real full disk: a small tmpfs is filled up under a running log, and emptied again. Needs root on Linux; elsewhere it is
// skipped and says so.
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog } from '../../../electron/persistence/open-log.ts';
import type { LogMode, LogStatus } from '../../../electron/persistence/types.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { CountingMachine, checkStream, printedText, REAL_CONFIG } from './counting-machine.ts';
import { mountTmpfs } from './mounted.ts';

/** Takes every byte that is left. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let bytes = 64 * 1024; bytes >= 512; ) {
      try {
        await file.write(Buffer.alloc(bytes, 1));
      } catch {
        bytes /= 2;
      }
    }
  } finally {
    await file.close();
  }
}

describe('a full disk', () => {
  it('should cost no structure and no output, and be used again when there is room', {
    timeout: 60_000,
  }, async (context) => {
    const home = await tempDir();
    const mounting = await mountTmpfs(home, 8 * 1024 * 1024);
    if (mounting.kind === 'refused') return context.skip(`no disk to fill: ${mounting.reason}`);
    const dir = join(mounting.path, 'state');
    const machine = new CountingMachine();
    const modes = new Map<LogMode, () => void>();
    const onStatus = (status: LogStatus): void => modes.get(status.mode)?.();
    const untilMode = (mode: LogMode): Promise<void> =>
      new Promise((resolve) => {
        modes.set(mode, resolve);
        if (log.status().mode === mode) resolve();
      });
    const { log } = await openLog({ dir, machine, config: REAL_CONFIG, onStatus });
    onTestFinished(() => log.close());
    let offset = 0;
    const step = (bytes: number): number => {
      machine.count += 1;
      const data = printedText(1, offset, bytes);
      const lsn = log.append(
        [
          { kind: 'state', data: Buffer.from(String(machine.count)) },
          { kind: 'output', stream: 1, incarnation: 1, offset, data },
        ],
        'now',
      );
      offset += bytes;
      return lsn;
    };

    await log.whenDurable(step(1000));
    await log.checkpoint('start');
    const filler = join(mounting.path, 'filler');
    await fill(filler);
    const degraded = untilMode('degraded');
    for (let count = 0; count < 20; count += 1) await log.whenDurable(step(8000));
    await degraded;
    expect(log.status().reason).toBe('the disk is full');
    await expect(stat(join(dir, 'reserve'))).rejects.toThrow('ENOENT');
    await expect(log.checkpoint('interval')).rejects.toThrow('full');
    for (let count = 0; count < 20; count += 1)
      expect(await log.whenDurable(step(100))).toEqual({ degraded: true });

    await rm(filler);
    const before = log.status().checkpoint?.lsn ?? 0;
    await untilMode('recording');
    expect(await log.whenDurable(step(100))).toEqual({ degraded: false });
    await log.checkpoint('user');
    expect(log.status().checkpoint?.lsn).toBeGreaterThan(before);
    expect((await stat(join(dir, 'reserve'))).size).toBe(1024 * 1024);
    await log.close();

    const again = new CountingMachine();
    const second = await openLog({ dir, machine: again, config: REAL_CONFIG });
    onTestFinished(() => second.log.close());
    expect(second.report).toMatchObject({ cause: 'clean', losses: [] });
    expect(again.count).toBe(machine.count);
    expect(await checkStream(second.log, 1)).toBe(offset);
  });
});
