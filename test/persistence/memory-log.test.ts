// The log without a disk: the same answers, and nothing anywhere.
import { describe, expect, it } from 'vitest';
import { CheckpointError, LogClosedError } from '../../electron/persistence/errors.ts';
import { openMemoryLog } from '../../electron/persistence/memory-log.ts';
import { contentOf, mark, output, state, unchanged } from './open-for-test.ts';

describe('the log in memory', () => {
  it('should give streams back, before and after a snapshot', async () => {
    const log = openMemoryLog();
    expect(log.append([state('s'), output(1, 1, 0, 'hello'), mark(1, 1, 5, '80x24')], 'now')).toBe(3);
    expect(log.append([output(1, 1, 6, 'world'), output(2, 1, 0, 'other')], 'soon')).toBe(5);
    expect(await contentOf(await log.readStream(1))).toEqual([
      'output@1.0 hello',
      'mark@1.5 80x24',
      'output@1.6 world',
    ]);
    await log.putSnapshot(1, { incarnation: 1, offset: 8 }, Buffer.from('S'));
    await log.putSnapshot(1, { incarnation: 1, offset: 3 }, Buffer.from('too late'));
    expect(await contentOf(await log.readStream(1))).toEqual(['snapshot@1.8 S', 'output@1.8 rld']);
    expect((await log.readStream(1)).end).toEqual({ incarnation: 1, offset: 11 });
    expect([...log.streams()]).toMatchObject([
      { stream: 1, tailBytes: 3, snapshotBytes: 1 },
      { stream: 2, tailBytes: 5 },
    ]);
    expect(log.sizeOf(1)).toEqual({ tailBytes: 3, snapshotBytes: 1 });
    expect(log.sizeOf(3)).toBeNull();
    log.dropStream(1);
    await log.purge(new Set([2]), unchanged);
    expect(log.holds(new Set([2]))).toBe(false);
    expect(await contentOf(await log.readStream(1))).toEqual([]);
    expect([...log.streams()]).toEqual([]);
  });

  it('should keep what it was given even if the caller uses the buffer again', async () => {
    const log = openMemoryLog();
    const data = Buffer.from('first');
    log.append([{ kind: 'output', stream: 1, incarnation: 1, offset: 0, data }], 'now');
    data.fill('x');
    expect(await contentOf(await log.readStream(1))).toEqual(['output@1.0 first']);
  });

  it('should never keep anybody waiting, and say that it is switched off', async () => {
    const log = openMemoryLog();
    const lsn = log.append([state('s')], 'now');
    expect(await log.whenDurable(lsn)).toEqual({ degraded: false });
    expect(await log.flush()).toBe(lsn);
    expect(await log.checkpoint('user')).toMatchObject({ lsn, bytes: 0 });
    expect(log.status()).toMatchObject({ mode: 'disabled', lsn, durableLsn: 0, checkpoint: null });
    expect(log.backlogBytes()).toBe(0);
    log.configure({ keepCheckpoints: 9 });
    expect(log.restorePoints()).toEqual([]);
    expect(log.readRestorePoint('c1')).toBeNull();
    await expect(log.keepRestorePoint(new Map(), 'user')).rejects.toThrow(CheckpointError);
    await log.close();
    expect(() => log.append([state('s')], 'now')).toThrow(LogClosedError);
  });
});
