// The keys that an action has: the user's own, or those of the table. Pure.
import { type ActionId, actionDefinitions } from './actions.ts';
import type { KeyBindings } from './config-tables.ts';
import type { KeyPlatform } from './key-binding.ts';

export function keysOf(action: ActionId, platform: KeyPlatform, own: KeyBindings): readonly string[] {
  return own[action] ?? actionDefinitions.find(({ id }) => id === action)?.keys[platform] ?? [];
}
