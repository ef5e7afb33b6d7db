// What a log does by itself over time: checkpoints by interval and by growth, a bounded WAL, settings that change, an end.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BatchTooLargeError, LogClosedError, ReplayError } from '../../electron/persistence/errors.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import type { LogStatus } from '../../electron/persistence/types.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { crashImage, freeze, seeded } from '../support/sim-fs-crash.ts';
import { tempDir } from '../support/temp-dir.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { ListMachine } from './list-machine.ts';
import { contentOf, openForTest, output, state, TEST_CONFIG, unchanged } from './open-for-test.ts';

/** The next status that fits. */
function statusHook(): {
  onStatus: (status: LogStatus) => void;
  until: (fits: (status: LogStatus) => boolean) => Promise<LogStatus>;
} {
  let waiting: { fits: (status: LogStatus) => boolean; resolve: (status: LogStatus) => void } | null = null;
  return {
    onStatus(status) {
      if (waiting?.fits(status)) waiting.resolve(status);
    },
    until: (fits) =>
      new Promise((resolve) => {
        waiting = { fits, resolve };
      }),
  };
}

describe('a log over time', () => {
  it('should make a checkpoint by interval, and none when nothing has changed', async () => {
    const clock = new ManualClock();
    const { onStatus, until } = statusHook();
    const config = { ...TEST_CONFIG, checkpointIntervalMs: 1000 };
    const { log, add } = await openForTest(join(await tempDir(), 'state'), { clock, config, onStatus });
    add('x');
    await log.flush();
    const made = until((status) => status.checkpoint !== null);
    clock.advance(1000);
    expect((await made).checkpoint).toMatchObject({ id: 'c1', lsn: 1 });
    clock.advance(5000);
    expect(log.status().checkpoint?.id).toBe('c1');
    log.configure({ checkpointIntervalMs: 10 });
    add('y');
    await log.flush();
    const again = until((status) => status.checkpoint?.id === 'c2');
    clock.advance(10);
    expect((await again).checkpoint?.lsn).toBe(2);
  });

  it('should keep the WAL around its bound while something prints without end and is folded', async () => {
    const maxWalSizeBytes = 2 * 1024 * 1024;
    const config = { ...TEST_CONFIG, maxWalSizeBytes };
    const { log } = await openForTest(join(await tempDir(), 'state'), { config });
    let offset = 0;
    let most = 0;
    for (let round = 0; round < 200; round += 1) {
      log.append([output(1, 1, offset, Buffer.alloc(64 * 1024, round))], 'soon');
      offset += 64 * 1024;
      await log.flush();
      const [stream] = log.streams();
      if ((stream?.pinnedWalBytes ?? 0) > maxWalSizeBytes / 4) {
        await log.putSnapshot(1, { incarnation: 1, offset }, Buffer.from('S'));
      }
      most = Math.max(most, log.status().walBytes);
    }
    expect(log.status().checkpoints).toBeGreaterThan(0);
    // Of 12.5 MiB. Nobody is paced here: while the disk takes its time for a checkpoint, printing goes on.
    expect(most).toBeLessThan(4 * maxWalSizeBytes);
  });

  it('should name the stream that pins the oldest segment', async () => {
    const config = { ...TEST_CONFIG, segmentBytes: 64 * 1024 };
    const { log } = await openForTest(join(await tempDir(), 'state'), { config });
    log.append([output(1, 1, 0, 'quiet')], 'now');
    await log.flush();
    for (let round = 0; round < 4; round += 1) {
      log.append([output(2, 1, round * 65_536, Buffer.alloc(65_536))], 'now');
      await log.flush();
    }
    await log.putSnapshot(2, { incarnation: 1, offset: 2 * 65_536 }, Buffer.from('S'));
    const streams = new Map([...log.streams()].map((one) => [one.stream, one]));
    expect(streams.get(1)).toMatchObject({ pinsOldestSegment: true, tailBytes: 5 });
    expect(streams.get(2)).toMatchObject({ pinsOldestSegment: false, tailBytes: 2 * 65_536 });
    expect(streams.get(1)?.pinnedWalBytes).toBeGreaterThan(
      streams.get(2)?.pinnedWalBytes ?? Number.POSITIVE_INFINITY,
    );
  });

  it('should refuse a batch that no frame can hold, and take nothing of it', async () => {
    const { log } = await openForTest(join(await tempDir(), 'state'));
    const half = Buffer.alloc(17 * 1024 * 1024);
    expect(() =>
      log.append(
        [
          { kind: 'state', data: half },
          { kind: 'state', data: half },
        ],
        'now',
      ),
    ).toThrow(BatchTooLargeError);
    expect(log.status().lsn).toBe(0);
    const lsn = log.append([{ kind: 'state', data: half }], 'now');
    expect(await log.whenDurable(lsn)).toEqual({ degraded: false });
  });

  it('should share one checkpoint among those who ask at the same time', async () => {
    const { log, add } = await openForTest(join(await tempDir(), 'state'));
    add('x');
    const [first, second] = await Promise.all([log.checkpoint('user'), log.checkpoint('user')]);
    expect(second).toEqual(first);
    expect(log.status().checkpoints).toBe(1);
  });

  it('should take nothing any more once it is closed', async () => {
    const { log, add } = await openForTest(join(await tempDir(), 'state'));
    add('x');
    await Promise.all([log.close(), log.close()]);
    expect(() => log.append([state('y')], 'now')).toThrow(LogClosedError);
    await expect(log.checkpoint('user')).rejects.toThrow(LogClosedError);
    await expect(log.putSnapshot(1, { incarnation: 1, offset: 0 }, Buffer.alloc(1))).rejects.toThrow(
      LogClosedError,
    );
    await expect(log.keepRestorePoint(new Map(), 'user')).rejects.toThrow(LogClosedError);
    await expect(log.purge(new Set([1]), unchanged)).rejects.toThrow(LogClosedError);
  });

  it('should open for reading only without leaving a trace', async () => {
    const fs = freshDisk();
    const oracle = new Oracle();
    const session = await Session.open(fs, oracle);
    session.add([state('a'), output(1, 1, 0, 'text')], 'now');
    await session.log.flush();
    const changes: string[] = [];
    fs.hooks.after = ({ kind, path }) => {
      if (!['open', 'read', 'stat', 'list', 'close'].includes(kind)) changes.push(`${kind} ${path}`);
    };
    const machine = new ListMachine();
    const { log } = await openLog({
      dir: STATE_DIR,
      machine,
      config: CRASH_CONFIG,
      fs,
      clock: new ManualClock(),
      mode: 'read-only',
    });
    expect(machine.items).toEqual(['a']);
    expect(await contentOf(await log.readStream(1))).toEqual(['output@1.0 text']);
    expect(log.status()).toMatchObject({ mode: 'read-only', reason: 'opened for reading only' });
    await log.close();
    expect(changes).toEqual([]);
  });

  it('should refuse to open when the state machine will not have a record, and salvage what it will have', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    for (const item of ['good', 'poison', 'also good']) session.add([state(item)], 'now');
    await session.log.close();
    class Choosy extends ListMachine {
      override apply(record: Uint8Array, lsn: number): void {
        if (Buffer.from(record).toString() === 'poison') throw new Error('no');
        super.apply(record, lsn);
      }
    }
    const processes = { self: () => ({ pid: 1, startTime: '1', bootId: 'b' }), isAlive: () => false };
    const options = { dir: STATE_DIR, config: CRASH_CONFIG, fs, clock: new ManualClock(), processes };
    await expect(openLog({ ...options, machine: new Choosy() })).rejects.toThrow(ReplayError);
    await expect(openLog({ ...options, machine: new Choosy() })).rejects.toThrow(
      'record 2 could not be applied',
    );
    const machine = new Choosy();
    const { report, log } = await openLog({ ...options, machine, mode: 'salvage' });
    expect(machine.items).toEqual(['good', 'also good']);
    expect(report.losses).toMatchObject([
      { kind: 'other', detail: 'record 2 could not be applied: Error: no' },
    ]);
    await log.close();
  });

  it('should salvage what lies behind damage when asked to', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle(), { ...CRASH_CONFIG, segmentBytes: 1_000_000 });
    for (const item of ['one', 'two', 'three', 'four']) {
      session.add([state(item)], 'now');
      await session.log.flush();
    }
    await session.log.close();
    const [name] = await fs.list(`${STATE_DIR}/wal`);
    const path = `${STATE_DIR}/wal/${name}`;
    const bytes = Buffer.from(fs.contents(path));
    bytes[bytes.indexOf('two')] = 0x58;
    const processes = { self: () => ({ pid: 1, startTime: '1', bootId: 'b' }), isAlive: () => false };
    for (const [mode, expected] of [
      ['normal', ['one']],
      ['salvage', ['one', 'three', 'four']],
    ] as const) {
      fs.damage(path, bytes);
      const machine = new ListMachine();
      const options = { dir: STATE_DIR, config: CRASH_CONFIG, clock: new ManualClock(), processes };
      const image = crashImage(freeze(fs.root), 'killed', seeded(1));
      const { report } = await openLog({ ...options, machine, fs: image, mode });
      expect(machine.items, mode).toEqual(expected);
      expect(report.losses, mode).toMatchObject([{ kind: 'corrupt-segment' }]);
    }
  });
});
