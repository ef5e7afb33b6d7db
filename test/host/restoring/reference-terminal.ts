// A terminal that is never killed: it is handed every unit of a pane's stream as the program's output is stored, from the
// pane's first on, and knows nothing of journals, snapshots and folds.

import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import { Emulator } from '../../../electron/screen/emulator.ts';
import { replay } from '../../../electron/screen/replay.ts';
import type { PaneId } from '../../../shared/ids.ts';
import { clampSize, type StreamEntry } from '../../../shared/stream.ts';

/** Watches every pane that is created from now on. */
export function watchNewPanes(host: WorkspaceHost, scrollbackLines: number): Map<PaneId, Emulator> {
  const terminals = new Map<PaneId, Emulator>();
  host.subscribe((records) => {
    for (const record of records) {
      if (record.kind !== 'pane.created') continue;
      // Synchronously, so before its program can print anything.
      host.paneOf(record.pane)?.observe({
        onEntry: (entry) => {
          const terminal = terminals.get(record.pane) ?? new Emulator({ ...sizeIn(entry), scrollbackLines });
          terminals.set(record.pane, terminal);
          replay(terminal, [entry], { incarnation: entry.incarnation, offset: entry.offset });
        },
      });
    }
  });
  return terminals;
}

/**
 * Every stream begins with its size, and a terminal that had another one before is not quite the same: xterm.js keeps lines
 * above an alternate screen that was empty when it became smaller.
 */
function sizeIn(entry: StreamEntry): { cols: number; rows: number } {
  if (entry.kind !== 'mark' || entry.mark.kind !== 'resize')
    throw new Error('a stream begins without a size');
  return clampSize(entry.mark);
}
