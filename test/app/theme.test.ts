import { describe, expect, it } from 'vitest';
import { backgroundOf } from '../../electron/app/theme.ts';

describe('backgroundOf', () => {
  it('should follow the system only when told to', () => {
    expect(backgroundOf('system', true)).toBe(backgroundOf('dark', false));
    expect(backgroundOf('system', false)).toBe(backgroundOf('light', true));
    expect(backgroundOf('high-contrast', false)).toBe('#000000');
  });
});
