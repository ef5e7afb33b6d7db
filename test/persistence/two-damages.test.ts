// Damage in two places at once, and segments that contradict each other: replay ends at the first of them behind the checkpoint,
// what cannot be replayed is named once, and a start after that has nothing new to say.
import { readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeCheckpoint } from '../../electron/persistence/checkpoint-file.ts';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import { ReplayError, UnknownRecordError } from '../../electron/persistence/errors.ts';
import {
  FRAME_HEADER_BYTES,
  FRAME_OVERHEAD_BYTES,
  readFrame,
  sealFrame,
} from '../../electron/persistence/frame.ts';
import { parseSegmentName, segmentFile } from '../../electron/persistence/layout.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import { repairDirectory } from '../../electron/persistence/repair-directory.ts';
import {
  decodeSegmentHeader,
  encodeSegmentHeader,
  SEGMENT_HEADER_BYTES,
} from '../../electron/persistence/segment-header.ts';
import type { Log, Loss } from '../../electron/persistence/types.ts';
import { tempDir } from '../support/temp-dir.ts';
import { ListMachine } from './list-machine.ts';
import { openForTest, output, TEST_CONFIG, unchanged } from './open-for-test.ts';

const SMALL = { ...TEST_CONFIG, segmentBytes: 400 };

/** Items 'item 0' to 'item 11', about three a segment; `checkpointAt`: a checkpoint behind that one. Closed. */
async function segmentedLog(checkpointAt?: number): Promise<string> {
  const dir = join(await tempDir(), 'state');
  const { add, log } = await openForTest(dir, { config: SMALL });
  for (let step = 0; step < 12; step += 1) {
    add(`item ${step} ${'.'.repeat(60)}`);
    await log.flush();
    if (step === checkpointAt) await log.checkpoint('interval');
  }
  await log.close();
  return dir;
}

async function segments(dir: string): Promise<string[]> {
  return (await readdir(join(dir, 'wal'))).sort().map((name) => join('wal', name));
}

async function flip(path: string, at: (bytes: Buffer) => number): Promise<void> {
  const bytes = await readFile(path);
  const offset = at(bytes);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0x10;
  await writeFile(path, bytes);
}

const inText = (bytes: Buffer): number => bytes.indexOf('item');
const inHeader = (): number => 30;

async function lossesOf(dir: string): Promise<{ losses: readonly Loss[]; items: string[] }> {
  const { report, machine, log } = await openForTest(dir, { config: SMALL });
  const items = machine.items.map((item) => item.replace(/ \.*$/, ''));
  await log.close();
  return { losses: report.losses, items };
}

function items(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `item ${index}`);
}

describe('what lies behind damage', () => {
  it('should not be missed by the next start, although a checkpoint lists it and the log leads past it', async () => {
    const dir = join(await tempDir(), 'state');
    const first = await openForTest(dir, { config: SMALL });
    first.add('before');
    // A tail from before the damage, so that checkpoints list every segment from there on.
    first.log.append([output(1, 1, 0, 'printed')], 'now');
    await first.log.close({ checkpoint: true });
    const known = await segments(dir);
    const second = await openForTest(dir, { config: SMALL });
    for (let step = 0; step < 6; step += 1) {
      second.add(`item ${step} ${'.'.repeat(120)}`);
      await second.log.flush();
    }
    await second.log.close();
    const added = (await segments(dir)).filter((name) => !known.includes(name));
    expect(added.length).toBeGreaterThan(2);
    await flip(join(dir, added[0] ?? ''), inText);
    const third = await openForTest(dir, { config: SMALL });
    expect(third.report.losses.length).toBeGreaterThan(0);
    await third.log.checkpoint('start');
    await third.log.close();
    const { findings } = await checkDirectory(dir);
    expect(findings.filter(({ isSettled }) => !isSettled)).toEqual([]);
    const fourth = await openForTest(dir, { config: SMALL });
    expect(fourth.report).toMatchObject({ cause: 'clean', losses: [] });
    expect(fourth.machine.items).toEqual(['before']);
  });
});

