// A snapshot that cannot be read: an older one stands in for it as long as the log behind that one is kept.
import { readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Loss } from '../../electron/persistence/types.ts';
import { type SimFileSystem, simError } from '../support/sim-fs.ts';
import { tempDir } from '../support/temp-dir.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { contentOf, openForTest, output, state, TEST_CONFIG, type TestLog } from './open-for-test.ts';
import { SlowToName, turns } from './slow-to-name.ts';

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

  it('should be told of once, while the log is open and over a start', async () => {
    const dir = join(await tempDir(), 'state');
    const losses: Loss[] = [];
    const onLoss = (loss: Loss): void => void losses.push(loss);
    const first = await openForTest(dir, { config: CONFIG, onLoss });
    await twiceFolded(first);
    const file = await snapshotFile(dir, 40);
    await flipByte(file);
    for (let round = 0; round < 2; round += 1) (await first.log.readStream(1)).release();
    expect(losses).toEqual([
      {
        kind: 'corrupt-snapshot',
        file: relative(dir, file),
        offset: 40,
        bytes: (await readFile(file)).length,
        detail: 'the data is damaged; an older one stands in for it',
      },
    ]);
    // Of a stream without a snapshot there is nothing to keep.
    first.log.setSnapshotAside(2, 'no');
    await first.log.close();
    const second = await openForTest(dir, { config: CONFIG, onLoss });
    (await second.log.readStream(1)).release();
    expect(losses.length).toBe(1);
    expect(await readdir(join(dir, 'quarantine'))).toContain(basename(file));
  });

  it('should be stood in for by the one before that, when two of them cannot be read', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: { ...CONFIG, keepCheckpoints: 4 } });
    await twiceFolded(test);
    for (const offset of [20, 40]) await flipByte(await snapshotFile(dir, offset));
    const lines = await contentOf(await test.log.readStream(1));
    expect(lines[0]).toBe('output@1.0 0.........');
    expect(lines.length).toBe(6);
    await test.log.checkpoint('interval');
    expect(await contentOf(await test.log.readStream(1))).toEqual(lines);
  });

  it('should not be looked for in checkpoints from before the stream', async () => {
    const dir = join(await tempDir(), 'state');
    const test = await openForTest(dir, { config: { ...CONFIG, keepCheckpoints: 2 } });
    test.log.append([output(2, 1, 0, 'another   ')], 'now');
    await test.log.checkpoint('interval');
    await print(test, 0);
    await test.log.checkpoint('interval');
    await fold(test, 10);
    await print(test, 10);
    await flipByte(await snapshotFile(dir, 10));
    expect(await contentOf(await test.log.readStream(1))).toEqual([
      'output@1.0 0.........',
      'output@1.10 10........',
    ]);
  });

  it('should find what follows damage inside a segment, and pass over one whose header is damaged or that is gone', async () => {
    const dir = join(await tempDir(), 'state');
    const config = { ...CONFIG, keepCheckpoints: 4, segmentBytes: 500 };
    const test = await openForTest(dir, { config });
    for (let at = 0; at < 200; at += 10) await print(test, at);
    await fold(test, 200);
    const damage = async (text: string, change: (bytes: Buffer, at: number) => void): Promise<string> => {
      for (const name of (await readdir(join(dir, 'wal'))).sort()) {
        const file = join(dir, 'wal', name);
        const bytes = await readFile(file);
        const at = bytes.indexOf(text);
        if (at === -1) continue;
        change(bytes, at);
        await writeFile(file, bytes);
        return file;
      }
      throw new Error(`${text} is nowhere`);
    };
    await damage('10......', (bytes, at) => bytes.fill(0x21, at, at + 1));
    const withoutHeader = await damage('50......', (bytes) => bytes.fill(0x21, 30, 31));
    const gone = await damage('130.....', () => undefined);
    expect(gone).not.toBe(withoutHeader);
    await unlink(gone);
    await flipByte(await snapshotFile(dir, 200));
    const lines = await contentOf(await test.log.readStream(1));
    expect(lines.slice(0, 3)).toEqual(['output@1.0 0.........', 'lost@1.10-1.20', 'output@1.20 20........']);
    expect(lines.filter((line) => line.startsWith('lost')).length).toBe(3);
    expect(lines.some((line) => line.includes('50....') || line.includes(' 130....'))).toBe(false);
    expect(lines.at(-1)).toBe('output@1.190 190.......');
  });

  it('should be stood in for whatever happens to the log while that is read', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle(), {
      ...CRASH_CONFIG,
      keepCheckpoints: 9,
      segmentBytes: 300,
    });
    let text = '';
    const printMore = (): void => {
      const data = `${text.length}`.padEnd(100, '.');
      session.add([output(1, 1, text.length, data)], 'now');
      text += data;
    };
    for (let count = 0; count < 6; count += 1) {
      printMore();
      await session.log.flush();
    }
    await session.fold(1);
    const [name = ''] = await fs.list(`${STATE_DIR}/scrollback`);
    const path = `${STATE_DIR}/scrollback/${name}`;
    const damaged = Buffer.from(fs.contents(path));
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    fs.damage(path, damaged);
    // It cannot be listed: the reading fails, and the next one does not.
    fs.hooks.before = (op) => {
      if (op.kind === 'list') throw simError('EIO', op.path);
      return undefined;
    };
    await expect(session.log.readStream(1)).rejects.toMatchObject({ code: 'EIO' });
    // It grows while it is looked at.
    let isMore = true;
    fs.hooks = {
      after: ({ kind, path: where }) => {
        if (kind !== 'list' || !where.endsWith('/checkpoints') || !isMore) return;
        isMore = false;
        for (let count = 0; count < 3; count += 1) printMore();
      },
    };
    const before = text;
    expect(await session.textOf(1)).toBe(before);
    fs.hooks = {};
    expect(await session.textOf(1)).toBe(text);
    await session.log.checkpoint('interval');
    expect(await session.textOf(1)).toBe(text);
  });

  it('should give way to a fold that came while an older one was looked for', async () => {
    const fs = freshDisk();
    const session = await Session.open(fs, new Oracle(), CRASH_CONFIG);
    session.add([output(1, 1, 0, 'text')], 'now');
    await session.fold(1);
    const [name = ''] = await fs.list(`${STATE_DIR}/scrollback`);
    fs.damage(`${STATE_DIR}/scrollback/${name}`, Buffer.from('nothing'));
    let folded: Promise<void> | null = null;
    let isHeld = true;
    fs.hooks.after = ({ kind, path }) => {
      if (kind === 'read' && path.endsWith(name) && isHeld) {
        isHeld = false;
        folded = session.fold(1);
      }
    };
    // The fold is quicker than the search where the log is long.
    for (let count = 0; count < 30; count += 1) {
      session.add([output(1, 1, 4 + count * 1500, `${count}`.padEnd(1500, '.'))], 'now');
      await session.log.flush();
    }
    const text = await session.textOf(1);
    await folded;
    expect(await session.textOf(1)).toBe(text);
  });
});

