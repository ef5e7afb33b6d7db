// From a key press to the action it asks for: the table of shared/actions.ts for one platform, parsed once.
import { type ActionId, actionDefinitions } from '../../shared/actions.ts';
import { type KeyBinding, type KeyPress, keyCaps, matchesKey, parseKey } from './keys.ts';

export type KeyPlatform = 'linux' | 'mac';

export interface KeyMap {
  /** The action bound to a key press, or null: then the key belongs to the program in the pane. */
  actionFor(press: KeyPress): ActionId | null;
  /** The caps of an action's first key, empty if it has none. */
  capsOf(action: ActionId): readonly string[];
}

export function createKeyMap(platform: KeyPlatform): KeyMap {
  const bindings: { action: ActionId; binding: KeyBinding }[] = [];
  const caps = new Map<ActionId, readonly string[]>();
  for (const { id, keys } of actionDefinitions) {
    const own: readonly string[] = keys[platform];
    bindings.push(...own.map((key) => ({ action: id, binding: parseKey(key) })));
    if (own[0] !== undefined) caps.set(id, keyCaps(own[0], platform));
  }
  return {
    actionFor: (press) => bindings.find(({ binding }) => matchesKey(binding, press))?.action ?? null,
    capsOf: (action) => caps.get(action) ?? [],
  };
}
