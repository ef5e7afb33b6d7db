import { describe, expect, it } from 'vitest';
import { createKeyMap } from '../../renderer/actions/key-map.ts';
import { type KeyPress, keyCaps, matchesKey, parseKey } from '../../renderer/actions/keys.ts';
import { actionDefinitions } from '../../shared/actions.ts';

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
    expect(() => parseKey('Ctrl+')).toThrow(SyntaxError);
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
