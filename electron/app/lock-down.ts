// What no page may do, whatever is in it: leave the app's origin, open windows, embed others, ask for devices, read the
// clipboard by itself, download. Applies to every web contents there will ever be.
import { type App, type Session, session } from 'electron';
import { isAppUrl, startUrl } from './app-url.ts';

/** Of all permissions only these, and only for our own origin: the page may use full screen and write its clipboard. */
const grantedPermissions = new Set(['fullscreen', 'clipboard-sanitized-write']);

/** Call it before the `ready` event. `report`: what was tried and denied, for the log. */
export function lockDownContents(app: App, report: (message: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, url) => {
      if (url === startUrl) return;
      event.preventDefault();
      report(`navigation to ${schemeOf(url)} denied`);
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      report(`opening a window for ${schemeOf(url)} denied`);
      return { action: 'deny' };
    });
  });
}

/** Call it after `ready`. */
export function lockDownSession(target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((contents, permission, answer) => {
    answer(grantedPermissions.has(permission) && isAppUrl(contents.getURL()));
  });
  target.setPermissionCheckHandler(
    (_contents, permission, origin) => grantedPermissions.has(permission) && isAppUrl(origin),
  );
  target.setDevicePermissionHandler(() => false);
  target.setSpellCheckerEnabled(false);
  target.on('will-download', (event) => event.preventDefault());
  // Nothing but our own scheme and what a page carries in itself may be asked for.
  target.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !/^(app:\/\/everpane\/|data:|blob:app:|devtools:)/.test(details.url) });
  });
}

/** Enough for a log line; the rest of a URL may be private. */
function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':') + 1) || 'an unknown place';
}
