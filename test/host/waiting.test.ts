// Waits that are over as soon as they begin: nothing of them stays behind in the pane, however often somebody waits.
import { describe, expect, it } from 'vitest';
import type { HostPane } from '../../electron/host/pane.ts';
import type { WaitCondition } from '../../electron/host/types.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost } from '../support/test-host.ts';

/** Counts who observes and who follows the pane, from now on. */
function count(pane: HostPane): { observers: number; followers: number } {
  const counts = { observers: 0, followers: 0 };
  const { observe, follow } = pane;
  pane.observe = (observer) => {
    const stop = observe.call(pane, observer);
    counts.observers += 1;
    return () => {
      counts.observers -= 1;
      stop();
    };
  };
  pane.follow = () => {
    const { follower, release } = follow.call(pane);
    counts.followers += 1;
    return {
      follower,
      release: () => {
        counts.followers -= 1;
        return release();
      },
    };
  };
  return counts;
}

describe('waiting', () => {
  it.each<[string, WaitCondition]>([
    ['a text', { kind: 'text', pattern: /never/u }],
    ['quiet', { kind: 'idle', ms: 60_000 }],
    ['the end', { kind: 'exit' }],
  ])('should leave nothing behind when whoever waits for %s has gone before', async (_, condition) => {
    const host = await openTestHost({ dir: await tempDir() });
    const pane = host.paneOf('p1');
    if (pane === undefined) throw new Error('no pane');
    const counts = count(pane);
    const signal = AbortSignal.abort();
    expect((await host.wait('p1', condition, { timeoutMs: 60_000, signal })).kind).toBe('gone');
    expect(counts).toEqual({ observers: 0, followers: 0 });
  });

  it('should leave nothing behind for the end of what has ended', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    await host.send('p1', 'exit 3\r');
    await host.wait('p1', { kind: 'exit' }, { timeoutMs: 30_000 });
    const pane = host.paneOf('p1');
    if (pane === undefined) throw new Error('no pane');
    const counts = count(pane);
    expect((await host.wait('p1', { kind: 'exit' }, { timeoutMs: 60_000 })).kind).toBe('met');
    expect(counts).toEqual({ observers: 0, followers: 0 });
  });
});
