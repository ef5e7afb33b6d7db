import { expect, it } from 'vitest';
import { createFairQueue } from '../../electron/screen/fair-queue.ts';

function recorded(): { done: string[]; add(lane: string, task: string): void; turn(): void } {
  const done: string[] = [];
  const waiting: (() => void)[] = [];
  const queue = createFairQueue<string>(
    (task) => done.push(task),
    (next) => waiting.push(next),
  );
  return { done, add: queue.add, turn: () => waiting.shift()?.() };
}

it('should let lanes take turns, and keep the order within each', () => {
  const { done, add, turn } = recorded();
  for (const task of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) {
    add(task.slice(0, 1), task);
  }
  for (let turns = 0; turns < 10; turns += 1) {
    turn();
  }
  expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

it('should take in what comes between two turns', () => {
  const { done, add, turn } = recorded();
  add('a', 'a1');
  add('a', 'a2');
  turn();
  add('b', 'b1');
  turn();
  turn();
  turn();
  add('a', 'a3');
  turn();
  expect(done).toEqual(['a1', 'a2', 'b1', 'a3']);
});

it('should go on after a task that failed', () => {
  const done: number[] = [];
  const waiting: (() => void)[] = [];
  const queue = createFairQueue<number>(
    (task) => {
      if (task === 1) {
        throw new Error('failed');
      }
      done.push(task);
    },
    (next) => waiting.push(next),
  );
  queue.add('a', 1);
  queue.add('a', 2);
  expect(() => waiting.shift()?.()).toThrow('failed');
  waiting.shift()?.();
  expect(done).toEqual([2]);
});
