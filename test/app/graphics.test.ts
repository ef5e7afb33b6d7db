import { expect, it } from 'vitest';
import { lacksCard } from '../../electron/app/graphics.ts';

it('should look for a graphics card wherever there may be one', () => {
  expect(lacksCard('linux', () => false)).toBe(true);
  expect(lacksCard('linux', (path) => path === '/dev/dri')).toBe(false);
  expect(lacksCard('linux', (path) => path === '/dev/dxg')).toBe(false);
  expect(lacksCard('darwin', () => false)).toBe(false);
  expect(lacksCard('win32', () => false)).toBe(false);
});
