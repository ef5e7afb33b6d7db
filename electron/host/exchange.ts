// Export and import: the workspace with what its panes show, as bytes that another home can take. What is private never
// leaves; what comes in is put beside what is there.
import { idNumber, type PaneId, type SessionId } from '../../shared/ids.ts';
import type { Pane, Workspace } from '../../shared/model.ts';
import { reduce } from '../../shared/reduce.ts';
import type { StreamSnapshot } from '../persistence/types.ts';
import { decodeExchange, encodeExchange } from './exchange-format.ts';
import type { Journal } from './journal.ts';
import { planClose } from './plan/close.ts';
import type { SavedWorkspace, Timeline, TimelineParts } from './timeline.ts';

/** The file's parts. Rejects with ExchangeError when it would be too large. */
export async function exportWorkspace({
  journal,
  snapshotOf,
}: TimelineParts): Promise<readonly Uint8Array[]> {
  const workspace = withoutPrivate(journal.workspace);
  const contents = new Map<PaneId, StreamSnapshot>();
  for (const id of Object.keys(workspace.panes) as PaneId[]) {
    const content = (await snapshotOf(id)) ?? (await newestSnapshot(journal, id));
    if (content !== null) contents.set(id, content);
  }
  return encodeExchange(settled({ workspace, contents }));
}

/** The new sessions. Rejects with ExchangeError, and then nothing has changed. */
export async function importWorkspace(
  bytes: Uint8Array,
  { journal, timeline }: { journal: Journal; timeline: Timeline },
): Promise<readonly SessionId[]> {
  const saved = await decodeExchange(bytes);
  const before = new Set(journal.workspace.sessionOrder);
  await timeline.adopt(saved, Date.now());
  return journal.workspace.sessionOrder.filter((session) => !before.has(session));
}

/** As if the private panes had been closed. */
function withoutPrivate(workspace: Workspace): Workspace {
  return (Object.values(workspace.panes) as Pane[])
    .filter((pane) => pane.private)
    .reduce((state, { id: target }) => {
      const plan = planClose(state, 0, { target, force: true });
      return plan.kind === 'planned' ? plan.records.reduce(reduce, state) : state;
    }, workspace);
}

/** A process that was started while the contents were read: its pane is as old as what was read of it. */
function settled({ workspace, contents }: SavedWorkspace): SavedWorkspace {
  const panes = (Object.values(workspace.panes) as Pane[]).map((pane) => {
    const { incarnation = 0 } = contents.get(pane.id)?.position ?? {};
    return [pane.id, { ...pane, incarnation: Math.max(pane.incarnation, incarnation) }] as const;
  });
  return { workspace: { ...workspace, panes: Object.fromEntries(panes) }, contents };
}

async function newestSnapshot({ log }: Journal, pane: PaneId): Promise<StreamSnapshot | null> {
  const content = await log.readStream(idNumber(pane));
  content.release();
  return content.snapshot;
}