it('should leave out the half of a declared loss that the snapshot has', async () => {
  const fs = freshDisk();
  const session = await Session.open(fs, new Oracle());
  session.add([output(1, 1, 0, 'before')], 'now');
  await session.log.flush();
  fs.hooks.before = (op) => {
    if (op.path.includes('/wal/') && ['write', 'create', 'datasync'].includes(op.kind))
      throw simError('EROFS', op.path);
    return undefined;
  };
  session.add([state('x')], 'now');
  for (let turn = 0; turn < 20; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  const chunk = Buffer.alloc(5 * 1024 * 1024, 'y');
  for (let count = 0; count < 3; count += 1)
    session.add([output(1, 1, 6 + count * chunk.length, chunk)], 'soon');
  fs.hooks = {};
  await session.log.checkpoint('user');
  const lostFrom = 6 + chunk.length;
  const lostUntil = 6 + 3 * chunk.length;
  await session.log.putSnapshot(1, { incarnation: 1, offset: lostFrom + 10 }, Buffer.from('S'));
  expect(await contentOf(await session.log.readStream(1))).toEqual([
    `snapshot@1.${lostFrom + 10} S`,
    `lost@1.${lostFrom + 10}-1.${lostUntil}`,
  ]);
});

/** Prints so much that a segment is full. */
async function printMuch(session: Session, from: number): Promise<void> {
  session.add([output(1, 1, from, String(from).padEnd(3000, '.'))], 'now');
  await session.log.flush();
}

/** Folded at 3000 and 6000, a checkpoint behind each; the second snapshot is damaged. */
async function withDamagedSnapshot(fs: SimFileSystem): Promise<Session> {
  const session = await Session.open(fs, new Oracle());
  for (const end of [3000, 6000]) {
    await printMuch(session, end - 3000);
    await session.log.putSnapshot(1, { incarnation: 1, offset: end }, Buffer.from(`up to ${end}`));
    await session.log.checkpoint('interval');
  }
  await printMuch(session, 6000);
  const file = [...filesOf(fs, 'scrollback')].find((name) => name.startsWith('1-1-6000-')) ?? 'none';
  fs.damage(`${STATE_DIR}/scrollback/${file}`, Buffer.from('no snapshot'));
  return session;
}

function filesOf(fs: SimFileSystem, subdirectory: string): string[] {
  const dir = fs.find(`${STATE_DIR}/${subdirectory}`);
  return dir?.kind === 'dir' ? [...dir.names.keys()] : [];
}

describe('looking for what stands in for a snapshot', () => {
  it('should keep the log behind it although a checkpoint that knows nothing of it was being written', async () => {
    const fs = new SlowToName('checkpoints');
    const session = await withDamagedSnapshot(fs);
    await printMuch(session, 9000);
    const written = session.log.checkpoint('interval');
    await turns(10);
    const whole = await contentOf(await session.log.readStream(1));
    expect(whole.map((line) => line.slice(0, 13))).toEqual([
      'snapshot@1.30',
      'output@1.3000',
      'output@1.6000',
      'output@1.9000',
    ]);
    await written;
    expect(await contentOf(await session.log.readStream(1))).toEqual(whole);
    await session.log.checkpoint('interval');
    await session.log.close();
    const next = await Session.open(fs, new Oracle());
    expect(await contentOf(await next.log.readStream(1))).toEqual(whole);
  });

  it('should hold on to no file when it fails', async () => {
    const fs = freshDisk();
    const session = await withDamagedSnapshot(fs);
    const before = filesOf(fs, 'wal');
    fs.hooks.before = (op) => {
      if (op.kind === 'list') throw simError('EMFILE', op.path);
      return undefined;
    };
    await expect(session.log.readStream(1)).rejects.toMatchObject({ code: 'EMFILE' });
    fs.hooks = {};
    for (let end = 9000; end < 18_000; end += 3000) {
      await session.log.putSnapshot(1, { incarnation: 1, offset: end }, Buffer.from(`up to ${end}`));
      await printMuch(session, end);
      await session.log.checkpoint('interval');
    }
    for (const file of before) expect(filesOf(fs, 'wal')).not.toContain(file);
  });
});

it('should not be taken for lost while there are only too many files open to read it', async () => {
  const fs = freshDisk();
  const session = await Session.open(fs, new Oracle(), { ...CRASH_CONFIG, keepCheckpoints: 1 });
  for (const end of [3000, 6000]) {
    await printMuch(session, end - 3000);
    await session.log.putSnapshot(1, { incarnation: 1, offset: end }, Buffer.from(`up to ${end}`));
    await session.log.checkpoint('interval');
  }
  fs.hooks.before = (op) => {
    if (op.kind === 'open' && op.path.includes('/scrollback/')) throw simError('EMFILE', op.path);
    return undefined;
  };
  await expect(session.log.readStream(1)).rejects.toMatchObject({ code: 'EMFILE' });
  fs.hooks = {};
  expect(await contentOf(await session.log.readStream(1))).toEqual(['snapshot@1.6000 up to 6000']);
  await session.log.checkpoint('interval');
  expect(filesOf(fs, 'quarantine')).toEqual([]);
});
