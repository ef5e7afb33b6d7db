import { describe, expect, it } from 'vitest';
import { encodeKey, isKeyName } from '../../shared/keys.ts';

const normal = { applicationCursor: false };

describe('encodeKey', () => {
  it.each([
    ['a', 'a'],
    ['é', 'é'],
    ['C-c', '\x03'],
    ['C-C', '\x03'],
    ['^C', '\x03'],
    ['C-Space', '\0'],
    ['C-@', '\0'],
    ['C-[', '\x1b'],
    ['C-\\', '\x1c'],
    ['C-_', '\x1f'],
    ['C-/', '\x1f'],
    ['C-^', '\x1e'],
    ['C-6', '\x1e'],
    ['C-?', '\x7f'],
    ['C--', '\x1f'],
    ['M-x', '\x1bx'],
    ['A-x', '\x1bx'],
    ['C-M-a', '\x1b\x01'],
    ['M-C-a', '\x1b\x01'],
    ['S-a', 'A'],
    ['-', '-'],
    ['M--', '\x1b-'],
    ['Enter', '\r'],
    ['enter', '\r'],
    ['Escape', '\x1b'],
    ['Tab', '\t'],
    ['BTab', '\x1b[Z'],
    ['S-Tab', '\x1b[Z'],
    ['BSpace', '\x7f'],
    ['Space', ' '],
    ['Up', '\x1b[A'],
    ['Left', '\x1b[D'],
    ['Home', '\x1b[H'],
    ['End', '\x1b[F'],
    ['C-Up', '\x1b[1;5A'],
    ['C-S-Right', '\x1b[1;6C'],
    ['M-Left', '\x1b[1;3D'],
    ['PageUp', '\x1b[5~'],
    ['PgDn', '\x1b[6~'],
    ['C-PageDown', '\x1b[6;5~'],
    ['Delete', '\x1b[3~'],
    ['F1', '\x1bOP'],
    ['F5', '\x1b[15~'],
    ['F12', '\x1b[24~'],
    ['S-F1', '\x1b[1;2P'],
    ['C-F5', '\x1b[15;5~'],
  ])('should send what a terminal sends for %s', (name, sent) => {
    expect(encodeKey(name, normal)).toBe(sent);
  });

  it('should send cursor keys as the program asked', () => {
    const application = { applicationCursor: true };
    expect(['Up', 'Home', 'C-Up', 'PageUp'].map((name) => encodeKey(name, application))).toEqual([
      '\x1bOA',
      '\x1bOH',
      '\x1b[1;5A',
      '\x1b[5~',
    ]);
  });

  it.each(['', 'C-', 'Nope', 'F13', 'C-é', 'ab', 'C-ab', 'X-a', 'constructor', 'C-M-'])(
    'should know no key called %j',
    (name) => {
      expect(encodeKey(name, normal)).toBeNull();
      expect(isKeyName(name)).toBe(false);
    },
  );
});
