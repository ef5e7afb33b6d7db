// Files that no writer of ours left: too large, misnamed, of a later version, missing, listed and vanished. A check names each of
// them, a start goes on without them or refuses by name, and nothing of them is taken for something else.
import {
  copyFile,
  readdir,
  readFile,
  rename,
  stat,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeCheckpoint } from '../../electron/persistence/checkpoint-file.ts';
import { crc32c } from '../../electron/persistence/crc32c.ts';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import { classifyFailure, describeFailure } from '../../electron/persistence/disk-failure.ts';
import { LockedError, SnapshotError, UnsupportedVersionError } from '../../electron/persistence/errors.ts';
import { lastWriteAt } from '../../electron/persistence/last-write.ts';
import { parseSnapshotName, snapshotName } from '../../electron/persistence/layout.ts';
import { nodeFileSystem } from '../../electron/persistence/node-file-system.ts';
import { OUTAGE_BYTES, OutageStore } from '../../electron/persistence/outage-store.ts';
import { repairDirectory } from '../../electron/persistence/repair-directory.ts';
import { encodeSnapshot } from '../../electron/persistence/snapshot-file.ts';
import {
  OversizedFileError,
  publishFile,
  ReadBackError,
  readWhole,
  removeIfThere,
} from '../../electron/persistence/whole-file.ts';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, mark, openForTest, output, TEST_CONFIG } from './open-for-test.ts';

const TOO_LARGE = 257 * 1024 * 1024;

/** Three segments, a snapshot, two checkpoints that keep the whole log, and a restore point; closed. */
async function closedLog(): Promise<string> {
  const dir = join(await tempDir(), 'state');
  const test = await openForTest(dir, { config: { ...TEST_CONFIG, segmentBytes: 500 } });
  for (let step = 0; step < 9; step += 1) {
    test.add(`item ${step}`);
    test.log.append([output(1, 1, step * 100, `${step}`.padEnd(100, '.'))], 'now');
    await test.log.flush();
    if (step === 2) await test.log.putSnapshot(1, { incarnation: 1, offset: 300 }, Buffer.from('three'));
    if (step === 3 || step === 6) await test.log.checkpoint('interval');
  }
  await test.log.keepRestorePoint(new Map(), 'user');
  await test.log.close();
  return dir;
}

async function filesIn(dir: string, subdirectory: string): Promise<string[]> {
  const names = await readdir(join(dir, subdirectory));
  return names
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => join(subdirectory, name));
}

/** Not a hole in the middle: the last of a list, which a test needs to be there. */
function last<T>(list: readonly T[]): T {
  const value = list.at(-1);
  if (value === undefined) throw new Error('there is none');
  return value;
}

async function findingsOf(dir: string): Promise<string[]> {
  const { findings } = await checkDirectory(dir);
  return findings.map(({ kind, file, detail }) => `${kind} ${file}: ${detail}`);
}

