// Frames whose checksums hold and whose contents make no sense, and proof of loss that lies outside the segment it is about: what
// only a faulty writer, or damage in two places at once, leaves behind.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import {
  FRAME_HEADER_BYTES,
  FRAME_OVERHEAD_BYTES,
  readFrame,
  sealFrame,
} from '../../electron/persistence/frame.ts';
import { parseSegmentName, segmentFile } from '../../electron/persistence/layout.ts';
import { decodeSegmentHeader, SEGMENT_HEADER_BYTES } from '../../electron/persistence/segment-header.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, mark, openForTest, output, TEST_CONFIG, type TestLog } from './open-for-test.ts';

interface LogEnd {
  readonly path: string;
  readonly bytes: Buffer;
  readonly salt: number;
  readonly previous: number;
  readonly nextLsn: number;
}

/** Where the newest segment ends, so that a test can write on as the log's own writer would. */
async function endOf(dir: string): Promise<LogEnd> {
  const name = (await readdir(join(dir, 'wal'))).sort().at(-1) ?? '';
  const path = join(dir, 'wal', name);
  const bytes = await readFile(path);
  const decoded = decodeSegmentHeader(bytes);
  if (decoded.kind !== 'ok') throw new Error(`${name} has no header`);
  const { salt } = decoded.header;
  let previous = decoded.checksum;
  let nextLsn = parseSegmentName(name)?.firstLsn ?? 1;
  let end = SEGMENT_HEADER_BYTES;
  for (let frame = readFrame(bytes, end, salt); frame !== null; frame = readFrame(bytes, end, salt)) {
    previous = frame.checksum;
    nextLsn = frame.firstLsn + frame.records;
    end = frame.end;
  }
  // Without the room behind it: what a test adds comes right behind the last frame.
  return { path, bytes: bytes.subarray(0, end), salt, previous, nextLsn };
}

function forged(
  end: Pick<LogEnd, 'salt' | 'previous' | 'nextLsn'>,
  body: Buffer,
  durableLsn: number,
): Buffer {
  const bytes = Buffer.alloc(body.length + FRAME_OVERHEAD_BYTES);
  body.copy(bytes, FRAME_HEADER_BYTES);
  const { salt, previous, nextLsn } = end;
  sealFrame(bytes, body.length, { salt, flags: 0, records: 1, firstLsn: nextLsn, durableLsn, previous });
  return bytes;
}

/** A log with two records in two frames, closed. */
async function smallLog(): Promise<string> {
  const dir = join(await tempDir(), 'state');
  const { add, log } = await openForTest(dir);
  add('one');
  await log.flush();
  add('two');
  await log.flush();
  await log.close();
  return dir;
}

const record = (payloadBytes: number, length: number, kind = 1): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes[0] = kind;
  bytes[1] = 1;
  bytes.writeUInt32LE(payloadBytes, 4);
  return bytes;
};

describe('a frame that was written wrong', () => {
  it.each([
    ['is cut inside a record header', Buffer.from([1, 1, 0, 0])],
    ['has a record longer than itself', record(100, 20)],
    ['has bytes behind its last record', record(4, 30)],
    ['has output without an address', record(4, 12, 2)],
  ])('should end the log before it, and be reported, when it %s', async (_, body) => {
    const dir = await smallLog();
    const end = await endOf(dir);
    // It says itself that it had been durable: no torn tail.
    const bad = forged(end, body, end.nextLsn);
    const frame = readFrame(bad, 0, end.salt);
    const marker = Buffer.alloc(FRAME_OVERHEAD_BYTES);
    const link = { salt: end.salt, flags: 0, records: 0, previous: frame?.checksum ?? 0 };
    sealFrame(marker, 0, { ...link, firstLsn: end.nextLsn + 1, durableLsn: end.nextLsn });
    await writeFile(end.path, Buffer.concat([end.bytes, bad, marker]));
    const { machine, report, log } = await openForTest(dir);
    expect(machine.items).toEqual(['one', 'two']);
    expect(report.losses).toMatchObject([{ kind: 'corrupt-segment', offset: end.bytes.length }]);
    await log.close();
    expect((await openForTest(dir)).report.losses).toEqual([]);
  });
});

