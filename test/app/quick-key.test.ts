import { describe, expect, it } from 'vitest';
import { QuickKey } from '../../electron/app/quick-key.ts';

function setUp(taken: readonly string[] = []) {
  const registered = new Map<string, () => void>();
  const said: string[] = [];
  let toggles = 0;
  const key = new QuickKey({
    shortcuts: {
      register(accelerator, act) {
        if (taken.includes(accelerator)) return false;
        registered.set(accelerator, act);
        return true;
      },
      unregister: (accelerator) => void registered.delete(accelerator),
    },
    toggle: () => {
      toggles++;
    },
    say: (text) => void said.push(text),
  });
  return { key, registered, said, toggles: () => toggles };
}

describe('the key of the quick terminal', () => {
  it('should be none unless it is set, and then do what it says', () => {
    const { key, registered, toggles } = setUp();
    key.follow('');
    expect(registered.size).toBe(0);
    key.follow('ctrl+alt+space');
    registered.get('Ctrl+Alt+Space')?.();
    expect(toggles()).toBe(1);
  });

  it('should give up the old one when it changes', () => {
    const { key, registered } = setUp();
    key.follow('F12');
    key.follow('Cmd+Alt+T');
    expect([...registered.keys()]).toEqual(['Alt+Super+T']);
    key.follow('');
    expect(registered.size).toBe(0);
  });

  it('should say once that a key is taken or is none, and go on', () => {
    const { key, registered, said } = setUp(['F12']);
    key.follow('F12');
    key.follow('F12');
    expect(said).toHaveLength(1);
    key.follow('Ctrl+Nothing');
    key.follow('a');
    expect(said).toHaveLength(3);
    expect(registered.size).toBe(0);
  });
});
