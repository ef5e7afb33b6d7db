import { describe, expect, it } from 'vitest';
import {
  changesForKey,
  changesWithoutKey,
  holdersOf,
  type KeyContext,
  propose,
  titlesOf,
} from '../../renderer/settings/rebind.ts';
import type { KeyBindings } from '../../shared/config-tables.ts';
import { parseKey } from '../../shared/key-binding.ts';

const linux = (own: KeyBindings = {}): KeyContext => ({ platform: 'linux', own });

describe('a recorded key', () => {
  it('should be free when nobody has it and no program needs it', () => {
    expect(propose('tab.new', parseKey('Ctrl+Shift+F8'), linux())).toEqual({
      kind: 'free',
      key: 'Ctrl+Shift+F8',
    });
  });

  it('should be impossible when it types', () => {
    for (const key of ['x', 'Shift+x', 'Enter']) {
      expect(propose('tab.new', parseKey(key), linux()), key).toMatchObject({ kind: 'impossible' });
    }
  });

  it('should be known as one of the action’s own', () => {
    expect(propose('tab.new', parseKey('Ctrl+Shift+T'), linux())).toEqual({ kind: 'there-already' });
    const own = { 'tab.new': ['Ctrl+Shift+F8'] };
    expect(propose('tab.new', parseKey('Ctrl+Shift+F8'), linux(own))).toEqual({ kind: 'there-already' });
    // What was taken away from the defaults is free again.
    expect(propose('tab.new', parseKey('Ctrl+Shift+T'), linux(own))).toMatchObject({ kind: 'free' });
  });

  it('should say from whom it would be taken, and what programs would miss', () => {
    expect(propose('tab.new', parseKey('Ctrl+Shift+D'), linux())).toEqual({
      kind: 'costs',
      key: 'Ctrl+Shift+D',
      from: ['pane.split-right'],
      missed: null,
    });
    const interrupt = propose('tab.new', parseKey('Ctrl+C'), linux());
    expect(interrupt).toMatchObject({ kind: 'costs', from: [], missed: expect.any(String) });
  });

  it('should belong to whoever the user gave it to', () => {
    const own = { 'edit.clear': ['Ctrl+Shift+F8'], 'edit.find': ['Ctrl+Shift+F8'] };
    const binding = parseKey('Ctrl+Shift+F8');
    expect(holdersOf(binding, 'tab.new', linux(own))).toEqual(['edit.find', 'edit.clear']);
    expect(holdersOf(binding, 'edit.find', linux(own))).toEqual(['edit.clear']);
    expect(titlesOf(['edit.find', 'edit.clear'])).toBe('“Find” and “Clear pane”');
  });
});

describe('the changes of config.toml', () => {
  it('should add a key to the others, or put it in the place of one', () => {
    expect(changesForKey('tab.new', 'Ctrl+Shift+F8', linux(), null)).toEqual([
      { kind: 'set', path: ['keys', 'tab.new'], value: ['Ctrl+Shift+T', 'Ctrl+Shift+F8'] },
    ]);
    expect(changesForKey('tab.new', 'Ctrl+Shift+F8', linux(), 'Ctrl+Shift+T')).toEqual([
      { kind: 'set', path: ['keys', 'tab.new'], value: ['Ctrl+Shift+F8'] },
    ]);
  });

  it('should take a key away from everybody else in the same breath', () => {
    const own = { 'edit.clear': ['Ctrl+Shift+D', 'Ctrl+Shift+K'] };
    expect(changesForKey('tab.new', 'Ctrl+Shift+D', linux(own), null)).toEqual([
      { kind: 'set', path: ['keys', 'tab.new'], value: ['Ctrl+Shift+T', 'Ctrl+Shift+D'] },
      { kind: 'set', path: ['keys', 'pane.split-right'], value: [] },
      // What is left is the default, which need not stand in the file.
      { kind: 'unset', path: ['keys', 'edit.clear'] },
    ]);
  });

  it('should leave nothing in the file when the defaults are back', () => {
    const own = { 'tab.new': ['Ctrl+Shift+T', 'Ctrl+Shift+F8'] };
    expect(changesWithoutKey('tab.new', 'Ctrl+Shift+F8', linux(own))).toEqual([
      { kind: 'unset', path: ['keys', 'tab.new'] },
    ]);
    expect(changesWithoutKey('tab.new', 'Ctrl+Shift+T', linux())).toEqual([
      { kind: 'set', path: ['keys', 'tab.new'], value: [] },
    ]);
  });
});