describe('damage in two places', () => {
  it('should end replay at the checkpoint when everything that leads on from it is gone', async () => {
    const dir = await segmentedLog(5);
    const all = await segments(dir);
    // The last two of them stay: what they hold comes later than what is due.
    for (const name of all.slice(0, -2)) await unlink(join(dir, name));
    const { losses, items: found } = await lossesOf(dir);
    expect(found).toEqual(items(6));
    expect(losses.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['corrupt-segment']));
    expect(losses.map(({ detail }) => detail).join('; ')).toMatch(/records 7 to \d+ are missing/);
  });

  it('should end replay at the first, and name once what lies behind it', async () => {
    const dir = await segmentedLog();
    const all = await segments(dir);
    expect(all.length).toBeGreaterThan(4);
    await flip(join(dir, all[1] ?? ''), inText);
    await flip(join(dir, all[3] ?? ''), inText);
    await unlink(join(dir, all[2] ?? ''));
    const { losses, items: kept } = await lossesOf(dir);
    expect(kept).toEqual(items(kept.length));
    expect(kept.length).toBeGreaterThan(1);
    const files = losses.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
    expect(losses[0]).toMatchObject({ kind: 'corrupt-segment', file: all[1] });
    expect((await lossesOf(dir)).losses).toEqual([]);
  });

  it('should name both where they meet in one segment', async () => {
    const dir = join(await tempDir(), 'state');
    const { add, log } = await openForTest(dir);
    for (const item of ['one', 'two', 'three', 'four', 'five']) {
      add(item);
      await log.flush();
    }
    // Behind it, so that only streams could lose; the state is in the checkpoint.
    await log.checkpoint('interval');
    await log.close();
    const [file = ''] = await segments(dir);
    await flip(join(dir, file), (bytes) => bytes.indexOf('two'));
    await flip(join(dir, file), (bytes) => bytes.indexOf('four'));
    const { report, machine } = await openForTest(dir);
    expect(machine.items).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(report.losses.map(({ kind, file: name }) => `${kind} ${name}`)).toEqual([
      `corrupt-segment ${file}`,
      `corrupt-segment ${file}`,
    ]);
  });

  it('should be named when a segment behind the checkpoint is missing, without one that needs it', async () => {
    const dir = await segmentedLog(2);
    const all = await segments(dir);
    await unlink(join(dir, all.at(-2) ?? ''));
    const { losses, items: kept } = await lossesOf(dir);
    expect(losses[0]).toMatchObject({
      kind: 'missing-file',
      file: all.at(-2),
      detail: 'a segment is missing',
    });
    expect(losses[0]?.bytes).toBeGreaterThan(64);
    expect(kept).toEqual(items(kept.length));
    expect(kept.length).toBeLessThan(12);
  });

  it('should be named when the log ends in good order before the checkpoint does', async () => {
    const dir = await threeItems(async (log) => {
      await log.checkpoint('interval');
    });
    const [file = ''] = await segments(dir);
    const bytes = await readFile(join(dir, file));
    const decoded = decodeSegmentHeader(bytes);
    if (decoded.kind !== 'ok') throw new Error('no header');
    const first = readFrame(bytes, SEGMENT_HEADER_BYTES, decoded.header.salt);
    await truncate(join(dir, file), first?.end);
    const { losses, items: kept } = await lossesOf(dir);
    expect(kept).toEqual(['one', 'two', 'three']);
    const detail = 'ends at record 1, the checkpoint knows of 3';
    expect(losses).toMatchObject([{ kind: 'corrupt-segment', file, offset: first?.end, detail }]);
    expect((await lossesOf(dir)).losses).toEqual([]);
  });

  it('should cost no record where it is every header, and no checkpoint says what there was', async () => {
    const dir = await segmentedLog();
    const all = await segments(dir);
    for (const file of all) await flip(join(dir, file), inHeader);
    const { losses, items: kept } = await lossesOf(dir);
    expect(kept).toEqual(items(12));
    expect(losses.map(({ kind, file, offset }) => `${kind} ${file} ${offset}`)).toEqual(
      all.map((file) => `corrupt-segment ${file} 0`),
    );
    expect((await lossesOf(dir)).losses).toEqual([]);
  });

  it('should be a torn tail beside a file that proves nothing', async () => {
    const dir = await segmentedLog();
    const newest = (await segments(dir)).at(-1) ?? '';
    const id = parseSegmentName(newest.slice('wal/'.length));
    if (id === null) throw new Error(newest);
    const bytes = await readFile(join(dir, newest));
    await writeFile(join(dir, newest), Buffer.concat([bytes, Buffer.from('half a frame')]));
    await writeFile(join(dir, segmentFile({ epoch: id.epoch + 1, firstLsn: 99 })), Buffer.alloc(40, 1));
    const { findings } = await checkDirectory(dir);
    expect(findings.map(({ kind }) => kind)).toEqual(['torn-tail']);
    expect((await repairDirectory(dir, { isDryRun: true })).actions[0]).toMatch(
      /^copy wal.* from byte \d+ on to/,
    );
    const { losses, items: kept } = await lossesOf(dir);
    expect(kept).toEqual(items(12));
    expect(losses.map(({ kind }) => kind)).toEqual(['torn-tail']);
  });

  it('should leave what the checkpoint has when every segment is gone', async () => {
    const dir = await segmentedLog(11);
    for (const file of await segments(dir)) await unlink(join(dir, file));
    const { losses, items: kept } = await lossesOf(dir);
    expect(kept).toEqual(items(12));
    expect(new Set(losses.map(({ kind }) => kind))).toEqual(new Set(['missing-file']));
  });
});

