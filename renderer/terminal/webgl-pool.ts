// WebGL contexts, of which Chromium has about 16 for a page and takes the oldest away without asking. The pool stays well
// below; a terminal that gets none, or loses its own, is drawn by the emulator's DOM renderer.
import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';
import { endBlinking } from './emulator-internals.ts';

const MAX_CONTEXTS = 8;

export interface WebglPool {
  /** Draws an opened terminal with WebGL if there is a context left. */
  acquire(terminal: Terminal): void;
  /** Back to the DOM renderer; nothing happens if the terminal has no context. */
  release(terminal: Terminal): void;
}

/** `isUsable`: false where graphics are software, on which the DOM renderer is the faster one. */
export function createWebglPool({ isUsable }: { isUsable: boolean }): WebglPool {
  const addons = new Map<Terminal, WebglAddon>();
  let hasFailed = false;
  const release = (terminal: Terminal): void => {
    const addon = addons.get(terminal);
    if (addon === undefined) return;
    const canvases = [...(terminal.element?.querySelectorAll('canvas') ?? [])];
    addons.delete(terminal);
    addon.dispose();
    endBlinking(addon);
    // A context that is only forgotten counts until the garbage collector finds it.
    for (const canvas of canvases) {
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    }
  };
  return {
    acquire(terminal) {
      if (!isUsable || hasFailed || addons.has(terminal) || addons.size >= MAX_CONTEXTS) return;
      const addon = new WebglAddon();
      try {
        terminal.loadAddon(addon);
      } catch (error) {
        // No WebGL2 here at all: asking once is enough.
        console.warn('Drawing terminals without WebGL.', error);
        addon.dispose();
        hasFailed = true;
        return;
      }
      addons.set(terminal, addon);
      addon.onContextLoss(() => release(terminal));
    },
    release,
  };
}
