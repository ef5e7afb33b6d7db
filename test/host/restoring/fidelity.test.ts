// What comes back is exactly what was: real output of real programs, in a terminal that was never killed and in a pane that
// was killed and restored, compared cell by cell.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import type { Emulator } from '../../../electron/screen/emulator.ts';
import { decodeSnapshot } from '../../../electron/screen/snapshot-codec.ts';
import { restoreView } from '../../../electron/screen/view-state.ts';
import type { PaneId } from '../../../shared/ids.ts';
import type { ViewState } from '../../../shared/snapshot.ts';
import { shown } from '../../screen/cells.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openTestHost, runCommand } from '../../support/test-host.ts';
import { isInstalled, type Sample, type Step, samples, writeCorpus } from './corpus.ts';
import { crashImage } from './crash-image.ts';
import { watchNewPanes } from './reference-terminal.ts';
import { viewOf } from './view-of.ts';

const scrollbackLines = 1_000;
const config = { persistence: { scrollback_max_lines: scrollbackLines } };

/** Waits for a pattern on the screen as it is shown, the alternate one included, and for the end of what is printed. */
async function see(host: WorkspaceHost, pane: PaneId, { until, onAlternate }: Step): Promise<void> {
  for (;;) {
    const printed = nextOutput(host, pane);
    const { alt, lines } = await host.capture(pane, { scrollback: !onAlternate, ansi: false });
    if (alt === onAlternate && until.test(lines.join('\n'))) break;
    await printed;
  }
  await host.wait(pane, { kind: 'idle', ms: 200 }, { timeoutMs: 15_000 });
}

function nextOutput(host: WorkspaceHost, pane: PaneId): Promise<void> {
  return new Promise((resolve) => {
    const stop = host.paneOf(pane)?.observe({
      onEntry: () => {
        stop?.();
        resolve();
      },
    });
  });
}

async function play(host: WorkspaceHost, pane: PaneId, { steps }: Sample): Promise<void> {
  await see(host, pane, { keys: '', until: /[$#]\s*$/u, onAlternate: false });
  for (const step of steps) {
    await host.send(pane, step.keys);
    await see(host, pane, step);
  }
}

/** Does it until nothing was printed meanwhile: then all of what it looked at is of one moment. */
async function whileQuiet<T>(host: WorkspaceHost, pane: PaneId, look: () => Promise<T>): Promise<T> {
  for (;;) {
    let isQuiet = true;
    const stop = host.paneOf(pane)?.observe({
      onEntry: () => {
        isQuiet = false;
      },
    });
    const seen = await look();
    stop?.();
    if (isQuiet) return seen;
  }
}

/** The lines that show something. */
function filled(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? '').replaceAll('|', '') === '') end--;
  return lines.slice(0, end);
}

/** What the present process found when it began. */
function inherited(emulator: Emulator, view: ViewState): readonly string[] {
  return filled(shown(emulator).primary.lines.slice(0, view.incarnationLine));
}

describe('a pane that was killed and restored', () => {
  const present = samples.filter(({ needs }) => needs.every(isInstalled));
  const absent = samples.filter((sample) => !present.includes(sample));

  for (const { name, needs } of absent) {
    it(`should show, cell by cell, what it showed before: ${name}`, (context) =>
      context.skip(`not installed: ${needs.join(', ')}`));
  }

  it.each(present)(
    'should show, cell by cell, what it showed before: $name',
    { timeout: 60_000 },
    async (sample) => {
      const dir = await tempDir();
      const corpus = join(dir, 'corpus');
      await mkdir(corpus);
      await writeCorpus(corpus, sample);
      const first = await openTestHost({ dir, config });
      const terminals = watchNewPanes(first, scrollbackLines);
      const { pane } = await runCommand(first, 'window.create', { cwd: corpus });
      await play(first, pane, sample);
      const terminal = terminals.get(pane);
      if (terminal === undefined) throw new Error('the pane was not watched');
      let looks = 0;
      const { image, living, neverKilled } = await whileQuiet(first, pane, async () => {
        looks += 1;
        await first.flush();
        return {
          image: await crashImage(dir, `image-${looks}`),
          living: await first.paneOf(pane)?.reading.snapshot(),
          neverKilled: shown(terminal),
        };
      });

      // Seen by a second window, while it lives: everything, modes and the other screen included.
      const decoded = decodeSnapshot(living?.data ?? new Uint8Array());
      if (decoded.kind === 'invalid') throw new Error(decoded.reason);
      expect(shown(restoreView(decoded.view, scrollbackLines))).toEqual(neverKilled);

      const second = await openTestHost({ dir: image, config });
      const view = await viewOf(second, pane);
      const before = neverKilled.primary.lines;
      const after = inherited(restoreView(view, scrollbackLines), view);
      expect(after.length).toBeGreaterThan(0);
      // A new prompt pushes as many of the oldest lines out as it needs.
      const pushedOut = Math.max(0, filled(before).length - after.length);
      expect(pushedOut).toBeLessThanOrEqual(before.length >= scrollbackLines ? 2 : 0);
      expect(after).toEqual(filled(before).slice(pushedOut));
      expect(view.alternate).toBeNull();
      expect(second.recovery).toMatchObject({ cause: 'crash', losses: [] });
    },
  );
});
