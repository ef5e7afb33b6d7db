import { describe, expect, it } from 'vitest';
import { createKeyMap, createLiveKeyMap } from '../../renderer/actions/key-map.ts';
import { bindingOf, type KeyPress, keyCaps, matchesKey } from '../../renderer/actions/keys.ts';
import { actionDefinitions } from '../../shared/actions.ts';
import { defaultConfig } from '../../shared/config.ts';
import { isSameKey, judgeKey, parseKey, writeKey } from '../../shared/key-binding.ts';

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return { key, code, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, ...modifiers };
}
const ctrl = { ctrlKey: true };
const ctrlShift = { ctrlKey: true, shiftKey: true };

describe('matching a key', () => {
  it('should want exactly the modifiers of the binding', () => {
    const binding = parseKey('Ctrl+Shift+T');
    expect(matchesKey(binding, press('T', ctrlShift))).toBe(true);
    expect(matchesKey(binding, press('t', ctrl))).toBe(false);
    expect(matchesKey(binding, press('T', { ...ctrlShift, altKey: true }))).toBe(false);
  });

  it('should go by the place of the key on a layout without Latin letters', () => {
    expect(matchesKey(parseKey('Ctrl+Shift+C'), press('С', { ...ctrlShift, code: 'KeyC' }))).toBe(true);
  });

  it('should go by the letter where a layout moves Latin letters about', () => {
    const dvorak = press('C', { ...ctrlShift, code: 'KeyI' });
    expect(matchesKey(parseKey('Ctrl+Shift+C'), dvorak)).toBe(true);
    expect(matchesKey(parseKey('Ctrl+Shift+I'), dvorak)).toBe(false);
  });

  it('should know the plus key with and without Shift', () => {
    const binding = parseKey('Ctrl+Plus');
    expect(matchesKey(binding, press('+', ctrlShift))).toBe(true);
    expect(matchesKey(binding, press('=', ctrl))).toBe(true);
  });

  it('should know a bracket that Shift makes a brace', () => {
    expect(matchesKey(parseKey('Ctrl+Shift+]'), press('}', ctrlShift))).toBe(true);
  });

  it('should refuse a binding that it cannot read', () => {
    expect(() => parseKey('Strg+T')).toThrow(SyntaxError);
    for (const text of ['Ctrl+', '', 'Ctrl+Shift', 'Ctrl+constructor', 'Ctrl+ab', 'Ctrl+F25']) {
      expect(() => parseKey(text), text).toThrow(SyntaxError);
    }
  });
});

