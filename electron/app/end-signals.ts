// Everything from outside that ends the app or may cut its power: turned into one graceful end, or a flush. Chromium's own
// reaction to these signals is replaced, because it would exit under living shells.
import { type App, BrowserWindow, powerMonitor } from 'electron';
import type { GracefulEnd } from './graceful-end.ts';
import { followSessionEnd } from './session-end.ts';

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/** From the first moment on: a signal during recovery must be heard, too. */
export function endOnSignals(end: GracefulEnd): void {
  for (const signal of signals) process.on(signal, () => void end.begin(signal));
}

/** Quit from a menu, a dock or Electron itself goes the same way. Call it before `ready`. */
export function endOnQuit(app: App, end: GracefulEnd): void {
  app.on('before-quit', (event) => {
    // Electron's own quitting closes windows first and awaits nothing: ours ends with `exit`, which comes after this.
    event.preventDefault();
    void end.begin('quit');
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') void end.begin('last window closed');
  });
}

/** Logout, shutdown and sleep. Call it after `ready`. */
export function followPower(app: App, end: GracefulEnd, { flush }: { flush(): void }): void {
  powerMonitor.on('suspend', flush);
  powerMonitor.on('lock-screen', flush);
  // Asking to wait a little is all that can be done; the end is bounded anyway.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    void end.begin('the system shuts down');
  });
  followSessionEnd({ app, windows: BrowserWindow.getAllWindows() }, () => void end.begin('the session ends'));
}