describe('a loss that only a later file proves', () => {
  it('should be damage, not a torn tail, although the later file has lost its header', async () => {
    const dir = await smallLog();
    const end = await endOf(dir);
    const last = readFrame(end.bytes, end.bytes.length - FRAME_OVERHEAD_BYTES, end.salt);
    expect(last?.records).toBe(0);
    // The newest segment's last record is damaged; behind it comes a segment of which only a frame is left.
    const at = end.bytes.indexOf('two');
    const cut = Buffer.from(end.bytes.subarray(0, at + 3));
    const later = Buffer.alloc(SEGMENT_HEADER_BYTES, 7);
    const body = record(4, 12);
    const frame = forged({ salt: 99, previous: 1, nextLsn: end.nextLsn }, body, end.nextLsn - 1);
    await writeFile(end.path, cut);
    await writeFile(
      join(dir, segmentFile({ epoch: 9, firstLsn: end.nextLsn })),
      Buffer.concat([later, frame]),
    );
    const { findings } = await checkDirectory(dir);
    expect(findings.map(({ kind }) => kind)).toContain('corrupt-segment');
    expect(findings.map(({ kind }) => kind)).not.toContain('torn-tail');
    const { machine, report } = await openForTest(dir);
    expect(machine.items).toEqual(['one']);
    expect(report.losses.map(({ kind }) => kind)).not.toContain('torn-tail');
    expect(report.losses.length).toBeGreaterThan(0);
  });
});

describe('a log that is not recording', () => {
  async function blocked(): Promise<{ test: TestLog; clock: ManualClock; mend: () => void }> {
    const { nodeFileSystem } = await import('../../electron/persistence/node-file-system.ts');
    let broken = false;
    const fail = (): never => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    };
    const fs: typeof nodeFileSystem = {
      ...nodeFileSystem,
      async createLogFile(path) {
        if (broken) fail();
        const file = await nodeFileSystem.createLogFile(path);
        return {
          ...file,
          read: (into, position) => file.read(into, position),
          writev: (parts, position) => (broken ? fail() : file.writev(parts, position)),
          writevDurably: (parts, position) => (broken ? fail() : file.writevDurably(parts, position)),
          datasync: () => file.datasync(),
          close: () => file.close(),
        };
      },
    };
    const clock = new ManualClock();
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { fs, clock, config: TEST_CONFIG });
    broken = true;
    test.log.append([output(1, 1, 0, 'before'), mark(1, 1, 6, 'm')], 'now');
    await test.log.flush();
    expect(test.log.status().mode).toBe('degraded');
    const mend = (): void => {
      broken = false;
    };
    return { test, clock, mend };
  }

  it('should refuse snapshots, restore points and checkpoints by name, and keep what it is given', async () => {
    const { test, mend } = await blocked();
    const { log } = test;
    log.append([output(1, 1, 7, 'held back'), mark(1, 1, 16, 'n')], 'soon');
    test.add('structure');
    await expect(log.putSnapshot(1, { incarnation: 1, offset: 6 }, Buffer.from('x'))).rejects.toMatchObject({
      name: 'SnapshotError',
    });
    await expect(log.keepRestorePoint(new Map(), 'user')).rejects.toMatchObject({ name: 'CheckpointError' });
    await expect(log.checkpoint('interval')).rejects.toMatchObject({ name: 'CheckpointError' });
    expect(log.backlogBytes()).toBe(0);
    const held = ['output@1.0 before', 'mark@1.6 m', 'output@1.7 held back', 'mark@1.16 n'];
    expect(await contentOf(await log.readStream(1))).toEqual(held);
    mend();
    // A person's wish is one more try.
    await log.checkpoint('user');
    expect(log.status().mode).toBe('recording');
    expect(await contentOf(await log.readStream(1))).toEqual(held);
  });
});
