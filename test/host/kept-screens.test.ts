// Panes that are read again and again: what is read is the same as ever, and what is kept for it is little.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { KeptScreens } from '../../electron/host/kept-screens.ts';
import { ScreenFollower } from '../../electron/host/screen-follower.ts';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { openScreenWorker } from '../../electron/screen/open-screen-worker.ts';
import type { ScreenJob, ScreenText } from '../../electron/screen/types.ts';
import type { PaneId } from '../../shared/ids.ts';
import { checkout } from '../support/runtime-record.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, typeAndSee } from '../support/test-host.ts';

const options = { extent: 'scrollback', ansi: true } as const;
const empty: ScreenJob = {
  snapshot: null,
  entries: [],
  cols: 80,
  rows: 24,
  scrollbackLines: 100,
  newIncarnation: false,
};

/** Panes that say how often they were followed and let go. */
function openPanes(oftenMs: number) {
  const worker = openScreenWorker(join(checkout, 'out', 'main', 'screen-worker.cjs'));
  onTestFinished(() => worker.close());
  const kept = new KeptScreens({ oftenMs, times: 2 });
  const open = new Set<PaneId>();
  const ask = (id: PaneId) =>
    kept.ask({
      id,
      follow: () => {
        open.add(id);
        const follower = new ScreenFollower(worker, id, {
          job: Promise.resolve(empty),
          onPending: () => undefined,
        });
        const release = async (): Promise<void> => {
          open.delete(id);
          await follower.drop();
        };
        return { follower, release };
      },
    });
  return { kept, open, ask };
}

/** As it comes from the disk. */
async function readAnew(host: WorkspaceHost, id: PaneId): Promise<ScreenText | undefined> {
  const followed = host.paneOf(id)?.follow();
  const text = await followed?.follower.text(options);
  await followed?.release();
  return text;
}

describe('kept screens', () => {
  it('should be for who asks again, few, and let go of when nobody asks or the pane shows something else', async () => {
    const { ask, kept, open } = openPanes(60_000);
    expect(ask('p1')).toBeNull();
    const screen = ask('p1');
    expect(screen).not.toBeNull();
    expect(ask('p1')).toBe(screen);
    for (const id of ['p2', 'p3', 'p4', 'p5'] as const) {
      ask('p1');
      ask(id);
      ask(id);
    }
    // The one that was asked for longest ago made room.
    expect([...open].sort()).toEqual(['p1', 'p3', 'p4', 'p5']);
    kept.drop('p1');
    expect(open.has('p1')).toBe(false);
    expect(ask('p1')).toBeNull();
    for (const id of open) kept.drop(id);
    expect({ open: open.size, kept: kept.size }).toEqual({ open: 0, kept: 0 });
  });

  it('should go by themselves', async () => {
    const { ask, kept, open } = openPanes(20);
    await vi.waitFor(() => expect(ask('p1') ?? ask('p1')).not.toBeNull());
    await vi.waitFor(() => expect({ open: open.size, kept: kept.size }).toEqual({ open: 0, kept: 0 }));
  });

  it('should give the text that the disk gives, whatever happens to the pane meanwhile', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const pane = host.paneOf('p1');
    const expectSame = async (): Promise<void> => {
      for (let times = 0; times < 5; times++) await pane?.text(options);
      expect(await pane?.text(options)).toEqual(await readAnew(host, 'p1'));
    };
    await typeAndSee(host, 'p1', 'for i in 1 2 3; do printf "\\\\033[3${i}mline $i\\\\n"; done', /^line 3$/m);
    await expectSame();
    pane?.resize({ cols: 20, rows: 5 });
    await expectSame();
    await typeAndSee(host, 'p1', 'echo a line that is wrapped; :', /^a line that is wrapped$/m);
    await expectSame();
    pane?.clear();
    await typeAndSee(host, 'p1', 'printf "\\\\033[?1049h\\\\033[2;2Halternate"; read x', /alternate/);
    await expectSame();
    // Its process ends, and another one comes.
    await host.send('p1', '\r');
    await host.send('p1', 'exit 7\r');
    await host.wait('p1', { kind: 'exit' }, { timeoutMs: 30_000 });
    const ended = await pane?.text(options);
    expect(ended?.alt).toBe(false);
    expect(await pane?.text(options)).toEqual(ended);
    await runCommand(host, 'pane.respawn', { pane: 'p1' });
    await typeAndSee(host, 'p1', 'echo again; :', /^again$/m);
    await expectSame();
  });
});
