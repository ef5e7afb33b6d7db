// A snapshot that cannot be read: an older one stands in for it as long as the log behind that one is kept.
import { readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, openForTest, output, TEST_CONFIG, type TestLog } from './open-for-test.ts';

const CONFIG = { ...TEST_CONFIG, keepCheckpoints: 2, segmentBytes: 400 };

/** Prints ten units. */
async function print(test: TestLog, from: number): Promise<void> {
  test.log.append([output(1, 1, from, `${from}`.padEnd(10, '.')), output(2, 1, from, 'another   ')], 'now');
  await test.log.flush();
}

async function fold(test: TestLog, offset: number): Promise<void> {
  await test.log.putSnapshot(1, { incarnation: 1, offset }, Buffer.from(`up to ${offset}`));
}

async function snapshotFile(dir: string, offset: number): Promise<string> {
  const names = await readdir(join(dir, 'scrollback'));
  return join(dir, 'scrollback', names.find((name) => name.startsWith(`1-1-${offset}-`)) ?? 'none');
}

async function flipByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[45] = (bytes[45] ?? 0) ^ 0x20;
  await writeFile(file, bytes);
}

/** Folded at 20 and at 40, a checkpoint behind each, 60 units in all. */
async function twiceFolded(test: TestLog): Promise<void> {
  for (let at = 0; at < 60; at += 10) {
    await print(test, at);
    if (at !== 10 && at !== 30) continue;
    await fold(test, at + 10);
    await test.log.checkpoint('interval');
  }
}

const SECOND_HALF = ['output@1.40 40........', 'output@1.50 50........'];

describe('a snapshot that cannot be read', () => {
  it('should be stood in for by the one before it, also while the log is open', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: CONFIG });
    await twiceFolded(test);
    await flipByte(await snapshotFile(dir, 40));
    const content = await test.log.readStream(1);
    expect(content.snapshotLost).toBeNull();
    expect(await contentOf(content)).toEqual([
      'snapshot@1.20 up to 20',
      'output@1.20 20........',
      'output@1.30 30........',
      ...SECOND_HALF,
    ]);
  });

  it('should be stood in for after a start, and the older one kept by the checkpoints that follow', async () => {
    const dir = join(await tempDir(), 'state');
    const first = await openForTest(dir, { config: CONFIG });
    await twiceFolded(first);
    await first.log.close();
    await flipByte(await snapshotFile(dir, 40));
    const second = await openForTest(dir, { config: CONFIG });
    const whole = await contentOf(await second.log.readStream(1));
    expect(whole[0]).toBe('snapshot@1.20 up to 20');
    expect(whole.length).toBe(5);
    for (let round = 0; round < 4; round += 1) {
      second.add(`round ${round}`.padEnd(500, '.'));
      await second.log.checkpoint('interval');
    }
    expect(await readdir(join(dir, 'quarantine'))).toContainEqual(expect.stringMatching(/^1-1-40-.*\.snap$/));
    await second.log.close();
    const third = await openForTest(dir, { config: CONFIG });
    expect(third.report.losses).toEqual([]);
    expect(await contentOf(await third.log.readStream(1))).toEqual(whole);
  });

  it('should be stood in for by the beginning while the whole log is there', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: CONFIG });
    await print(test, 0);
    await print(test, 10);
    await fold(test, 20);
    await print(test, 20);
    await unlink(await snapshotFile(dir, 20));
    const content = await test.log.readStream(1);
    expect(content.snapshotLost).toBeNull();
    expect(await contentOf(content)).toEqual([
      'output@1.0 0.........',
      'output@1.10 10........',
      'output@1.20 20........',
    ]);
  });

  it('should be stood in for by a restore point that the kept log reaches back to', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: { ...CONFIG, keepCheckpoints: 1 } });
    await twiceFolded(test);
    const data = Buffer.from('all 50');
    await test.log.keepRestorePoint(
      new Map([[1, { position: { incarnation: 1, offset: 50 }, data }]]),
      'user',
    );
    await print(test, 60);
    await fold(test, 70);
    await flipByte(await snapshotFile(dir, 70));
    expect(await contentOf(await test.log.readStream(1))).toEqual([
      'snapshot@1.50 all 50',
      'output@1.50 50........',
      'output@1.60 60........',
    ]);
  });

  it('should be reported as lost when nothing older is kept', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: { ...CONFIG, keepCheckpoints: 1, segmentBytes: 200 } });
    await twiceFolded(test);
    // The other stream's tail would keep the log from its beginning on.
    test.log.dropStream(2);
    await test.log.checkpoint('interval');
    await flipByte(await snapshotFile(dir, 40));
    const content = await test.log.readStream(1);
    expect(content.snapshotLost).toMatchObject({ kind: 'corrupt-snapshot' });
    // Forgetting the other stream has moved the tail, and joined its pieces.
    expect(await contentOf(content)).toEqual(['output@1.40 40........50........']);
  });

  it('should say what is missing where the log behind the older one is damaged too', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: { ...CONFIG, segmentBytes: 200 } });
    await twiceFolded(test);
    await flipByte(await snapshotFile(dir, 40));
    // The segment that holds 30 to 40.
    const segments = (await readdir(join(dir, 'wal'))).sort();
    for (const name of segments) {
      const file = join(dir, 'wal', name);
      const bytes = await readFile(file);
      const at = bytes.indexOf('30......');
      if (at === -1) continue;
      bytes[at] = 0x21;
      await writeFile(file, bytes);
    }
    const lines = await contentOf(await test.log.readStream(1));
    expect(lines).toEqual([
      'snapshot@1.20 up to 20',
      'output@1.20 20........',
      'lost@1.30-1.40',
      ...SECOND_HALF,
    ]);
  });

  it('should not stand in the way of a fold that came meanwhile', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: CONFIG });
    await twiceFolded(test);
    await truncate(await snapshotFile(dir, 40), 30);
    const [content] = await Promise.all([test.log.readStream(1), fold(test, 60)]);
    expect((await contentOf(content)).at(-1)).toBe('output@1.50 50........');
    expect(await contentOf(await test.log.readStream(1))).toEqual(['snapshot@1.60 up to 60']);
  });
});