describe('the key map', () => {
  const linux = createKeyMap('linux');

  it.each([
    ['Ctrl+C', press('c', ctrl)],
    ['Ctrl+D', press('d', ctrl)],
    ['Ctrl+W', press('w', ctrl)],
    ['Alt+Left', press('ArrowLeft', { altKey: true })],
    ['Alt+Up', press('ArrowUp', { altKey: true })],
    ['Alt+B', press('b', { altKey: true })],
    ['Alt+1', press('1', { altKey: true })],
    ['Ctrl+Left', press('ArrowLeft', ctrl)],
    ['readline undo', press('_', ctrlShift)],
    ['Tab', press('Tab')],
    ['Enter', press('Enter')],
    ['Escape', press('Escape')],
    ['F10', press('F10')],
    ['PageUp', press('PageUp')],
  ])('should leave %s to the program in the pane', (_name, key) => {
    expect(linux.actionFor(key)).toBeNull();
  });

  it('should know the keys of the first day', () => {
    expect(linux.actionFor(press('D', ctrlShift))).toBe('pane.split-right');
    expect(linux.actionFor(press('Tab', ctrl))).toBe('tab.next');
    expect(linux.actionFor(press('Tab', ctrlShift))).toBe('tab.previous');
    expect(linux.actionFor(press('-', ctrl))).toBe('view.font-smaller');
    expect(linux.actionFor(press('ArrowUp', ctrlShift))).toBe('pane.focus-up');
    expect(createKeyMap('mac').actionFor(press('d', { metaKey: true }))).toBe('pane.split-right');
  });

  it.each(['linux', 'mac'] as const)('should bind no key twice on %s', (platform) => {
    const keys = actionDefinitions.flatMap((action): readonly string[] => action.keys[platform]);
    const parsed = keys.map((key) => JSON.stringify(parseKey(key)));
    expect(new Set(parsed).size).toBe(parsed.length);
  });

  it('should show the first key of an action in the platform’s way', () => {
    expect(linux.capsOf('pane.zoom')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(keyCaps('Cmd+Alt+Left', 'mac')).toEqual(['⌥', '⌘', '←']);
    expect(linux.capsOf('tab.close')).toEqual([]);
  });
});

describe('the user’s own keys', () => {
  it('should stand in for those of the table', () => {
    const map = createKeyMap('linux', { 'tab.new': ['Ctrl+Alt+T', 'F5'], 'pane.zoom': [] });
    expect(map.actionFor(press('t', { ctrlKey: true, altKey: true }))).toBe('tab.new');
    expect(map.actionFor(press('F5'))).toBe('tab.new');
    expect(map.actionFor(press('T', ctrlShift))).toBeNull();
    expect(map.actionFor(press('Z', ctrlShift))).toBeNull();
    expect(map.capsOf('tab.new')).toEqual(['Ctrl', 'Alt', 'T']);
    expect(map.capsOf('pane.zoom')).toEqual([]);
  });

  it('should win over an action that has the key by default', () => {
    const map = createKeyMap('linux', { 'session.close': ['Ctrl+Shift+T'] });
    expect(map.actionFor(press('T', ctrlShift))).toBe('session.close');
  });

  it('should be followed as they change', () => {
    let config = defaultConfig;
    const map = createLiveKeyMap('linux', () => config);
    expect(map.actionFor(press('F5'))).toBeNull();
    config = { ...config, keys: { 'tab.new': ['F5'] } };
    expect(map.actionFor(press('F5'))).toBe('tab.new');
  });
});

describe('recording a key', () => {
  it.each([
    ['Ctrl+Shift+T', press('T', ctrlShift)],
    ['Ctrl+Shift+,', press('<', { ...ctrlShift, code: 'Comma' })],
    ['Ctrl+Shift+1', press('!', { ...ctrlShift, code: 'Digit1' })],
    ['Ctrl+Plus', press('+', { ...ctrlShift, code: 'Equal' })],
    ['Ctrl+Shift+C', press('С', { ...ctrlShift, code: 'KeyC' })],
    ['Alt+Left', press('ArrowLeft', { altKey: true })],
    ['Ctrl+Space', press(' ', ctrl)],
  ])('should write %s so that it is matched again', (text, key) => {
    const binding = bindingOf(key);
    expect(binding && writeKey(binding)).toBe(text);
    expect(matchesKey(parseKey(text), key)).toBe(true);
  });

  it('should wait for more than modifiers, and know no media keys', () => {
    expect(bindingOf(press('Shift', { shiftKey: true }))).toBeNull();
    expect(bindingOf(press('AudioVolumeUp'))).toBeNull();
  });
});

describe('whose key it is', () => {
  const verdict = (text: string, platform: 'linux' | 'mac' = 'linux') =>
    judgeKey(parseKey(text), platform).kind;

  it('should say of every default key that it is ours', () => {
    for (const platform of ['linux', 'mac'] as const) {
      for (const { id, keys } of actionDefinitions) {
        for (const key of keys[platform] as readonly string[])
          expect(verdict(key, platform), `${id} ${key}`).toBe('ours');
      }
    }
  });

  it.each(['Ctrl+C', 'Ctrl+R', 'Alt+B', 'Alt+Left', 'F10', 'Ctrl+Left', 'Ctrl+Shift+-'])(
    'should say that programs need %s',
    (text) => expect(verdict(text)).toBe('programs'),
  );

  it('should keep keys that type from being bound', () => {
    for (const text of ['a', 'Shift+A', 'Enter', 'Space', 'Tab']) expect(verdict(text), text).toBe('typing');
  });

  it('should take the plus key for one key', () => {
    expect(isSameKey(parseKey('Ctrl+Plus'), parseKey('Ctrl+Shift+Plus'))).toBe(true);
    expect(isSameKey(parseKey('Ctrl+A'), parseKey('Ctrl+Shift+A'))).toBe(false);
  });
});
