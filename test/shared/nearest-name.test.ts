import { describe, expect, it } from 'vitest';
import { nearestName } from '../../shared/nearest-name.ts';

describe('nearestName', () => {
  it('should give the known name with the fewest edits', () => {
    expect(nearestName('papr', ['paper', 'harbour', 'moss'])).toBe('paper');
    expect(nearestName('mos', ['most', 'moss'])).toBe('most');
  });

  it('should give none that is far away', () => {
    expect(nearestName('solarized', ['paper', 'moss'])).toBeNull();
    expect(nearestName('x', [])).toBeNull();
    // A long beginning that is right makes a wrong end no likelier.
    expect(nearestName('terminal.colour', ['terminal.editor', 'terminal.bell'])).toBeNull();
    expect(nearestName('persistance.enabled', ['persistence.enabled'])).toBe('persistence.enabled');
  });
});
