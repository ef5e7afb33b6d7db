import { describe, expect, it } from 'vitest';
import { FoldQueue } from '../../electron/host/fold-queue.ts';

/** Folds that say when they begin and end only when they are told to. */
function stage() {
  const queue = new FoldQueue();
  const seen: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const add = (name: string) =>
    queue.add(() => {
      seen.push(name);
      return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
    });
  return {
    add,
    seen,
    end: (name: string) => ends.get(name)?.resolve(),
    fail: (name: string, error: Error) => ends.get(name)?.reject(error),
  };
}

describe('the queue of folds', () => {
  it('should begin each when the one before it is done, in the order in which they were asked for', async () => {
    const { add, seen, end } = stage();
    const folds = ['a', 'b', 'c'].map(add);
    expect(seen).toEqual(['a']);
    end('a');
    await folds[0]?.done;
    await expect.poll(() => seen).toEqual(['a', 'b']);
    end('b');
    await expect.poll(() => seen).toEqual(['a', 'b', 'c']);
    end('c');
    await Promise.all(folds.map(({ done }) => done));
    const later = add('d');
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    end('d');
    await later.done;
  });

  it('should go on behind one that failed, and tell whoever asked for it', async () => {
    const { add, seen, end, fail } = stage();
    const first = add('a');
    const second = add('b');
    fail('a', new Error('no room'));
    await expect(first.done).rejects.toThrow('no room');
    await expect.poll(() => seen).toEqual(['a', 'b']);
    end('b');
    await second.done;
  });

  it('should not begin what was withdrawn, and finish what had begun', async () => {
    const { add, seen, end } = stage();
    const first = add('a');
    const second = add('b');
    const third = add('c');
    second.withdraw();
    await second.done;
    first.withdraw();
    end('a');
    await first.done;
    await expect.poll(() => seen).toEqual(['a', 'c']);
    third.withdraw();
    end('c');
    await third.done;
    expect(seen).toEqual(['a', 'c']);
  });
});
