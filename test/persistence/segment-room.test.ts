// Room ahead of the writing: how much of it, that a disk without it takes frames all the same, and what can be told where the
// end of the log was wiped out. What it buys is measured by the benchmarks, that it is safe by the crash tests.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import { type Frame, readFrame } from '../../electron/persistence/frame.ts';
import { SEGMENT_HEADER_BYTES } from '../../electron/persistence/segment-header.ts';
import { ROOM_BYTE, roomAhead, startOfRoom } from '../../electron/persistence/segment-room.ts';
import { simError } from '../support/sim-fs.ts';
import { tempDir } from '../support/temp-dir.ts';
import { freshDisk } from './crash-points.ts';
import { Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { openForTest, state } from './open-for-test.ts';

const KIB = 1024;

interface LogEnd {
  readonly path: string;
  readonly bytes: Buffer;
  readonly frames: readonly Frame[];
}

async function endOf(dir: string): Promise<LogEnd> {
  const name = (await readdir(join(dir, 'wal'))).sort().at(-1) ?? '';
  const path = join(dir, 'wal', name);
  const bytes = await readFile(path);
  const frames: Frame[] = [];
  for (let at = SEGMENT_HEADER_BYTES; ; ) {
    const frame = readFrame(bytes, at, null);
    if (frame === null) return { path, bytes, frames };
    frames.push(frame);
    at = frame.end;
  }
}

/** A closed log of five items, and where its last confirmed record stands. */
async function closedLog(withCheckpoint: boolean): Promise<LogEnd & { dir: string; last: Frame }> {
  const dir = join(await tempDir(), 'state');
  const { log, add } = await openForTest(dir);
  for (const item of ['one', 'two', 'three', 'four', 'five']) await log.whenDurable(add(item));
  if (withCheckpoint) await log.checkpoint('user');
  await log.close();
  const end = await endOf(dir);
  const last = end.frames.filter(({ records }) => records > 0).at(-1);
  if (last === undefined) throw new Error('the log is empty');
  return { dir, ...end, last };
}

describe('room ahead of the writing', () => {
  it('should grow with the commits that a segment sees, and end with the segment', () => {
    const left = 16 * KIB * KIB;
    expect(roomAhead({ commitBytes: 100, lastBytes: 0, segmentBytesLeft: left }).length).toBe(800);
    expect(roomAhead({ commitBytes: 100, lastBytes: 800, segmentBytesLeft: left }).length).toBe(1600);
    expect(roomAhead({ commitBytes: 100, lastBytes: left, segmentBytesLeft: left }).length).toBe(512 * KIB);
    expect(roomAhead({ commitBytes: 100, lastBytes: 0, segmentBytesLeft: 300 }).length).toBe(300);
    expect(roomAhead({ commitBytes: 100, lastBytes: 0, segmentBytesLeft: -5 }).length).toBe(0);
    expect(roomAhead({ commitBytes: 129 * KIB, lastBytes: 0, segmentBytesLeft: left }).length).toBe(0);
  });

  it('should be found by its bytes alone, and not in front of where it is looked for', () => {
    const bytes = Buffer.from([1, ROOM_BYTE, 2, ROOM_BYTE, ROOM_BYTE]);
    expect(startOfRoom(bytes, 0)).toBe(3);
    expect(startOfRoom(bytes, 4)).toBe(4);
    expect(startOfRoom(bytes.subarray(0, 3), 0)).toBe(3);
  });

  it('should be written once for many commits, which then take one call each and leave the size as it is', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle(), {
      checkpointIntervalMs: 0,
      walFlushIntervalMs: 5,
      maxWalSizeBytes: 1024 * KIB,
      keepCheckpoints: 2,
      maxStateBytes: 1024 * KIB,
      segmentBytes: 64 * KIB,
    });
    await session.durable(session.add([state('the first makes room')], 'now'));
    const [name = ''] = await fs.list(`${STATE_DIR}/wal`);
    const path = `${STATE_DIR}/wal/${name}`;
    const size = fs.contents(path).length;
    const made: string[] = [];
    fs.hooks.after = (op) => {
      if (op.path === path) made.push(op.kind);
    };
    for (const item of ['a', 'b', 'c']) await session.durable(session.add([state(item)], 'now'));
    expect(made).toEqual(['write', 'commit', 'write', 'commit', 'write', 'commit']);
    expect(fs.contents(path).length).toBe(size);
    fs.hooks = {};
    await session.log.close();
  });

  it('should be done without where the disk takes the frames and nothing more', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle());
    let refused = 0;
    fs.hooks.before = (op) => {
      if (op.kind !== 'write' || !op.path.includes('/wal/')) return undefined;
      // Every other one: the write with room is refused, the same frames alone are taken.
      refused += 1;
      if (refused % 2 === 1) throw simError('ENOSPC', op.path);
      return undefined;
    };
    await session.durable(session.add([state('taken')], 'now'));
    expect(refused).toBe(2);
    expect(session.log.status()).toMatchObject({ mode: 'recording', durableLsn: session.log.status().lsn });
    fs.hooks = {};
    await session.log.close();
    expect((await Session.open(fs, new Oracle())).machine.items).toEqual(['taken']);
  });
});

