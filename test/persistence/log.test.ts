// The log on real files: what is appended comes back, whole and in order, after any end.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LockedError } from '../../electron/persistence/errors.ts';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, mark, openForTest, output, state, TEST_CONFIG } from './open-for-test.ts';

describe('the log on real files', () => {
  it('should begin empty and say so', async () => {
    const { report, machine, log } = await openForTest(join(await tempDir(), 'state'));
    expect(report).toMatchObject({ cause: 'first-run', checkpointLsn: null, replayedRecords: 0, losses: [] });
    expect(machine.items).toEqual([]);
    expect(log.status()).toMatchObject({
      mode: 'recording',
      lsn: 0,
      durableLsn: 0,
      segments: 1,
      checkpoint: null,
    });
  });

  it('should bring back every record in order after a close', async () => {
    const dir = join(await tempDir(), 'state');
    const first = await openForTest(dir);
    first.add('a', 'b');
    expect(first.add('c')).toBe(3);
    await first.log.close();
    const second = await openForTest(dir);
    expect(second.machine.items).toEqual(['a', 'b', 'c']);
    expect(second.report).toMatchObject({ cause: 'clean', replayedRecords: 3, losses: [] });
  });

  it('should call an end without close a crash, and lose nothing that was durable', async () => {
    const dir = join(await tempDir(), 'state');
    const first = await openForTest(dir, { processes: deadAfterwards() });
    await first.log.whenDurable(first.add('kept'));
    const second = await openForTest(dir, { processes: deadAfterwards() });
    expect(second.machine.items).toEqual(['kept']);
    expect(second.report.cause).toBe('crash');
  });

  it('should continue the numbers over restarts', async () => {
    const dir = join(await tempDir(), 'state');
    const expected: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const opened = await openForTest(dir);
      expect(opened.machine.items).toEqual(expected);
      expect(opened.add(`round ${round}`)).toBe(round + 1);
      expected.push(`round ${round}`);
      if (round === 2) await opened.log.checkpoint('user');
      await opened.log.close({ checkpoint: round % 2 === 1 });
    }
  });

  it('should replay only what lies behind the newest checkpoint', async () => {
    const dir = join(await tempDir(), 'state');
    const first = await openForTest(dir);
    first.add('old');
    const info = await first.log.checkpoint('user');
    expect(info).toMatchObject({ id: 'c1', lsn: 1 });
    first.add('new');
    await first.log.close();
    const second = await openForTest(dir);
    expect(second.machine.items).toEqual(['old', 'new']);
    expect(second.machine.applied).toEqual([2]);
    expect(second.report).toMatchObject({ checkpointLsn: 1, replayedRecords: 1 });
  });

  it('should read a stream back from snapshot, disk and memory', async () => {
    const dir = join(await tempDir(), 'state');
    const { log } = await openForTest(dir);
    log.append([output(7, 1, 0, 'hello '), mark(7, 1, 6, '80x24'), output(8, 1, 0, 'other')], 'soon');
    await log.flush();
    log.append([output(7, 1, 7, 'world')], 'soon');
    expect(await contentOf(await log.readStream(7))).toEqual([
      'output@1.0 hello ',
      'mark@1.6 80x24',
      'output@1.7 world',
    ]);
    await log.putSnapshot(7, { incarnation: 1, offset: 9 }, Buffer.from('SCREEN'));
    expect(await contentOf(await log.readStream(7))).toEqual(['snapshot@1.9 SCREEN', 'output@1.9 rld']);
    expect(await contentOf(await log.readStream(8))).toEqual(['output@1.0 other']);
    expect(await contentOf(await log.readStream(9))).toEqual([]);
    expect([...log.streams()]).toMatchObject([
      { stream: 7, tailBytes: 3 },
      { stream: 8, tailBytes: 5 },
    ]);
    expect(log.sizeOf(8)).toEqual({ tailBytes: 5, snapshotBytes: 0 });
    expect(log.sizeOf(9)).toBeNull();
    log.dropStream(8);
    expect(log.sizeOf(8)).toBeNull();
  });

  it('should bring streams back with and without a checkpoint', async () => {
    const dir = join(await tempDir(), 'state');
    const first = await openForTest(dir);
    first.log.append([output(1, 1, 0, 'one'), output(2, 1, 0, 'two')], 'soon');
    await first.log.putSnapshot(1, { incarnation: 1, offset: 2 }, Buffer.from('S'));
    await first.log.checkpoint('user');
    first.log.append([output(1, 1, 3, '!'), output(3, 1, 0, 'three')], 'soon');
    await first.log.close();
    const second = await openForTest(dir);
    expect(await contentOf(await second.log.readStream(1))).toEqual([
      'snapshot@1.2 S',
      'output@1.2 e',
      'output@1.3 !',
    ]);
    expect(await contentOf(await second.log.readStream(2))).toEqual(['output@1.0 two']);
    expect(await contentOf(await second.log.readStream(3))).toEqual(['output@1.0 three']);
  });

  it('should give a reader the cut of its call, whatever happens to the stream meanwhile', async () => {
    const dir = join(await tempDir(), 'state');
    const { log } = await openForTest(dir);
    log.append([output(1, 1, 0, 'before')], 'soon');
    const content = await log.readStream(1);
    log.append([output(1, 1, 6, 'after')], 'soon');
    await log.putSnapshot(1, { incarnation: 1, offset: 11 }, Buffer.from('S'));
    await log.checkpoint('user');
    expect(content.end).toEqual({ incarnation: 1, offset: 6 });
    expect(await contentOf(content)).toEqual(['output@1.0 before']);
  });

  it('should forget a dropped stream with the next checkpoint', async () => {
    const dir = join(await tempDir(), 'state');
    const first = await openForTest(dir, { config: { ...TEST_CONFIG, keepCheckpoints: 1 } });
    first.log.append([output(1, 1, 0, 'gone')], 'soon');
    await first.log.putSnapshot(1, { incarnation: 1, offset: 4 }, Buffer.from('S'));
    await first.log.checkpoint('user');
    first.log.dropStream(1);
    await first.log.checkpoint('user');
    expect(await readdir(join(dir, 'scrollback'))).toEqual([]);
    await first.log.close();
    const second = await openForTest(dir);
    expect(await contentOf(await second.log.readStream(1))).toEqual([]);
  });

  it('should rotate segments and let go of those that no checkpoint needs', async () => {
    const dir = join(await tempDir(), 'state');
    const config = { ...TEST_CONFIG, segmentBytes: 64 * 1024, keepCheckpoints: 2 };
    const { log, machine, add } = await openForTest(dir, { config });
    let offset = 0;
    for (let round = 0; round < 40; round += 1) {
      log.append([output(1, 1, offset, Buffer.alloc(16 * 1024, 65 + (round % 26)))], 'soon');
      offset += 16 * 1024;
      add(`round ${round}`);
      await log.flush();
    }
    expect(log.status().segments).toBeGreaterThan(8);
    for (let round = 0; round < 2; round += 1) {
      await log.putSnapshot(1, { incarnation: 1, offset }, Buffer.from(`S${round}`));
      await log.checkpoint('user');
    }
    expect(log.status().segments).toBeLessThanOrEqual(2);
    await log.close();
    // Only now: the marker behind a burst may begin another segment at any time.
    expect((await readdir(join(dir, 'wal'))).length).toBe(log.status().segments);
    const second = await openForTest(dir, { config });
    expect(second.machine.items).toEqual(machine.items);
    expect(second.report.losses).toEqual([]);
  });

  it('should refuse a second writer and name the first', async () => {
    const dir = join(await tempDir(), 'state');
    await openForTest(dir);
    await expect(openForTest(dir)).rejects.toThrow(LockedError);
    await expect(openForTest(dir)).rejects.toThrow(`process ${process.pid}`);
  });

  it('should keep everything private', async () => {
    const dir = join(await tempDir(), 'state');
    const { log, add } = await openForTest(dir);
    add('x');
    await log.checkpoint('user');
    for (const name of await readdir(dir)) {
      const { mode } = await stat(join(dir, name));
      expect(`${name} ${(mode & 0o777).toString(8)}`).toBe(
        `${name} ${(await stat(join(dir, name))).isDirectory() ? 700 : 600}`,
      );
    }
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
  });

  it('should answer flush and whenDurable at once when there is nothing to wait for', async () => {
    const { log, add } = await openForTest(join(await tempDir(), 'state'));
    expect(await log.flush()).toBe(0);
    const lsn = add('x');
    expect(await log.flush()).toBe(lsn);
    expect(await log.whenDurable(lsn)).toEqual({ degraded: false });
    expect(log.append([], 'now')).toBe(lsn);
    expect(log.append([state('y')], 'soon')).toBe(lsn + 1);
    expect(await log.whenDurable(lsn + 1)).toEqual({ degraded: false });
  });
});

/** A process table in which nobody is alive but the asker: a crash without a second process. */
function deadAfterwards() {
  return { self: () => ({ pid: 1, startTime: '0', bootId: null }), isAlive: () => false };
}
