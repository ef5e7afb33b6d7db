import { describe, expect, it } from 'vitest';
import { firstStart } from '../../electron/app/first-start.ts';
import type { HandOver } from '../../electron/app/hand-over.ts';
import { LockedError } from '../../electron/persistence/errors.ts';

const locked = new LockedError('/state', 42);
const timing = { limitMs: 10_000, pauseMs: 1 };

/** Answers in turn, the last one for ever. */
function answers(...kinds: HandOver['kind'][]): () => Promise<HandOver> {
  return async () => {
    const kind = (kinds.length > 1 ? kinds.shift() : kinds[0]) ?? 'absent';
    return kind === 'silent' ? { kind, reason: 'it does not answer' } : { kind };
  };
}

describe('firstStart', () => {
  it('should be the first where nobody runs', async () => {
    const open = async (): Promise<string> => 'host';
    expect(await firstStart({ ...timing, handOver: answers('absent'), open })).toEqual({
      kind: 'first',
      value: 'host',
    });
  });

  it('should hand over without ever opening the journal', async () => {
    const open = (): Promise<never> => Promise.reject(new Error('opened'));
    expect(await firstStart({ ...timing, handOver: answers('done'), open })).toEqual({ kind: 'handed-over' });
  });

  it('should wait for an owner that is only starting, and hand over then', async () => {
    const open = (): Promise<never> => Promise.reject(locked);
    const outcome = await firstStart({
      ...timing,
      handOver: answers('absent', 'absent', 'absent', 'done'),
      open,
    });
    expect(outcome).toEqual({ kind: 'handed-over' });
  });

  it('should take over from an owner that dies while it waits', async () => {
    let attempts = 0;
    const open = async (): Promise<string> => {
      attempts += 1;
      if (attempts < 3) throw locked;
      return 'host';
    };
    const outcome = await firstStart({ ...timing, handOver: answers('absent'), open });
    expect(outcome).toEqual({ kind: 'first', value: 'host' });
  });

  it('should name a hung owner at once and not wait for it', async () => {
    const open = (): Promise<never> => Promise.reject(locked);
    const outcome = await firstStart({ limitMs: 3_600_000, pauseMs: 1, handOver: answers('silent'), open });
    expect(outcome).toEqual({ kind: 'refused', pid: 42, reason: 'it does not answer' });
  });

  it('should name an owner that never begins to listen', async () => {
    const open = (): Promise<never> => Promise.reject(locked);
    const outcome = await firstStart({ limitMs: 5, pauseMs: 1, handOver: answers('absent'), open });
    expect(outcome).toMatchObject({ kind: 'refused', pid: 42 });
  });

  it('should pass on any other failure', async () => {
    const open = (): Promise<never> => Promise.reject(new Error('disk'));
    await expect(firstStart({ ...timing, handOver: answers('absent'), open })).rejects.toThrow('disk');
  });
});
