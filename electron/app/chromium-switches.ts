// What Chromium and Node are told before anything of Electron is ready. Invariant: the app talks to nobody by itself, so a
// network without an outside never delays it, and every renderer is sandboxed unless the user took that away.
import type { App } from 'electron';

/** Background traffic of a browser that a terminal has no use for. */
const quietSwitches = [
  'disable-background-networking',
  'disable-breakpad',
  'disable-client-side-phishing-detection',
  'disable-component-update',
  'disable-default-apps',
  'disable-domain-reliability',
  'disable-sync',
  'no-default-browser-check',
  'no-first-run',
  'no-pings',
];

/** Features of Chromium that would call home, ask a system service or look into the page. */
const disabledFeatures = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'HardwareMediaKeyHandling',
  'InterestFeedContentSuggestions',
  'MediaRouter',
  'OptimizationHints',
  'SpareRendererForSitePerProcess',
  'Translate',
];

export interface ChromiumOptions {
  readonly electronDir: string;
  readonly logsDir: string;
  /** Called for what the user must know. */
  say(message: string): void;
}

/** Call it before the `ready` event, once. */
export function configureChromium(app: App, { electronDir, logsDir, say }: ChromiumOptions): void {
  app.setPath('userData', electronDir);
  app.setPath('sessionData', electronDir);
  app.setAppLogsPath(logsDir);
  // A desktop without a D-Bus or a graphics card fills stderr with what is no error to us; --enable-logging brings it back.
  if (!app.commandLine.hasSwitch('enable-logging')) app.commandLine.appendSwitch('log-level', '3');
  for (const name of quietSwitches) app.commandLine.appendSwitch(name);
  // Cookies are encrypted by a fuse; there are none of worth, and no person should be asked to unlock a keyring for them.
  app.commandLine.appendSwitch('password-store', 'basic');
  // Playwright and users pass features of their own: theirs stay.
  const given = app.commandLine.getSwitchValue('disable-features');
  const features = [given, ...disabledFeatures].filter((name) => name !== '').join(',');
  app.commandLine.appendSwitch('disable-features', features);
  if (app.commandLine.hasSwitch('no-sandbox')) {
    say('WARNING: --no-sandbox is given: the window runs without the protection of a sandbox');
  } else {
    // Together with --no-sandbox this would leave renderers that cannot start.
    app.enableSandbox();
  }
}
