import { expect, it } from 'vitest';
import { lacksCard } from '../../electron/app/graphics.ts';

const started = (...switches: string[]) => ({
  commandLine: { hasSwitch: (name: string) => switches.includes(name) },
});

it('should look for a graphics card wherever there may be one', () => {
  const none = { exists: () => false };
  expect(lacksCard(started(), { platform: 'linux', ...none })).toBe(true);
  expect(lacksCard(started(), { platform: 'darwin', ...none })).toBe(false);
  expect(lacksCard(started(), { platform: 'win32', ...none })).toBe(false);
  for (const device of ['/dev/dri', '/dev/dxg']) {
    expect(lacksCard(started(), { platform: 'linux', exists: (path) => path === device })).toBe(false);
  }
});

it('should leave it to whoever says how graphics are drawn', () => {
  const none = { platform: 'linux', exists: () => false };
  expect(lacksCard(started('use-gl'), none)).toBe(false);
  expect(lacksCard(started('ignore-gpu-blocklist'), none)).toBe(false);
});
