// Through the real thread and the real bundle. One test makes the bundle for all of its steps, since that takes longest.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openScreenWorker } from '../../electron/screen/open-screen-worker.ts';
import { encodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import {
  type ScreenAnswer,
  type ScreenJob,
  type ScreenWorker,
  ScreenWorkerError,
  UnknownScreenError,
} from '../../electron/screen/types.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import { tempDir } from '../support/temp-dir.ts';
import { entriesOf } from './streams.ts';
import { buildWorker } from './worker-bundle.ts';

function job(text: string, more: Partial<ScreenJob> = {}): ScreenJob {
  const entries = entriesOf(text === '' ? [] : [text]);
  return { snapshot: null, entries, cols: 40, rows: 5, scrollbackLines: 100, newIncarnation: false, ...more };
}

function outputAt(offset: number, text: string): StreamEntry {
  return { kind: 'output', incarnation: 1, offset, data: Buffer.from(text) };
}

function opened(path: string): ScreenWorker {
  const worker = openScreenWorker(path);
  onTestFinished(() => worker.close());
  return worker;
}

it('should do in its thread what it does in ours', async () => {
  const worker = opened(await buildWorker());
  const answers: ScreenAnswer[] = [];
  worker.onAnswer((answer) => answers.push(answer));

  const first = await worker.materialise(job('one\r\n\x1b[32mtwo\x1b[6n 😀'));
  expect(first.position).toEqual({ incarnation: 1, offset: 22 });
  expect(first.snapshot).toBeInstanceOf(Uint8Array);
  expect(answers).toEqual([]);

  // A screen that stays open answers what comes live, and only that.
  const colors = {
    foreground: '#ffffff',
    background: '#102030',
    cursor: '#ff0000',
    palette: ['#000000', '#cd0000'],
  };
  await worker.open('p1', job('', { snapshot: first.snapshot }), colors);
  const { view: reopened } = await worker.take('p1');
  expect(reopened.primary.text).toBe('one\r\n\x1b[0;32mtwo 😀\x1b[m');
  expect(encodeSnapshot(reopened)).toEqual(first.snapshot);
  await worker.feed('p1', [
    outputAt(0, 'skipped\x1b[c'),
    outputAt(22, '\x1b[6n'),
    outputAt(26, '\x1b]11;?\x07\x1b]4;1;?\x07\x1b]4;99;?\x07'),
    { kind: 'mark', incarnation: 1, offset: 50, mark: { kind: 'resize', cols: 20, rows: 4 } },
  ]);
  expect(answers).toEqual([
    { key: 'p1', data: '\x1b[2;7R', position: { incarnation: 1, offset: 26 } },
    { key: 'p1', data: '\x1b]11;rgb:1010/2020/3030\x1b\\', position: { incarnation: 1, offset: 50 } },
    { key: 'p1', data: '\x1b]4;1;rgb:cdcd/0000/0000\x1b\\', position: { incarnation: 1, offset: 50 } },
  ]);
  const { view: taken } = await worker.take('p1');
  expect([taken.cols, taken.rows, taken.position.offset]).toEqual([20, 4, 51]);
  expect(await worker.plainText('p1')).toBe('one\ntwo 😀');
  const text = await worker.text('p1', { extent: 'screen', ansi: true });
  expect(text).toMatchObject({ cols: 20, rows: 4, cursor: { x: 6, y: 1 }, alt: false });
  expect(text.lines.slice(0, 2)).toEqual(['one', '\x1b[0;32mtwo 😀\x1b[m']);

  // One of the same name takes its place; a dropped one is unknown, and said to be.
  await worker.open('p1', job('other'));
  expect(await worker.plainText('p1')).toBe('other');
  await worker.drop('p1');
  await worker.drop('p1');
  await expect(worker.take('p1')).rejects.toThrow(UnknownScreenError);
  await expect(worker.feed('p1', [])).rejects.toThrow(UnknownScreenError);
  await expect(worker.plainText('p1')).rejects.toThrow(UnknownScreenError);

  // Calls are done in the order in which they were made, whether or not anybody waits.
  void worker.open('p2', job('a'));
  void worker.feed('p2', [outputAt(1, 'b')]);
  void worker.feed('p2', [outputAt(2, 'c')]);
  expect(await worker.plainText('p2')).toBe('abc');

  const underWay = expect(worker.materialise(job('x'.repeat(1_000_000)))).rejects.toThrow(ScreenWorkerError);
  await worker.close();
  await underWay;
  await expect(worker.take('p2')).rejects.toThrow(ScreenWorkerError);
});

it('should reject what was under way for an open screen when the worker dies, and start another for the next call', async () => {
  const dir = await tempDir();
  const path = join(dir, 'dying.cjs');
  await writeFile(
    path,
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', ({ id, call }) => {
       if (call.kind === 'drop') parentPort.postMessage({ kind: 'result', id });
       else throw new Error('out of order');
     });`,
  );
  const worker = opened(path);
  await expect(worker.take('p1')).rejects.toThrow(/out of order/);
  await expect(worker.drop('p1')).resolves.toBeUndefined();
  await expect(worker.take('p1')).rejects.toThrow(ScreenWorkerError);
});

const deadly = 66;
const slow = 77;
const endless = 88;

/**
 * A worker that dies of a job of `deadly` columns, and as often as `deaths` says of any; it answers every other call with how many
 * were started before it, one of `endless` columns never, and the first of them none of `slow` columns. `starts`: how many were
 * started.
 */
async function openDying({ deaths = 0 } = {}): Promise<{ worker: ScreenWorker; starts(): Promise<number> }> {
  const dir = await tempDir();
  const path = join(dir, 'dying.cjs');
  const startsFile = join(dir, 'starts');
  await writeFile(startsFile, '');
  await writeFile(
    path,
    `const { parentPort } = require('node:worker_threads');
     const { appendFileSync, readFileSync } = require('node:fs');
     const before = readFileSync(${JSON.stringify(startsFile)}).length;
     appendFileSync(${JSON.stringify(startsFile)}, '.');
     parentPort.on('message', ({ id, call }) => {
       const { cols } = call.job ?? call.source;
       if (cols === ${deadly} || before < ${deaths}) throw new Error('out of memory');
       // So that it is still under way when the first one dies.
       if (cols === ${slow} && before === 0) return;
       if (cols !== ${endless}) parentPort.postMessage({ kind: 'result', id, value: before });
     });`,
  );
  const starts = async (): Promise<number> => (await readFile(startsFile)).length;
  return { worker: opened(path), starts };
}

it('should do a call that brings all it needs once more when the worker dies under it', async () => {
  const calls: ((worker: ScreenWorker) => Promise<unknown>)[] = [
    (worker) => worker.view(job('')),
    (worker) => worker.materialise(job('')),
    (worker) => worker.text(job(''), { extent: 'screen', ansi: false }),
    (worker) => worker.plainText(job('')),
    (worker) => worker.matches(job(''), /x/u),
    (worker) => worker.search(job(''), /x/u),
  ];
  for (const call of calls) {
    const { worker, starts } = await openDying({ deaths: 1 });
    expect(await call(worker)).toBe(1);
    expect(await starts()).toBe(2);
  }
});

it('should reject the call of which two workers died, and no other that was under way with it', async () => {
  const { worker, starts } = await openDying();
  const before = worker.view(job('', { cols: slow }));
  const fatal = expect(worker.view(job('', { cols: deadly }))).rejects.toThrow(/out of memory/);
  const after = worker.plainText(job('', { cols: slow }));
  await fatal;
  // Each by the worker that it was made once more with: the second one died of the call between them.
  expect(await before).toBe(1);
  expect(await after).toBe(2);
  expect(await worker.view(job(''))).toBe(2);
  expect(await starts()).toBe(3);
});

it('should reject what waits to be done once more when it is closed', async () => {
  const { worker, starts } = await openDying({ deaths: 1 });
  const endlessJob = job('', { cols: endless });
  const answers = [1, 2, 3].map(() => expect(worker.view(endlessJob)).rejects.toThrow(ScreenWorkerError));
  await expect.poll(starts).toBe(2);
  await worker.close();
  await Promise.all(answers);
});
