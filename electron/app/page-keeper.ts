// Keeps a window's page alive: when its process dies it is loaded again, and attaches to the shells that lived on; when it
// dies again and again a plain page says so and waits for a person. Knows nothing of what the page shows.
import type { BrowserWindow, RenderProcessGoneDetails } from 'electron';
import { problemUrl, startUrl } from './app-url.ts';
import { ReloadGuard } from './reload-guard.ts';

export interface PageKeeperOptions {
  /** The page that was there is gone; whatever was tied to it goes, too. */
  onGone(): void;
  log(message: string): void;
}

/** So many deaths in so short a time are no accident. */
const toleratedDeaths = { deaths: 3, withinMs: 30_000 };

/** Loads the page into `window` and watches over it until the window is closed. */
export function keepPage(window: BrowserWindow, { onGone, log }: PageKeeperOptions): void {
  const guard = new ReloadGuard({ ...toleratedDeaths, now: () => performance.now() });
  const contents = window.webContents;
  let isGivenUp = false;
  const load = (url: string): void => {
    if (window.isDestroyed()) return;
    contents.loadURL(url).catch((error: unknown) => {
      // A page that is replaced while it loads (a reload, a death) ends here, too.
      log(`${url} did not load: ${error instanceof Error ? error.message : String(error)}`);
    });
  };

  const handleGone = (details: RenderProcessGoneDetails): void => {
    onGone();
    log(`a page is gone: ${details.reason} (${details.exitCode})`);
    if (details.reason === 'clean-exit' || isGivenUp) return;
    isGivenUp = !guard.mayReload();
    const url = isGivenUp ? `${problemUrl}?reason=${encodeURIComponent(details.reason)}` : startUrl;
    // Not in the middle of Chromium's own report of the death.
    setImmediate(() => load(url));
  };

  contents.on('render-process-gone', (_event, details) => handleGone(details));
  contents.on('did-start-navigation', (_event, _url, isInPlace, isMainFrame) => {
    if (isMainFrame && !isInPlace) onGone();
  });
  contents.on('will-navigate', (_event, url) => {
    if (url !== startUrl) return;
    isGivenUp = false;
    guard.reset();
  });
  contents.on('unresponsive', () => log('a page does not respond'));
  contents.on('responsive', () => log('a page responds again'));
  contents.on('preload-error', (_event, _path, error) => log(`the preload script failed: ${error.message}`));
  load(startUrl);
}