/** A frame of one record, as a faulty writer would leave it. */
function frameOf(
  body: Buffer,
  link: { salt: number; firstLsn: number; previous: number },
): { bytes: Buffer; checksum: number } {
  const bytes = Buffer.alloc(body.length + FRAME_OVERHEAD_BYTES);
  body.copy(bytes, FRAME_HEADER_BYTES);
  sealFrame(bytes, body.length, { ...link, flags: 0, records: 1, durableLsn: link.firstLsn - 1 });
  const frame = readFrame(bytes, 0, link.salt);
  return { bytes, checksum: frame?.checksum ?? 0 };
}

function recordOf(kind: number, text: string): Buffer {
  const bytes = Buffer.alloc(8 + text.length);
  bytes[0] = kind;
  bytes[1] = 1;
  bytes.writeUInt32LE(text.length, 4);
  bytes.write(text, 8);
  return bytes;
}

function endOfFrames(bytes: Buffer): number {
  const decoded = decodeSegmentHeader(bytes);
  if (decoded.kind !== 'ok') throw new Error('no header');
  let end = SEGMENT_HEADER_BYTES;
  for (;;) {
    const frame = readFrame(bytes, end, decoded.header.salt);
    if (frame === null) return end;
    end = frame.end;
  }
}

/** Behind the newest segment another one, that begins with `firstLsn`. */
async function appendSegment(dir: string, firstLsn: number, kind = 1): Promise<string> {
  const newest = (await segments(dir)).at(-1) ?? '';
  const id = parseSegmentName(newest.slice('wal/'.length));
  if (id === null) throw new Error(newest);
  const acceptedBytes = endOfFrames(await readFile(join(dir, newest)));
  const salt = 77;
  const next = { epoch: id.epoch + 1, firstLsn };
  const header = encodeSegmentHeader({ ...next, salt, predecessor: { ...id, acceptedBytes } });
  const decoded = decodeSegmentHeader(header);
  const previous = decoded.kind === 'ok' ? decoded.checksum : 0;
  const { bytes } = frameOf(recordOf(kind, 'again'), { salt, firstLsn, previous });
  await writeFile(join(dir, segmentFile(next)), Buffer.concat([header, bytes]));
  return segmentFile(next);
}

async function threeItems(meanwhile: (log: Log) => Promise<void> = async () => undefined): Promise<string> {
  const dir = join(await tempDir(), 'state');
  const { add, log } = await openForTest(dir);
  for (const item of ['one', 'two', 'three']) {
    add(item);
    await log.flush();
  }
  await meanwhile(log);
  await log.close();
  return dir;
}

