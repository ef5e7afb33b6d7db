// The end of a person's session on Windows, which tells its windows of it and not the app: heard from those that are there and from
// those that come.
import type { App, BrowserWindow } from 'electron';

type Told = Pick<BrowserWindow, 'on'>;

export interface SessionEndSource {
  readonly app: Pick<App, 'on'>;
  /** Those that were made before the call. */
  readonly windows: readonly Told[];
}

export function followSessionEnd({ app, windows }: SessionEndSource, handleEnd: () => void): void {
  const follow = (window: Told): void => {
    window.on('session-end', handleEnd);
  };
  for (const window of windows) follow(window);
  app.on('browser-window-created', (_event, window) => follow(window));
}