describe('a log whose end was wiped out', () => {
  it('should be whole up to there, and say so, when zeros stand for the last record and all behind it', async () => {
    const { dir, path, bytes, last } = await closedLog(false);
    await writeFile(path, Buffer.from(bytes).fill(0, last.offset));
    const { machine, report } = await openForTest(dir);
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
    expect(report).toMatchObject({
      cause: 'crash',
      losses: [{ kind: 'torn-tail', offset: last.offset, bytes: bytes.length - last.offset }],
    });
  });

  it('should count as damaged when anything behind the record is left that knows of it', async () => {
    const { dir, path, bytes, last } = await closedLog(false);
    await writeFile(path, Buffer.from(bytes).fill(0, last.offset, last.end));
    const { machine, report } = await openForTest(dir);
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
    expect(report.losses).toMatchObject([{ kind: 'corrupt-segment', offset: last.offset }]);
  });

  for (const [what, byte] of [
    ['zeros', 0],
    ['room', ROOM_BYTE],
  ] as const) {
    it(`should lose nothing of the state, and count as damaged, when ${what} stand for what a checkpoint knows of`, async () => {
      const { dir, path, bytes, last } = await closedLog(true);
      await writeFile(path, Buffer.from(bytes).fill(byte, last.offset));
      const { machine, report } = await openForTest(dir);
      expect(machine.items).toEqual(['one', 'two', 'three', 'four', 'five']);
      expect(report.losses).toMatchObject([{ kind: 'corrupt-segment', offset: last.offset }]);
    });

    it(`should count as damaged when ${what} stand for what a later segment vouches for`, async () => {
      const { dir, path, bytes, last } = await closedLog(false);
      await (await openForTest(dir)).log.close();
      await writeFile(path, Buffer.from(bytes).fill(byte, last.offset));
      expect((await checkDirectory(dir)).findings).toMatchObject([
        { kind: 'corrupt-segment', offset: last.offset },
      ]);
      const { machine, report } = await openForTest(dir);
      expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
      expect(report.losses[0]).toMatchObject({ kind: 'corrupt-segment', offset: last.offset });
    });
  }

  it('should look like a shorter one, as after cutting the file, when its end was overwritten with room', async () => {
    const { dir, path, bytes, last } = await closedLog(false);
    for (const shorter of [bytes.subarray(0, last.offset), Buffer.from(bytes).fill(ROOM_BYTE, last.offset)]) {
      await writeFile(path, shorter);
      // Not the clean end that it had: so much is told.
      expect((await checkDirectory(dir)).findings).toEqual([]);
    }
    const { machine, report } = await openForTest(dir);
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
    expect(report).toMatchObject({ cause: 'crash', losses: [] });
  });
});
