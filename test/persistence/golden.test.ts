// The bytes of every version, as they were written once: today's reader must understand them, and today's writer must still write
// them. A format that changes gets a new version and new files beside these, never instead of them.
import { appendFile, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../electron/persistence/checkpoint-file.ts';
import { crc32c } from '../../electron/persistence/crc32c.ts';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import { UnknownRecordError, UnsupportedVersionError } from '../../electron/persistence/errors.ts';
import { FRAME_HEADER_BYTES, type Frame, readFrame, sealFrame } from '../../electron/persistence/frame.ts';
import { decodeSegmentHeader, encodeSegmentHeader } from '../../electron/persistence/segment-header.ts';
import { ROOM_BYTE } from '../../electron/persistence/segment-room.ts';
import { decodeSnapshot, encodeSnapshot } from '../../electron/persistence/snapshot-file.ts';
import { tempDir } from '../support/temp-dir.ts';
import { freshDisk } from './crash-points.ts';
import { Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { contentOf, openForTest, state } from './open-for-test.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/persistence');
const VERSIONS = ['v1', 'v2'] as const;

describe('the format, byte by byte', () => {
  it('should check with CRC32C', () => {
    // RFC 3720, B.4.
    expect(crc32c(Buffer.alloc(32), 0, 32)).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff), 0, 32)).toBe(0x62a8ab43);
    expect(crc32c(Buffer.from('123456789'), 0, 9)).toBe(0xe3069283);
    const long = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 251));
    // Native and table code, in one piece and in two.
    expect(crc32c(long, 2500, 5000, crc32c(long, 0, 2500))).toBe(crc32c(long, 0, 5000));
    expect(crc32c(long, 100, 200, crc32c(long, 0, 100))).toBe(crc32c(long, 0, 200));
  });

  it('should lay a segment header out as documented', () => {
    const predecessor = { epoch: 6, firstLsn: 0x1_0000_0002, acceptedBytes: 12345 };
    const header = { epoch: 7, firstLsn: 0x1_0000_0003, salt: 0xdeadbeef, predecessor };
    const bytes = encodeSegmentHeader(header);
    const behindVersion =
      '0700000003000000010000000000000006000000020000000100000039300000000000' +
      '00efbeadde000000000000000000000000';
    expect(bytes.subarray(0, 60).toString('hex')).toBe(`4556575302000000${behindVersion}`);
    expect(bytes.readUInt32LE(60)).toBe(crc32c(bytes, 0, 60));
    expect(decodeSegmentHeader(bytes)).toEqual({
      kind: 'ok',
      header: { ...header, mayHaveRoom: true },
      checksum: bytes.readUInt32LE(60),
    });
    const first = Buffer.concat([Buffer.from(`4556575301000000${behindVersion}`, 'hex'), Buffer.alloc(4)]);
    first.writeUInt32LE(crc32c(first, 0, 60), 60);
    expect(decodeSegmentHeader(first)).toEqual({
      kind: 'ok',
      header: { ...header, mayHaveRoom: false },
      checksum: first.readUInt32LE(60),
    });
  });

  it('should lay a frame out as documented', () => {
    const bytes = Buffer.alloc(FRAME_HEADER_BYTES + 4 + 4);
    bytes.write('body', FRAME_HEADER_BYTES);
    const link = { salt: 1, flags: 1, records: 2, firstLsn: 3, durableLsn: 2, previous: 0xaabbccdd };
    const checksum = sealFrame(bytes, 4, link);
    expect(bytes.subarray(0, 44).toString('hex')).toBe(
      '45564652' +
        '01000000' +
        '04000000' +
        '02000000' +
        '01000000' +
        'ddccbbaa' +
        '0300000000000000' +
        '0200000000000000' +
        '00000000',
    );
    expect(readFrame(bytes, 0, 1)).toMatchObject({ ...link, offset: 0, end: 56, checksum });
    expect(readFrame(bytes, 0, 2)).toBeNull();
  });

  it('should write and read snapshots and checkpoints back the same', () => {
    const header = { stream: 4, position: { incarnation: 2, offset: 2 ** 40 }, lsn: 17 };
    const file = Buffer.concat(encodeSnapshot(header, Buffer.from('data')));
    expect(file.subarray(0, 36).toString('hex')).toBe(
      '45565353' +
        '01000000' +
        '04000000' +
        '02000000' +
        '0000000000010000' +
        '1100000000000000' +
        '04000000',
    );
    expect(decodeSnapshot(file)).toMatchObject({ kind: 'ok', header });
    const checkpoint = {
      id: 3,
      lsn: 9,
      atMs: 1_700_000_000_000,
      reason: 'user' as const,
      state: Buffer.from('state'),
      streams: [
        { stream: 1, snapshot: null, tail: null, end: null },
        {
          stream: 2,
          snapshot: { name: '2-1-5-1.snap', position: { incarnation: 1, offset: 5 }, bytes: 49 },
          tail: { segment: { epoch: 1, firstLsn: 1 }, offset: 64 },
          end: { incarnation: 1, offset: 9 },
        },
      ],
      replayFrom: { epoch: 1, firstLsn: 1 },
      segments: [{ epoch: 1, firstLsn: 1 }],
    };
    const bytes = encodeCheckpoint(checkpoint);
    expect(decodeCheckpoint(bytes)).toEqual({ kind: 'ok', checkpoint });
  });
});

