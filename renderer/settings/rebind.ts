// What a recorded key comes to: whether an action may have it, whom it is taken from, and the changes of config.toml that
// make it so. Pure.
import { keysOf } from '../../shared/action-keys.ts';
import { type ActionId, actionDefinitions, actionTitle } from '../../shared/actions.ts';
import type { ConfigChange } from '../../shared/config-path.ts';
import type { KeyBindings } from '../../shared/config-tables.ts';
import {
  isSameKey,
  judgeKey,
  type KeyBinding,
  type KeyPlatform,
  parseKey,
  writeKey,
} from '../../shared/key-binding.ts';

export interface KeyContext {
  readonly platform: KeyPlatform;
  /** The user's own keys. */
  readonly own: KeyBindings;
}

export type Proposal =
  /** It cannot be bound, and why. */
  | { readonly kind: 'impossible'; readonly reason: string }
  /** It is one of the action's keys already. */
  | { readonly kind: 'there-already' }
  /** Nobody has it and no program needs it. */
  | { readonly kind: 'free'; readonly key: string }
  /** It can be had, at a price that the person should know. */
  | {
      readonly kind: 'costs';
      readonly key: string;
      readonly from: readonly ActionId[];
      /** What programs in panes would miss; null: nothing. */
      readonly missed: string | null;
    };

/** The actions that have a key, other than one. */
export function holdersOf(binding: KeyBinding, except: ActionId, { platform, own }: KeyContext): ActionId[] {
  return actionDefinitions
    .map(({ id }) => id)
    .filter(
      (id) => id !== except && keysOf(id, platform, own).some((key) => isSameKey(parseKey(key), binding)),
    );
}

export function propose(action: ActionId, binding: KeyBinding, context: KeyContext): Proposal {
  const key = writeKey(binding);
  const verdict = judgeKey(binding, context.platform);
  if (verdict.kind === 'typing') {
    return { kind: 'impossible', reason: `${key} is needed for typing; add Ctrl, Alt or Cmd to it` };
  }
  const has = keysOf(action, context.platform, context.own).some((own) => isSameKey(parseKey(own), binding));
  if (has) return { kind: 'there-already' };
  const from = holdersOf(binding, action, context);
  const missed = verdict.kind === 'programs' ? verdict.use : null;
  return from.length === 0 && missed === null ? { kind: 'free', key } : { kind: 'costs', key, from, missed };
}

/** The action has the key besides its others (or `instead` of one), and nobody else has it. */
export function changesForKey(
  action: ActionId,
  key: string,
  context: KeyContext,
  instead: string | null,
): ConfigChange[] {
  const binding = parseKey(key);
  const present = keysOf(action, context.platform, context.own);
  const next = instead === null ? [...present, key] : present.map((own) => (own === instead ? key : own));
  const losses = holdersOf(binding, action, context).map((holder) => {
    const left = keysOf(holder, context.platform, context.own).filter(
      (own) => !isSameKey(parseKey(own), binding),
    );
    return changeTo(holder, left, context.platform);
  });
  return [changeTo(action, next, context.platform), ...losses];
}

export function changesWithoutKey(
  action: ActionId,
  key: string,
  { platform, own }: KeyContext,
): ConfigChange[] {
  return [
    changeTo(
      action,
      keysOf(action, platform, own).filter((other) => other !== key),
      platform,
    ),
  ];
}

/** What stands in the table need not stand in the file. */
function changeTo(action: ActionId, keys: readonly string[], platform: KeyPlatform): ConfigChange {
  const path = ['keys', action];
  const isDefault = JSON.stringify(keys) === JSON.stringify(keysOf(action, platform, {}));
  return isDefault ? { kind: 'unset', path } : { kind: 'set', path, value: keys };
}

/** Their titles in quotes, to be read in a sentence. */
export function titlesOf(ids: readonly ActionId[]): string {
  return ids.map((id) => `“${actionTitle(id)}”`).join(' and ');
}
