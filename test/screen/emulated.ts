// What a job comes to without a short cut: an open screen always goes through an emulator.
import type { Screens } from '../../electron/screen/screens.ts';
import type { ScreenJob, ShownScreen } from '../../electron/screen/types.ts';

export function emulated(screens: Screens, job: ScreenJob): ShownScreen {
  screens.open('emulated', job, null);
  return screens.take('emulated');
}
