import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hasDisplay, startVirtualDisplay } from '../../scripts/setup/virtual-display.mjs';

const hasXvfb = process.platform === 'linux' && spawnSync('Xvfb', ['-help']).error === undefined;

describe('startVirtualDisplay', () => {
  it.runIf(hasXvfb)(
    'should give every caller a server of its own, which ends by itself after its last client',
    async () => {
      const displays = await Promise.all([startVirtualDisplay(), startVirtualDisplay()]);
      onTestFinished(() => {
        for (const { release } of displays) release();
      });
      expect(new Set(displays.map(({ display }) => display)).size).toBe(2);
      for (const { display } of displays)
        expect(existsSync(`/tmp/.X11-unix/X${display.slice(1)}`)).toBe(true);

      for (const { release } of displays) release();
      const sockets = displays.map(({ display }) => `/tmp/.X11-unix/X${display.slice(1)}`);
      await vi.waitUntil(() => sockets.every((path) => !existsSync(path)), { timeout: 19_000 });
    },
  );
});

describe('hasDisplay', () => {
  it.runIf(process.platform === 'linux')('should ask for X and for Wayland', () => {
    expect(hasDisplay({})).toBe(false);
    expect(hasDisplay({ DISPLAY: '' })).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  });
});
