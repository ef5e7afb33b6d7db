// Removing for good what a pane printed: closes it, takes it out of what can be reopened and out of every restore point, and
// makes checkpoints until no file of the journal has it. Invariant: it says done only when the journal says so.
import { readdir } from 'node:fs/promises';
import { idNumber, isPaneId, type PaneId } from '../../shared/ids.ts';
import type { Workspace } from '../../shared/model.ts';
import { reduce } from '../../shared/reduce.ts';
import { decodeWorkspace, encodeWorkspace } from './codec.ts';
import type { Journal } from './journal.ts';
import { planClose } from './plan/close.ts';

export interface PurgeParts {
  readonly journal: Journal;
  now(): number;
  /** Resolves when the processes of panes that were closed are gone: until then they may print. */
  closedEnded(): Promise<void>;
  /** Folds the panes whose tails keep segments from being freed. */
  foldWhatPins(): Promise<void>;
}

/** A program that prints without end may pin a segment while it is folded; after so many rounds the caller is told. */
const ROUNDS = 4;

/** What is closed and has still something in the journal or in a restore point. */
export function closedPanes({ log, workspace }: Journal): PaneId[] {
  const known = new Set<PaneId>(workspace.closed.map(({ pane }) => pane.id));
  for (const { id } of log.restorePoints()) {
    const content = log.readRestorePoint(id);
    if (content === null) continue;
    const saved = decodeWorkspace(content.state);
    for (const pane of Object.keys(saved.panes)) if (isPaneId(pane)) known.add(pane);
    for (const { pane } of saved.closed) known.add(pane.id);
  }
  return [...known].filter((id) => workspace.panes[id] === undefined);
}

/**
 * Resolves with whether nothing of the panes is left in the journal's files (copies in quarantine are not looked at). The
 * panes are closed and forgotten in any case. Rejects with CheckpointError when the disk fails.
 */
export async function purgePanes(parts: PurgeParts, panes: readonly PaneId[]): Promise<boolean> {
  const { journal } = parts;
  for (const target of panes) {
    const plan = planClose(journal.workspace, parts.now(), { target, force: true });
    if (plan.kind === 'planned') journal.commit(plan.records);
  }
  // At once, so that nobody reopens one while its process ends.
  journal.commit(panes.map((pane) => ({ kind: 'pane.forgotten', pane })));
  await parts.closedEnded();
  const { log } = journal;
  const streams = new Set(panes.map(idNumber));
  await log.purge(streams, (state) => withoutPanes(state, panes));
  for (let round = 1; round < ROUNDS && log.holds(streams); round += 1) {
    await parts.foldWhatPins();
    await log.checkpoint('user');
  }
  return !log.holds(streams);
}

/** A saved workspace as if the panes had been closed and forgotten before it was saved; null when nothing else was in it. */
export function withoutPanes(saved: Uint8Array, panes: readonly PaneId[]): Uint8Array | null {
  const before = decodeWorkspace(saved);
  const after = panes.reduce(withoutPane, before);
  if (after === before) return saved;
  return after.sessionOrder.length === 0 ? null : encodeWorkspace(after);
}

function withoutPane(workspace: Workspace, pane: PaneId): Workspace {
  const isOpen = workspace.panes[pane] !== undefined;
  if (!isOpen && workspace.closed.every((entry) => entry.pane.id !== pane)) return workspace;
  const plan = planClose(workspace, 0, { target: pane, force: true });
  const closed = plan.kind === 'planned' ? plan.records.reduce(reduce, workspace) : workspace;
  return reduce(closed, { kind: 'pane.forgotten', pane });
}

/** Copies of damaged files may hold anything; only a person can decide about them. */
export async function quarantineWarning(dir: string): Promise<string | null> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.every((name) => name.endsWith('.json'))) return null;
  return `damaged files that were set aside in ${dir} may hold some of it; remove them if they do`;
}