describe('a segment that contradicts the one before it', () => {
  it('should end the log where a record comes again', async () => {
    const dir = await threeItems();
    const file = await appendSegment(dir, 2);
    const { findings } = await checkDirectory(dir);
    expect(findings).toMatchObject([{ kind: 'corrupt-segment', file, detail: 'record 2 comes again' }]);
    const { machine, report } = await openForTest(dir);
    expect(machine.items).toEqual(['one', 'two', 'three']);
    expect(report.losses).toMatchObject([
      { kind: 'corrupt-segment', file, detail: 'record 2 comes again' },
      { kind: 'other', file },
    ]);
  });

  it('should end the log where records are missing without a word', async () => {
    const dir = await threeItems();
    const file = await appendSegment(dir, 9);
    const { machine, report } = await openForTest(dir);
    expect(machine.items).toEqual(['one', 'two', 'three']);
    expect(report.losses[0]).toMatchObject({ file, detail: 'records 4 to 8 are missing' });
  });
});

describe('a record that must be understood', () => {
  it('should refuse to open, and be skipped and named by a salvage', async () => {
    const dir = await threeItems();
    const file = await appendSegment(dir, 4, 99);
    await expect(openForTest(dir)).rejects.toThrow(UnknownRecordError);
    const { machine, report } = await openForTest(dir, { mode: 'salvage' });
    expect(machine.items).toEqual(['one', 'two', 'three']);
    expect(report.losses).toMatchObject([{ kind: 'other', file, detail: 'a record of kind 99 was skipped' }]);
  });
});

describe('a state machine that cannot be restored', () => {
  class Picky extends ListMachine {
    override restore(): void {
      throw new Error('no');
    }
  }

  it('should refuse to open, and name what it would not have', async () => {
    const dir = await threeItems();
    const options = { dir, config: TEST_CONFIG, machine: new Picky() };
    await expect(openLog(options)).rejects.toThrow(ReplayError);
    await expect(openLog(options)).rejects.toThrow('(empty beginning)');
    const { log } = await openForTest(dir);
    await log.checkpoint('user');
    await log.close();
    await expect(openLog(options)).rejects.toThrow('checkpoint 1');
  });
});

describe('a checkpoint that another writer left', () => {
  it('should do without a list of segments, and with a reason from later', async () => {
    const dir = await threeItems();
    const [segment = ''] = await segments(dir);
    const replayFrom = parseSegmentName(segment.slice('wal/'.length));
    if (replayFrom === null) throw new Error(segment);
    const state = Buffer.from(JSON.stringify(['one', 'two', 'three']));
    const foreign = { atMs: 0, lsn: 3, state, streams: [], replayFrom, segments: [] };
    const bytes = encodeCheckpoint({ ...foreign, id: 5, reason: 'of another time' as 'user' });
    await writeFile(join(dir, 'checkpoints', '00000005-0000000000000003.ckpt'), bytes);
    for (const where of ['checkpoints', 'wal']) await writeFile(join(dir, where, 'notes'), 'of a person');
    // And a restore point in which a stream has nothing.
    const empty = { stream: 1, snapshot: null, tail: null, end: null };
    const point = encodeCheckpoint({ ...foreign, id: 6, reason: 'user', streams: [empty] });
    await writeFile(join(dir, 'restore-points', '00000006-0000000000000003.ckpt'), point);
    const config = { ...TEST_CONFIG, keepCheckpoints: 2 };
    const { machine, report, log, add } = await openForTest(dir, { config });
    expect(machine.items).toEqual(['one', 'two', 'three']);
    expect(report).toMatchObject({ losses: [], checkpointLsn: 3, replayedRecords: 0 });
    const content = log.readRestorePoint('c6');
    expect(content?.streams).toEqual([]);
    expect(content?.point.bytes).toBe(point.length);
    expect(await content?.snapshot(1)).toBeNull();
    log.append([output(2, 1, 0, 'x')], 'now');
    // Purging what a point does not have leaves it as it is.
    await log.purge(new Set([2]), unchanged);
    for (let round = 0; round < 3; round += 1) {
      add(`round ${round}`);
      await log.checkpoint('interval');
    }
    expect(log.status().checkpoints).toBe(2);
    expect(await readFile(join(dir, 'checkpoints', 'notes'), 'utf8')).toBe('of a person');
  });
});
