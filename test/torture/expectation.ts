// What must be there after a kill: the layout as the last answered command left it, and every line that a flush had
// confirmed, in place and once.
import type { Layout } from '../../shared/model.ts';
import type { TreeJson } from '../../shared/tree.ts';

/** The parts of the tree that a restart must not change. */
export interface Arrangement {
  readonly activeSession: string | null;
  readonly sessions: readonly {
    readonly id: string;
    readonly name: string;
    readonly activeWindow: string;
    readonly windows: readonly {
      readonly id: string;
      readonly name: string;
      readonly layout: Layout;
      readonly activePane: string;
      readonly zoomedPane: string | null;
      readonly panes: readonly string[];
    }[];
  }[];
}

export function arrangementOf(tree: TreeJson): Arrangement {
  return {
    activeSession: tree.activeSession,
    sessions: tree.sessions.map(({ id, name, activeWindow, windows }) => ({
      id,
      name,
      activeWindow,
      windows: windows.map((window) => ({
        id: window.id,
        name: window.name,
        layout: window.layout,
        activePane: window.activePane,
        zoomedPane: window.zoomedPane,
        panes: window.panes.map((pane) => pane.id),
      })),
    })),
  };
}

/**
 * Null if `restored` begins with all that was confirmed, else what is wrong. Compared without white space, for a pane that
 * has another width now has its lines broken elsewhere.
 */
export function lossIn(confirmed: readonly string[], restored: readonly string[]): string | null {
  const before = inkOf(confirmed);
  const now = inkOf(restored);
  if (now.startsWith(before)) return doubledIn(restored);
  const at = [...before].findIndex((char, index) => char !== now[index]);
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
  return `after ${at} of ${before.length} characters ${around(before)} has become ${around(now)}`;
}

const inkOf = (lines: readonly string[]): string => lines.join('').replace(/\s+/g, '');

/** Numbered output (`torture 3-17 ...`) comes once each and in order; null if it does. What was typed ahead may hide some. */
function doubledIn(lines: readonly string[]): string | null {
  const lastOf = new Map<string, number>();
  for (const line of lines) {
    const [, run, number] = /^torture (\S+)-(\d+) /.exec(line) ?? [];
    if (run === undefined) continue;
    const last = lastOf.get(run) ?? 0;
    if (Number(number) <= last) return `run ${run}: ${number} follows ${last}`;
    lastOf.set(run, Number(number));
  }
  return null;
}
