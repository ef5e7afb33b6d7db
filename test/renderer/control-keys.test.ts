import { describe, expect, it } from 'vitest';
import { controlCodeOf } from '../../renderer/terminal/control-keys.ts';

const press = (key: string, held: readonly ('ctrlKey' | 'altKey' | 'metaKey')[]) => ({
  key,
  ctrlKey: held.includes('ctrlKey'),
  altKey: held.includes('altKey'),
  metaKey: held.includes('metaKey'),
});

describe('keys with Control that the emulator leaves out', () => {
  it.each([
    ['/', '\x1f'],
    ['^', '\x1e'],
  ])('should send a code for Control with %s', (key, code) => {
    expect(controlCodeOf(press(key, ['ctrlKey']))).toBe(code);
  });

  it('should leave all other presses to the emulator', () => {
    expect(controlCodeOf(press('/', []))).toBeNull();
    expect(controlCodeOf(press('/', ['ctrlKey', 'altKey']))).toBeNull();
    expect(controlCodeOf(press('^', ['ctrlKey', 'metaKey']))).toBeNull();
    for (const key of ['a', '_', '@', '6', 'Enter', 'Dead', 'Process']) {
      expect(controlCodeOf(press(key, ['ctrlKey'])), key).toBeNull();
    }
  });
});