describe('a directory of version 1', () => {
  it('should open as it was when it was written', async () => {
    const dir = join(await tempDir(), 'state');
    await mkdir(dir, { mode: 0o700 });
    await cp(join(FIXTURES, 'v1'), dir, { recursive: true });
    const { log, machine, report } = await openForTest(dir);
    expect(report).toMatchObject({ cause: 'clean', checkpointLsn: 5, losses: [] });
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
    expect(await contentOf(await log.readStream(1))).toEqual([
      'snapshot@1.5 HELLO',
      'mark@1.5 80x24',
      'output@1.6 after',
    ]);
    expect(await contentOf(await log.readStream(2))).toEqual(['output@3.100 elsewhere']);
    expect(log.restorePoints()).toMatchObject([{ id: 'c2', reason: 'user' }]);
    // The present version goes on from there.
    await log.checkpoint('start');
    expect((await readdir(join(dir, 'checkpoints'))).length).toBe(2);
  });

  it('should count zeros behind its last frame as a write that was not finished', async () => {
    const { dir, newest } = await copyOf('v1');
    const { size } = await stat(newest);
    await appendFile(newest, Buffer.alloc(100));
    expect((await checkDirectory(dir)).findings).toMatchObject([
      { kind: 'torn-tail', offset: size, bytes: 100 },
    ]);
    const { machine, report } = await openForTest(dir);
    expect(report).toMatchObject({
      cause: 'crash',
      losses: [{ kind: 'torn-tail', offset: size, bytes: 100 }],
    });
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
  });
});

describe('a directory of version 2', () => {
  it('should open as it was when it was written, with room behind the frames of both its segments', async () => {
    const { dir, newest } = await copyOf('v2');
    expect((await readFile(newest)).at(-1)).toBe(ROOM_BYTE);
    expect((await checkDirectory(dir)).findings).toEqual([]);
    const { log, machine, report } = await openForTest(dir);
    expect(report).toMatchObject({ cause: 'clean', checkpointLsn: 5, losses: [] });
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
    expect(await contentOf(await log.readStream(1))).toEqual([
      'snapshot@1.5 HELLO',
      'mark@1.5 80x24',
      'output@1.6 after',
    ]);
    expect(await contentOf(await log.readStream(2))).toEqual(['output@3.100 elsewhere']);
  });

  it('should open the same without its room, and with more of it', async () => {
    for (const more of [Buffer.alloc(0), Buffer.alloc(5000, ROOM_BYTE)]) {
      const { dir, newest } = await copyOf('v2');
      const bytes = await readFile(newest);
      await writeFile(newest, Buffer.concat([bytes.subarray(0, endOfFrames(bytes)), more]));
      const { machine, report } = await openForTest(dir);
      expect(report).toMatchObject({ cause: 'clean', losses: [] });
      expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
    }
  });

  it('should have what is not room behind the frames reported as a write that was not finished', async () => {
    const { dir, newest } = await copyOf('v2');
    const bytes = await readFile(newest);
    const offset = endOfFrames(bytes);
    bytes.write('torn', offset + 10);
    await writeFile(newest, bytes);
    const torn = { kind: 'torn-tail', offset, bytes: 14 };
    expect((await checkDirectory(dir)).findings).toMatchObject([torn]);
    const { machine, report } = await openForTest(dir);
    expect(report).toMatchObject({ cause: 'crash', losses: [torn] });
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
  });

  it('should have its room told from zeros, which are a write that was not finished', async () => {
    const { dir, newest } = await copyOf('v2');
    const bytes = await readFile(newest);
    const offset = endOfFrames(bytes);
    await writeFile(newest, bytes.fill(0, offset));
    const torn = { kind: 'torn-tail', offset, bytes: bytes.length - offset };
    expect((await checkDirectory(dir)).findings).toMatchObject([torn]);
    const { machine, report } = await openForTest(dir);
    expect(report).toMatchObject({ cause: 'crash', losses: [torn] });
    expect(machine.items).toEqual(['one', 'two', 'three', 'four']);
    expect(await readdir(join(dir, 'quarantine'))).toEqual([]);
  });

  it('should have zeros in the place of a confirmed record reported as damage', async () => {
    const { dir, newest } = await copyOf('v2');
    const bytes = await readFile(newest);
    const frames = framesOf(bytes);
    const record = frames.at(-2);
    if (record === undefined) throw new Error('a record and a marker were expected');
    bytes.fill(0, record.offset, record.end);
    await writeFile(newest, bytes);
    const { machine, report } = await openForTest(dir);
    expect(report.losses).toMatchObject([{ kind: 'corrupt-segment', offset: record.offset }]);
    expect(machine.items).toEqual(['one', 'two', 'three']);
  });

  it('should have been written by sound writers', async () => {
    for (const version of VERSIONS) {
      for (const name of await readdir(join(FIXTURES, version, 'wal'))) {
        const bytes = await readFile(join(FIXTURES, version, 'wal', name));
        expect(bytes.readUInt32LE(4)).toBe(Number(version.slice(1)));
        expect(decodeSegmentHeader(bytes.subarray(0, 64)).kind).toBe('ok');
      }
    }
  });
});

