// A terminal that is never killed: it is handed every unit of a pane's stream as the program's output is stored, from the
// pane's first on, and knows nothing of journals, snapshots and folds.

import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import { Emulator } from '../../../electron/screen/emulator.ts';
import { replay } from '../../../electron/screen/replay.ts';
import type { PaneId } from '../../../shared/ids.ts';

/** Watches every pane that is created from now on. */
export function watchNewPanes(host: WorkspaceHost, scrollbackLines: number): Map<PaneId, Emulator> {
  const terminals = new Map<PaneId, Emulator>();
  host.subscribe((records) => {
    for (const record of records) {
      if (record.kind !== 'pane.created') continue;
      const terminal = new Emulator({ cols: 80, rows: 24, scrollbackLines });
      terminals.set(record.pane, terminal);
      // Synchronously, so before its program can print anything.
      host.paneOf(record.pane)?.observe({
        onEntry: (entry) => {
          replay(terminal, [entry], { incarnation: entry.incarnation, offset: entry.offset });
        },
      });
    }
  });
  return terminals;
}
