// Checkpoints while somebody writes without a pause: none is waited for, and nothing is lost between them. On real files; the
// file system is held at one place of a checkpoint where the order of things is what is asked for.
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../electron/persistence/file-system.ts';
import { nodeFileSystem } from '../../electron/persistence/node-file-system.ts';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, openForTest, output, TEST_CONFIG, type TestLog } from './open-for-test.ts';

/** Records of state and output, numbered; resolves when so many checkpoints were made while it wrote. */
async function writeUntil(
  { log, add }: TestLog,
  checkpoints: number,
): Promise<{ count: number; bytes: number }> {
  const first = Number(log.status().checkpoint?.id.slice(1) ?? 0);
  let count = 0;
  let bytes = 0;
  while (Number(log.status().checkpoint?.id.slice(1) ?? 0) < first + checkpoints) {
    add(`item ${count}`);
    const text = `line ${count}\n`;
    const lsn = log.append([output(1, 1, bytes, text)], 'soon');
    count += 1;
    bytes += text.length;
    // Now and then it waits, as a client does that wants an answer; a checkpoint may be under way or not.
    if (count % 50 === 0) expect(await log.whenDurable(lsn)).toEqual({ degraded: false });
  }
  return { count, bytes };
}

async function expectAll({ log, machine }: TestLog, { count }: { count: number }): Promise<void> {
  expect(machine.items).toEqual(Array.from({ length: count }, (_, index) => `item ${index}`));
  const lines = (await contentOf(await log.readStream(1))).map((line) => line.replace(/^output@\S+ /, ''));
  expect(lines.join('')).toBe(Array.from({ length: count }, (_, index) => `line ${index}\n`).join(''));
}

describe('periodic checkpoints under continuous writes', () => {
  const config = { ...TEST_CONFIG, checkpointIntervalMs: 5, segmentBytes: 64 * 1024 };

  it('should lose nothing of what was written before, during and between them', {
    timeout: 60_000,
  }, async () => {
    const home = await tempDir();
    const dir = join(home, 'state');
    const first = await openForTest(dir, { config });
    const written = await writeUntil(first, 20);
    const lsn = await first.log.flush();
    expect(lsn).toBe(2 * written.count);
    // Copied once no checkpoint is under way: a copy is not of one moment, and would miss what is removed meanwhile.
    first.log.configure({ checkpointIntervalMs: 0 });
    await first.log.checkpoint('user');
    const image = join(home, 'image');
    await cp(dir, image, { recursive: true, filter: (path) => !basename(path).startsWith('LOCK') });
    const afterKill = await openForTest(image, { config: TEST_CONFIG });
    expect(afterKill.report.losses.filter(({ kind }) => kind !== 'torn-tail')).toEqual([]);
    await expectAll(afterKill, written);
    await first.log.close();
    const afterClose = await openForTest(dir, { config: TEST_CONFIG });
    expect(afterClose.report).toMatchObject({ cause: 'clean', losses: [] });
    await expectAll(afterClose, written);
  });

  it('should not be waited for by writers, however long one takes', async () => {
    const dir = join(await tempDir(), 'state');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reached = (): void => undefined;
    const inCheckpoint = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const slow: FileSystem = {
      ...nodeFileSystem,
      async create(path) {
        if (path.includes('/checkpoints/')) {
          reached();
          await held;
        }
        return nodeFileSystem.create(path);
      },
    };
    const session = await openForTest(dir, { fs: slow, config: { ...TEST_CONFIG, segmentBytes: 16 * 1024 } });
    session.add('before');
    const checkpoint = session.log.checkpoint('user');
    await inCheckpoint;
    const segments = session.log.status().segments;
    let bytes = 0;
    for (let count = 0; count < 500; count += 1) {
      session.add(`during ${count}`);
      const lsn = session.log.append([output(1, 1, bytes, 'x'.repeat(100))], 'now');
      bytes += 100;
      expect(await session.log.whenDurable(lsn)).toEqual({ degraded: false });
    }
    // New segments too were begun meanwhile, and the checkpoint is still under way.
    expect(session.log.status().segments).toBeGreaterThan(segments);
    expect(session.log.status().checkpoint).toBeNull();
    release();
    expect((await checkpoint).lsn).toBe(1);
    await session.log.close();
    const next = await openForTest(dir);
    expect(next.report).toMatchObject({ checkpointLsn: 1, replayedRecords: 1000, losses: [] });
    expect(next.machine.items).toHaveLength(501);
  });
});
