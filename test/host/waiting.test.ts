// Waits that are over as soon as they begin: nothing of them stays behind in the pane, however often somebody waits.
import { describe, expect, it } from 'vitest';
import type { HostPane } from '../../electron/host/pane.ts';
import type { WaitCondition } from '../../electron/host/types.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, textOf } from '../support/test-host.ts';

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

describe('waiting for quiet', () => {
  const quiet = { kind: 'idle', ms: 20 } as const;

  it('should be over in a pane that was restored and waits to be shown', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    await runCommand(first, 'window.create', {});
    await first.shutdown();
    const host = await openTestHost({ dir });
    expect(host.workspace.live.p1).toBeUndefined();
    expect((await host.wait('p1', quiet, { timeoutMs: 20_000 })).kind).toBe('met');
  });

  it('should be over in a pane whose program ends without a word', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const { pane } = await runCommand(host, 'window.create', { command: ['sh', '-c', 'read line; exit 3'] });
    const outcome = host.wait(pane, quiet, { timeoutMs: 20_000 });
    await host.send(pane, '\x04');
    expect((await outcome).kind).toBe('met');
  });

  it('should not be over before a program that runs has said something', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const program = ['sh', '-c', 'stty -echo; read line; echo said; exec sleep 1000'];
    const { pane } = await runCommand(host, 'window.create', { command: program });
    const outcome = host.wait(pane, quiet, { timeoutMs: 20_000 });
    let isOver = false;
    void outcome.then(() => {
      isOver = true;
    });
    // Whatever else has been quiet for longer.
    expect((await host.wait('p1', { kind: 'idle', ms: 100 }, { timeoutMs: 20_000 })).kind).toBe('met');
    expect(isOver).toBe(false);
    await host.send(pane, 'go\r');
    expect((await outcome).kind).toBe('met');
    expect(await textOf(host, pane)).toContain('said');
  });
});
