// The three keys that a newcomer is told of, and which of them are still to be learned. Pure.
import type { ActionId } from '../../shared/actions.ts';
import type { Workspace } from '../../shared/model.ts';

export interface KeyHint {
  readonly action: ActionId;
  /** What it is good for, in a word or two. */
  readonly words: string;
}

export const keyHints: readonly KeyHint[] = [
  { action: 'view.palette', words: 'everything' },
  { action: 'pane.split-right', words: 'split' },
  { action: 'tab.new', words: 'new tab' },
];

export function hintsLeft({ learned }: Workspace): KeyHint[] {
  return keyHints.filter(({ action }) => !learned.includes(action));
}

/** The hint that using an action's key makes superfluous; null when there is none (any more). */
export function hintLearned(
  { workspace }: { readonly workspace: Workspace },
  action: ActionId,
): ActionId | null {
  return hintsLeft(workspace).find((hint) => hint.action === action)?.action ?? null;
}
