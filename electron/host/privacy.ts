// What the journal may know of a private pane: that it exists, its size and its place. No output (its stream lives in
// memory), no title, no command line, no directory, no variables.
import type { Pane, PaneProgram, Workspace } from '../../shared/model.ts';
import type { DurableRecord } from '../../shared/records.ts';

/** The real one names the program. */
const redactedReason = 'it could not be started';

const redactProgram = (program: PaneProgram): PaneProgram => ({ ...program, command: null, env: {} });

/** The record as it may be written, or null if it must not be. */
export function redactRecord(
  workspace: Workspace,
  record: DurableRecord,
  homeDir: string,
): DurableRecord | null {
  switch (record.kind) {
    case 'pane.created':
      return record.private ? { ...record, cwd: homeDir, program: redactProgram(record.program) } : record;
    case 'pane.adopted':
      return workspace.panes[record.pane]?.private === true
        ? { ...record, title: '', restored: { ...record.restored, wasRunning: null, isTyped: false } }
        : record;
    case 'pane.failed':
      return workspace.panes[record.pane]?.private === true ? { ...record, reason: redactedReason } : record;
    case 'pane.title':
    case 'pane.cwd':
    case 'pane.running':
      return workspace.panes[record.pane]?.private === true ? null : record;
    default:
      return record;
  }
}

function redactPane(pane: Pane, homeDir: string): Pane {
  if (!pane.private) return pane;
  return {
    ...pane,
    cwd: homeDir,
    title: '',
    running: null,
    isTyped: false,
    program: redactProgram(pane.program),
    outcome: pane.outcome?.kind === 'failed' ? { ...pane.outcome, reason: redactedReason } : pane.outcome,
    restored: pane.restored === null ? null : { ...pane.restored, wasRunning: null, isTyped: false },
  };
}

/** The workspace as a checkpoint may keep it. */
export function redactWorkspace(workspace: Workspace, homeDir: string): Workspace {
  const panes = Object.values(workspace.panes) as Pane[];
  if (!panes.some((pane) => pane.private) && !workspace.closed.some(({ pane }) => pane.private))
    return workspace;
  return {
    ...workspace,
    panes: Object.fromEntries(panes.map((pane) => [pane.id, redactPane(pane, homeDir)])),
    closed: workspace.closed.map((entry) => ({ ...entry, pane: redactPane(entry.pane, homeDir) })),
  };
}
