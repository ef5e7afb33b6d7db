// From a key press to the action it asks for: the table of shared/actions.ts for one platform with what config.toml says
// instead. The map that the window uses follows the configuration.

import { keysOf } from '../../shared/action-keys.ts';
import { type ActionId, actionDefinitions } from '../../shared/actions.ts';
import type { Config } from '../../shared/config.ts';
import { type KeyBinding, type KeyPlatform, parseKey } from '../../shared/key-binding.ts';
import { type KeyPress, keyCaps, matchesKey } from './keys.ts';

export interface KeyMap {
  /** The action bound to a key press, or null: then the key belongs to the program in the pane. */
  actionFor(press: KeyPress): ActionId | null;
  /** The caps of an action's first key, empty if it has none. */
  capsOf(action: ActionId): readonly string[];
}

export function createKeyMap(platform: KeyPlatform, own: Config['keys'] = {}): KeyMap {
  const bindings: { action: ActionId; binding: KeyBinding }[] = [];
  const caps = new Map<ActionId, readonly string[]>();
  // Where two actions have one key, the one to which the user gave it has it.
  const isOwn = (id: ActionId) => own[id] !== undefined;
  const ids = actionDefinitions.map(({ id }) => id);
  for (const id of [...ids.filter(isOwn), ...ids.filter((other) => !isOwn(other))]) {
    const keys = keysOf(id, platform, own);
    bindings.push(...keys.map((key) => ({ action: id, binding: parseKey(key) })));
    if (keys[0] !== undefined) caps.set(id, keyCaps(keys[0], platform));
  }
  return {
    actionFor: (press) => bindings.find(({ binding }) => matchesKey(binding, press))?.action ?? null,
    capsOf: (action) => caps.get(action) ?? [],
  };
}

/** A map that is always that of the present configuration. */
export function createLiveKeyMap(platform: KeyPlatform, config: () => Config): KeyMap {
  let keys: Config['keys'] | null = null;
  let map = createKeyMap(platform);
  const present = (): KeyMap => {
    const wanted = config().keys;
    if (wanted !== keys) {
      keys = wanted;
      map = createKeyMap(platform, wanted);
    }
    return map;
  };
  return {
    actionFor: (press) => present().actionFor(press),
    capsOf: (action) => present().capsOf(action),
  };
}