describe('a check', () => {
  it('should say of a directory that is not there that it is not there', async () => {
    await expect(checkDirectory(join(await tempDir(), 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('should name a segment that is missing, and who needs it', async () => {
    const dir = await closedLog();
    const segments = await filesIn(dir, 'wal');
    await unlink(join(dir, segments[1] ?? ''));
    const found = await findingsOf(dir);
    expect(found).toContain(`missing-file ${segments[1]}: the segment is missing`);
    // Nobody is left to name the missing ones but the checkpoints.
    for (const file of await filesIn(dir, 'wal')) await unlink(join(dir, file));
    const all = await findingsOf(dir);
    expect(all.length).toBeGreaterThan(0);
    for (const line of all) expect(line).toMatch(/^missing-file wal\/.*: checkpoint c\d+ needs it$/);
  });

  it('should name a snapshot that is missing, and who needs it', async () => {
    const dir = await closedLog();
    const [snapshot] = await filesIn(dir, 'scrollback');
    await unlink(join(dir, snapshot ?? ''));
    expect((await findingsOf(dir))[0]).toMatch(
      /^missing-file scrollback\/1-1-300-\d+\.snap: checkpoint c\d+ needs it$/,
    );
    const { losses } = await repairDirectory(dir, { isDryRun: false });
    expect(losses).toMatchObject([{ kind: 'missing-file', file: snapshot }]);
    expect((await repairDirectory(dir, { isDryRun: true })).actions).toEqual([]);
  });

  it('should name files that are larger than any of ours, and read nothing of them', async () => {
    const dir = await closedLog();
    const large = [
      last(await filesIn(dir, 'wal')),
      last(await filesIn(dir, 'checkpoints')),
      last(await filesIn(dir, 'scrollback')),
    ];
    for (const file of large) await truncate(join(dir, file), 2 * TOO_LARGE);
    const found = await findingsOf(dir);
    for (const file of large) expect(found.filter((line) => line.includes(file)).length, file).toBe(1);
    const { report, machine, log } = await openForTest(dir);
    // The newest checkpoint and the newest segment cannot be read: what is left is a prefix, and all three are told of.
    expect(machine.items).toEqual(Array.from({ length: machine.items.length }, (_, step) => `item ${step}`));
    expect(machine.items.length).toBeGreaterThan(3);
    expect(new Set(report.losses.map(({ file }) => file))).toEqual(new Set(large));
    expect((await log.readStream(1)).snapshotLost).toBeNull();
  });

  it('should name a file that carries the name of another', async () => {
    const dir = await closedLog();
    const [snapshot] = await filesIn(dir, 'scrollback');
    const stranger = snapshotName({ stream: 9, position: { incarnation: 1, offset: 300 }, serial: 99 });
    await copyFile(join(dir, snapshot ?? ''), join(dir, 'scrollback', stranger));
    const checkpoint = last(await filesIn(dir, 'checkpoints'));
    await rename(join(dir, checkpoint), join(dir, 'checkpoints', '00000077-0000000000000001.ckpt'));
    expect(await findingsOf(dir)).toContain(`corrupt-snapshot scrollback/${stranger}: it cannot be read`);
    const { report, machine } = await openForTest(dir);
    expect(machine.items.length).toBe(9);
    expect(report.losses).toMatchObject([
      { kind: 'corrupt-checkpoint', detail: 'it is not the one it is named as' },
    ]);
  });

  it('should refuse to judge a later version, as a start does', async () => {
    const dir = await closedLog();
    const file = join(dir, last(await filesIn(dir, 'checkpoints')));
    const bytes = await readFile(file);
    bytes.writeUInt32LE(2, 4);
    bytes.writeUInt32LE(crc32c(bytes, 0, bytes.length - 4), bytes.length - 4);
    await writeFile(file, bytes);
    expect((await findingsOf(dir)).some((line) => line.endsWith('another version'))).toBe(true);
    await expect(openForTest(dir)).rejects.toThrow(UnsupportedVersionError);
  });

  it('should know a checkpoint that ends before it should although its checksum holds', async () => {
    const dir = await closedLog();
    const whole = encodeCheckpoint({
      id: 77,
      lsn: 1,
      atMs: 1,
      reason: 'user',
      state: Buffer.from('[]'),
      streams: [],
      replayFrom: { epoch: 1, firstLsn: 1 },
      segments: [{ epoch: 1, firstLsn: 1 }],
    });
    const short = Buffer.concat([whole.subarray(0, whole.length - 8), Buffer.alloc(4)]);
    short.writeUInt32LE(short.length, 8);
    short.writeUInt32LE(crc32c(short, 0, short.length - 4), short.length - 4);
    await writeFile(join(dir, 'restore-points', '00000077-0000000000000001.ckpt'), short);
    const { log, report } = await openForTest(dir);
    expect(report.losses).toMatchObject([{ kind: 'corrupt-checkpoint' }]);
    expect(log.restorePoints().length).toBe(1);
  });

  it('should hold nothing against a log that is being written', async () => {
    const dir = join(await tempDir(), 'state');
    const { add, log } = await openForTest(dir);
    add('one');
    await log.flush();
    const segment = last(await filesIn(dir, 'wal'));
    // What a write under way looks like from outside.
    await writeFile(join(dir, segment), Buffer.from('EVFR and half a frame'), { flag: 'a' });
    const check = await checkDirectory(dir);
    expect(check).toMatchObject({ isLive: true, findings: [], segments: [{ state: 'ok' }] });
    await expect(repairDirectory(dir, { isDryRun: true })).rejects.toThrow(LockedError);
  });

  it('should pass over a segment that never got its header', async () => {
    const dir = await closedLog();
    await writeFile(join(dir, 'wal', '00000009-0000000000000099.wal'), Buffer.alloc(20));
    const { findings, segments } = await checkDirectory(dir);
    expect(findings).toEqual([]);
    expect(segments.at(-1)).toMatchObject({ epoch: 9, frames: 0, state: 'torn' });
    expect((await openForTest(dir)).machine.items.length).toBe(9);
  });

  it('should not list a segment that never got its header in a checkpoint', async () => {
    const dir = await closedLog();
    const unborn = join(dir, 'wal', '00000009-0000000000000099.wal');
    await writeFile(unborn, '');
    const { log } = await openForTest(dir);
    await log.checkpoint('start');
    await log.close();
    await expect(stat(unborn)).rejects.toThrow('ENOENT');
    const { machine, report } = await openForTest(dir);
    expect(machine.items.length).toBe(9);
    expect(report).toMatchObject({ cause: 'clean', losses: [] });
  });
});

describe('a stream whose files are odd', () => {
  it.each([
    ['too large', (file: string) => truncate(file, TOO_LARGE)],
    ['gone', (file: string) => unlink(file)],
    [
      'of a later version',
      async (file: string) => {
        const bytes = await readFile(file);
        bytes.writeUInt32LE(2, 4);
        bytes.writeUInt32LE(crc32c(bytes, 0, 36), 36);
        await writeFile(file, bytes);
      },
    ],
    [
      'of another stream',
      async (file: string) => {
        const header = { stream: 8, position: { incarnation: 1, offset: 10 }, lsn: 1 };
        await writeFile(file, Buffer.concat(encodeSnapshot(header, Buffer.from('ten'))));
      },
    ],
  ])('should be read from its beginning when its snapshot is %s', async (_, damage) => {
    const dir = join(await tempDir(), 'state');
    const { log } = await openForTest(dir);
    log.append([output(1, 1, 0, '0123456789'), mark(1, 1, 10, 'm'), output(1, 1, 11, 'more')], 'now');
    await log.flush();
    await log.putSnapshot(1, { incarnation: 1, offset: 10 }, Buffer.from('ten'));
    await damage(join(dir, last(await filesIn(dir, 'scrollback'))));
    expect(await contentOf(await log.readStream(1))).toEqual([
      'output@1.0 0123456789',
      'mark@1.10 m',
      'output@1.11 more',
    ]);
  });

  it('should say that a tail is lost whose segment has vanished, and cut an entry that a snapshot covers half', async () => {
    const dir = join(await tempDir(), 'state');
    const { log } = await openForTest(dir);
    log.append([output(1, 1, 0, '0123456789')], 'now');
    await log.flush();
    await log.putSnapshot(1, { incarnation: 1, offset: 4 }, Buffer.from('0123'));
    expect(await contentOf(await log.readStream(1))).toEqual(['snapshot@1.4 0123', 'output@1.4 456789']);
    for (const segment of await filesIn(dir, 'wal')) await unlink(join(dir, segment));
    expect(await contentOf(await log.readStream(1))).toEqual(['snapshot@1.4 0123', 'lost@1.4-1.10']);
  });
});

describe('a snapshot that is too large to be read back', () => {
  it('should take the place of nothing', async () => {
    const dir = join(await tempDir(), 'state');
    const { log } = await openForTest(dir);
    log.append([output(1, 1, 0, 'text')], 'now');
    await log.flush();
    const snapshot = { position: { incarnation: 1, offset: 4 }, data: Buffer.alloc(TOO_LARGE) };
    await expect(log.putSnapshot(1, snapshot.position, snapshot.data)).rejects.toThrow(SnapshotError);
    await expect(log.keepRestorePoint(new Map([[1, snapshot]]), 'user')).rejects.toThrow('larger than');
    expect(await contentOf(await log.readStream(1))).toEqual(['output@1.0 text']);
    expect(await filesIn(dir, 'scrollback')).toEqual([]);
  });
});

describe('a file as a whole', () => {
  it('should be neither read nor trusted when it is too large, and be null when there is none', async () => {
    const dir = await tempDir();
    await writeFile(join(dir, 'large'), Buffer.alloc(11));
    await expect(readWhole(nodeFileSystem, join(dir, 'large'), 10)).rejects.toThrow(OversizedFileError);
    expect(await readWhole(nodeFileSystem, join(dir, 'none'), 10)).toBeNull();
    const vanishing = { ...nodeFileSystem, stat: async () => ({ bytes: 5 }) };
    expect(await readWhole(vanishing, join(dir, 'none'), 10)).toBeNull();
    expect(await removeIfThere(nodeFileSystem, join(dir, 'none'))).toBe(false);
  });

  it('should not count as published unless it reads back as written', async () => {
    const dir = await tempDir();
    for (const wrong of ['other', 'longer than that', 'sho']) {
      const fs: typeof nodeFileSystem = {
        ...nodeFileSystem,
        async syncDir(path) {
          await writeFile(join(path, 'name'), wrong);
        },
      };
      await expect(publishFile(fs, dir, 'name', [Buffer.from('right')]), wrong).rejects.toThrow(
        ReadBackError,
      );
    }
    await publishFile(nodeFileSystem, dir, 'name', [Buffer.from('ri'), Buffer.from('ght')]);
    expect((await readFile(join(dir, 'name'))).toString()).toBe('right');
  });
});

describe('smaller pieces', () => {
  it('should tell when a log was last written to', async () => {
    const dir = await closedLog();
    for (const segment of await filesIn(dir, 'wal')) await utimes(join(dir, segment), 1000, 1000);
    await utimes(join(dir, last(await filesIn(dir, 'wal'))), 2000, 2000);
    expect(await lastWriteAt(dir)).toBe(2_000_000);
    expect(await lastWriteAt(join(dir, 'nothing'))).toBeNull();
  });

  it('should say what a failure of the disk means', () => {
    const failure = (code: string) => Object.assign(new Error('said so'), { code });
    expect(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].map((code) => classifyFailure(failure(code)))).toEqual([
      'full',
      'full',
      'passing',
      'broken',
    ]);
    expect(describeFailure(failure('EDQUOT'))).toBe('the disk quota is used up');
    expect(describeFailure('odd')).toBe('the disk failed (odd)');
  });

  it('should parse no name that is not its own', () => {
    expect(parseSnapshotName('1-1-300-1.snap.bak')).toBeNull();
    expect(parseSnapshotName(basename('scrollback/1-2-3-4.snap'))).toEqual({
      stream: 1,
      position: { incarnation: 2, offset: 3 },
      serial: 4,
    });
  });

  it('should keep an unbroken beginning of each stream through an outage, and know what it let go', () => {
    const store = new OutageStore();
    expect(store.isEmpty).toBe(true);
    const record = (stream: number, offset: number, bytes: number) =>
      ({ kind: 'output', stream, incarnation: 1, offset, data: new Uint8Array(bytes) }) as const;
    store.add(record(1, 0, 100));
    store.add(record(2, 0, OUTAGE_BYTES));
    store.add(record(2, OUTAGE_BYTES, 5));
    expect(store.isEmpty).toBe(false);
    expect(store.entriesOf(1)).toMatchObject([{ kind: 'output', position: { offset: 0 } }]);
    const from = { incarnation: 1, offset: 0 };
    const until = { incarnation: 1, offset: OUTAGE_BYTES + 5 };
    expect(store.entriesOf(2)).toEqual([{ kind: 'lost', position: from, until }]);
    const { kept, lost } = store.take();
    expect(kept.length).toBe(1);
    expect(lost).toEqual([{ stream: 2, from, until }]);
    expect(store.isEmpty).toBe(true);
  });
});
