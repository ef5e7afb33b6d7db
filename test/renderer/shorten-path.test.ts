import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutMiddle, shortenPath } from '../../renderer/text/shorten-path.ts';

describe('shortenPath', () => {
  it('should leave a path alone that fits', () => {
    expect(shortenPath('/usr/share/doc', 14)).toBe('/usr/share/doc');
  });

  it('should leave out whole components in the middle, as few as needed', () => {
    expect(shortenPath('/home/ada/src/engine/notes', 25)).toBe('/home/…/src/engine/notes');
    expect(shortenPath('/home/ada/src/engine/notes', 20)).toBe('/home/…/engine/notes');
    expect(shortenPath('/home/ada/src/engine/notes', 13)).toBe('/home/…/notes');
  });

  it('should keep the last component longest', () => {
    expect(shortenPath('/home/ada/src/engine/notes', 8)).toBe('…/notes');
    expect(shortenPath('/a/b/a-very-long-directory', 11)).toBe('a-ver…ctory');
  });

  it('should never be longer than asked', () => {
    const component = fc.string({ minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(component), fc.integer({ min: 1, max: 80 }), (components, max) => {
        expect([...shortenPath(`/${components.join('/')}`, max)].length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

describe('cutMiddle', () => {
  it('should not cut a character in two', () => {
    expect(cutMiddle('👍👍👍👍👍', 3)).toBe('👍…👍');
  });
});