/** A golden directory to write in, and its newest segment. */
async function copyOf(version: (typeof VERSIONS)[number]): Promise<{ dir: string; newest: string }> {
  const dir = join(await tempDir(), 'state');
  await mkdir(dir, { mode: 0o700 });
  await cp(join(FIXTURES, version), dir, { recursive: true });
  const names = (await readdir(join(dir, 'wal'))).sort();
  return { dir, newest: join(dir, 'wal', names.at(-1) ?? '') };
}

function framesOf(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let frame = readFrame(bytes, 64, null); frame !== null; frame = readFrame(bytes, frame.end, null))
    frames.push(frame);
  return frames;
}

function endOfFrames(bytes: Buffer): number {
  return framesOf(bytes).at(-1)?.end ?? 64;
}

describe('files of a later version', () => {
  it('should be refused, by name, and left as they are', async () => {
    for (const directory of ['wal', 'checkpoints']) {
      const fs = freshDisk();
      const session = await Session.open(fs, new Oracle());
      session.add([state('x')], 'now');
      await session.checkpoint();
      await session.log.close();
      const [name] = await fs.list(`${STATE_DIR}/${directory}`);
      const path = `${STATE_DIR}/${directory}/${name}`;
      const bytes = Buffer.from(fs.contents(path));
      bytes.writeUInt32LE(99, 4);
      const end = directory === 'wal' ? 60 : bytes.length - 4;
      bytes.writeUInt32LE(crc32c(bytes, 0, end), end);
      fs.damage(path, bytes);
      await expect(Session.open(fs, new Oracle())).rejects.toThrow(UnsupportedVersionError);
      expect(fs.contents(path)).toEqual(bytes);
      expect(await fs.list(`${STATE_DIR}/quarantine`)).toEqual([]);
    }
  });

  it('should have their records skipped or refused, as the records say', async () => {
    for (const flags of [0, 1]) {
      const fs = freshDisk();
      const session = await Session.open(fs, new Oracle());
      session.add([state('known')], 'now');
      await session.log.flush();
      session.add([state('of the future')], 'now');
      await session.log.close();
      const [name] = await fs.list(`${STATE_DIR}/wal`);
      const path = `${STATE_DIR}/wal/${name}`;
      const bytes = Buffer.from(fs.contents(path));
      const first = readFrame(bytes, 64, null);
      const second = readFrame(bytes, first?.end ?? 0, null);
      const third = readFrame(bytes, second?.end ?? 0, null);
      if (first === null || second === null || third === null) throw new Error('three frames were expected');
      bytes[second.bodyStart] = 200;
      bytes[second.bodyStart + 1] = flags;
      const body = second.bodyEnd - second.bodyStart;
      const checksum = sealFrame(bytes.subarray(second.offset), body, second);
      sealFrame(bytes.subarray(third.offset), third.bodyEnd - third.bodyStart, {
        ...third,
        previous: checksum,
      });
      fs.damage(path, bytes);
      if (flags === 1) {
        await expect(Session.open(fs, new Oracle())).rejects.toThrow(UnknownRecordError);
        continue;
      }
      const next = await Session.open(fs, new Oracle());
      expect(next.machine.items).toEqual(['known']);
      expect(next.log.status().lsn).toBe(2);
    }
  });
});
