// The screens that stand in for a view: made when they are needed, and gone when they are not.
import { describe, expect, it, onTestFinished } from 'vitest';
import { PaneScreens } from '../../electron/host/pane-screens.ts';
import { openScreenWorker } from '../../electron/screen/open-screen-worker.ts';
import type { ScreenWorker } from '../../electron/screen/types.ts';
import { builtWorker } from '../support/test-host.ts';

const job = {
  snapshot: null,
  entries: [],
  cols: 80,
  rows: 24,
  scrollbackLines: 100,
  newIncarnation: false,
};

/** The real worker, but one that opens screens only when it is told to; says which are open. */
function openSlowWorker(): { worker: ScreenWorker; open: Set<string>; goOn(): void } {
  const real = openScreenWorker(builtWorker);
  onTestFinished(() => real.close());
  const open = new Set<string>();
  let goOn = (): void => undefined;
  const mayOpen = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const worker: ScreenWorker = {
    ...real,
    open: async (key, ...rest) => {
      await mayOpen;
      open.add(key);
      await real.open(key, ...rest);
    },
    drop: async (key) => {
      await real.drop(key);
      open.delete(key);
    },
  };
  return { worker, open, goOn };
}

describe('the screen that answers while nobody looks', () => {
  it('should be let go of when the program is quiet, also where it was made only then', async () => {
    const { worker, open, goOn } = openSlowWorker();
    let screens = 0;
    const pane = new PaneScreens({
      pane: 'p1',
      worker,
      nextScreen: () => ++screens,
      read: async () => job,
      readBeginning: async () => ({ job, since: [] }),
      isGround: () => true,
      isLive: () => true,
      hold: () => undefined,
      reportDamage: () => undefined,
    });
    pane.expectQuery();
    pane.hand({ kind: 'output', incarnation: 1, offset: 1, data: Buffer.from('\x1b[6n') });
    // Nothing is printed for a while, and nothing will be: it waits for the answer.
    pane.handleQuiet();
    goOn();
    await expect.poll(() => pane.isAnswerer('p1:1')).toBe(false);
    await expect.poll(() => open.size).toBe(0);
  });
});
