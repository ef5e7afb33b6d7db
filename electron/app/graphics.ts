// Whether graphics are drawn by a graphics card or in software, where the terminal's DOM renderer is the faster one. Once
// the answer has become "software" it stays so: a GPU process that keeps dying is not to be trusted again in this run.
import { existsSync } from 'node:fs';
import type { App } from 'electron';

/** Chromium restarts a dead GPU process by itself; after so many deaths we stop asking for it. */
const toleratedDeaths = 3;

export interface Graphics {
  readonly isSoftware: boolean;
  /** Called when the answer has become "software" in the middle of a run: pages must draw in another way. */
  onSoftware(listener: () => void): void;
}

export interface GraphicsOptions {
  /** Draw in software from the start. */
  readonly avoidCard: boolean;
  log(message: string): void;
}

/** How Chromium reaches a card on Linux: the kernel's graphics drivers, NVIDIA's own, ARM's, Qualcomm's, Windows' for WSL. */
const cardDevices = ['/dev/dri', '/dev/nvidiactl', '/dev/mali0', '/dev/kgsl-3d0', '/dev/dxg'];

/** Whoever starts the app with one of these knows how graphics are to be drawn. */
const ownChoices = ['use-gl', 'use-angle', 'ignore-gpu-blocklist'];

/** Certain that there is none: looking for one would start the GPU process a second time, a tenth of a second later. */
export function lacksCard(
  { commandLine }: { readonly commandLine: Pick<App['commandLine'], 'hasSwitch'> },
  { platform, exists = existsSync }: { platform: string; exists?: (path: string) => boolean },
): boolean {
  const isChosen = ownChoices.some((name) => commandLine.hasSwitch(name));
  return platform === 'linux' && !isChosen && !cardDevices.some((path) => exists(path));
}

/** Call it before `ready`. */
export function watchGraphics(app: App, { avoidCard, log }: GraphicsOptions): Graphics {
  const listeners: (() => void)[] = [];
  if (avoidCard) app.disableHardwareAcceleration();
  let deaths = 0;
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    log(`a process is gone: ${name ?? type}, ${reason} (${exitCode})`);
    if (type !== 'GPU' || reason === 'clean-exit') return;
    deaths += 1;
    if (deaths !== toleratedDeaths) return;
    // By now Chromium has gone over to software. Another round of deaths and it would end itself, and with it every shell
    // ("GPU process isn't usable. Goodbye."); it looks for this switch at each death.
    app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
    for (const listener of listeners) listener();
  });
  return {
    get isSoftware() {
      return avoidCard || deaths >= toleratedDeaths || !isAccelerated(app.getGPUFeatureStatus().webgl);
    },
    onSoftware(listener) {
      listeners.push(listener);
    },
  };
}

/** Chromium's own words: `enabled` and `enabled_readback` are a card; `*_software`, `*_off` and `unavailable*` are not. */
function isAccelerated(status: string | undefined): boolean {
  return status === 'enabled' || status === 'enabled_readback' || status === 'enabled_force';
}
