// The order of a start, which is always a recovery: who is first, the host, then windows, then the control socket; and the way
// back out. What it starts is passed in, so that it can be read (and replaced) piece by piece.
import { type App, BrowserWindow, globalShortcut, Menu, nativeTheme, webContents } from 'electron';
import type { Config } from '../../shared/config.ts';
import type { Notice } from '../../shared/protocol.ts';
import { runningCommands } from '../../shared/running.ts';
import { markStart } from '../../shared/start-marks.ts';
import type { ConfigFile } from '../config/config-file.ts';
import { type ConfigReading, describeProblem } from '../config/read-config-file.ts';
import { SettingsDesk } from '../config/settings-desk.ts';
import { ThemeFolder } from '../config/theme-folder.ts';
import type { ControlServer } from '../control/server.ts';
import { ControlSocketInUseError } from '../control/socket-file.ts';
import type { Host } from '../host/types.ts';
import { type ServedFiles, serveApp } from './app-protocol.ts';
import { isAppUrl } from './app-url.ts';
import { answerPreload, BridgeServer } from './bridge-server.ts';
import type { CrashRelaunch } from './crash-relaunch.ts';
import { showDesktopNotification } from './desktop-notification.ts';
import { followPower } from './end-signals.ts';
import { type FirstStart, firstStart } from './first-start.ts';
import type { GracefulEnd } from './graceful-end.ts';
import type { Graphics } from './graphics.ts';
import type { HandOver } from './hand-over.ts';
import { lockDownSession } from './lock-down.ts';
import type { LoginItems } from './login-items.ts';
import { menuTemplate } from './menu-template.ts';
import { showNotifications } from './notifications.ts';
import { OpenAtLogin } from './open-at-login.ts';
import { OsWindows } from './os-windows.ts';
import { PageWindow, type PageWindowOptions } from './page-window.ts';
import { QuickKey } from './quick-key.ts';
import { tellProblems } from './tell-problems.ts';
import { applyTheme, backgroundOf } from './theme.ts';

/** A page that is not ready by then has a trouble that a crash would not make worse. */
const watchAfterMs = 3000;

export interface RunAppOptions {
  readonly app: App;
  readonly end: GracefulEnd;
  readonly graphics: Graphics;
  readonly relaunch: CrashRelaunch;
  readonly config: ConfigFile;
  readonly loginItems: LoginItems;
  readonly places: { readonly configFile: string; readonly themesDir: string };
  readonly files: ServedFiles & { readonly preloadPath: string };
  /** What the start found and repaired. */
  readonly notices: readonly Notice[];
  handOver(): Promise<HandOver>;
  openHost(config: Config): Promise<Host>;
  openControl(host: Host, windows: OsWindows): Promise<ControlServer>;
  log(message: string): void;
}

export interface RunningApp {
  /** What the file says now goes to whoever uses it. */
  applyConfig(reading: ConfigReading): void;
  /** Ends shells, saves, and lets go of everything. */
  close(): Promise<void>;
}

/** Resolves when windows are on their way and the app can be talked to, or when another start turns out to be the one. */
export async function runApp(options: RunAppOptions): Promise<FirstStart<RunningApp>> {
  const { app, end, config } = options;
  await config.open();
  const desk = new SettingsDesk(options.places, config.reading);
  await desk.followThemes();
  markStart('config-read');
  let tellOpen = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    tellOpen = resolve;
  });
  // A driver that attaches while the first page is being made never hears of it, so that one is made when it has attached.
  const isDriven = app.commandLine.hasSwitch('remote-debugging-port');
  const waiting = Promise.all([app.whenReady(), isDriven ? opened : null]).then(() =>
    openFirstPage(desk, options),
  );
  // A start that turns out not to be the first never asks for it.
  waiting.catch(() => undefined);
  const first = await firstStart({
    handOver: options.handOver,
    open: () => options.openHost(config.config),
    limitMs: 20_000,
    pauseMs: 100,
  });
  if (first.kind !== 'first') return first;
  const host = first.value;
  markStart('host-open');
  tellOpen();
  const page = await waiting;

  followPower(app, end, { flush: () => void host.flush().catch((error) => options.log(String(error))) });
  let tellListening = (): void => undefined;
  const listening = new Promise<void>((resolve) => {
    tellListening = resolve;
  });
  const { windows, bridge, quickKey } = openWindows({ host, desk, page, listening }, options);
  tellProblems(bridge, desk.problems, options.log);
  for (const notice of options.notices) bridge.notify(notice);
  app.on('activate', () => windows.bringToFront());
  const openAtLogin = new OpenAtLogin({
    items: options.loginItems,
    say: (text) => bridge.notify({ level: 'warn', pane: null, text }),
  });
  void openAtLogin.follow(host.config.window.open_at_login);
  options.graphics.onSoftware(() => windows.reloadAll());
  const stopNotifying = showNotifications({
    host,
    hasFocus: () => BrowserWindow.getFocusedWindow() !== null,
    show: showDesktopNotification,
    reveal: (pane) => {
      void host.execute({ name: 'focus', params: { target: pane } });
      windows.bringToFront();
    },
  });
  const control = await openControl(options, { host, windows, bridge });
  tellListening();
  markStart('control-open');
  // The watcher is a process of its own: it waits until the page has had the processor, unless a crash led here.
  const watchFrom = options.relaunch.count > 0 ? 0 : watchAfterMs;
  setTimeout(() => setRelaunch(options, host.config), watchFrom).unref();
  const showThemes = (): void => {
    applyTheme(nativeTheme, host.config.appearance, desk.report.themes);
    windows.repaint();
    bridge.tellSettings();
  };
  const themes = new ThemeFolder(options.places.themesDir, () => {
    const known = new Set(desk.problems.map(describeProblem));
    void desk.followThemes().then(() => {
      showThemes();
      const fresh = desk.problems.filter((problem) => !known.has(describeProblem(problem)));
      tellProblems(bridge, fresh, options.log);
    });
  });
  themes.open();
  return {
    kind: 'first',
    value: {
      applyConfig(reading) {
        host.configure(reading.config);
        setRelaunch(options, reading.config);
        void desk.follow(reading).then(() => {
          showThemes();
          tellProblems(bridge, desk.problems, options.log);
        });
        setMenu(options, host, bridge);
        quickKey.follow(reading.config.window.quick_terminal_key);
        void openAtLogin.follow(reading.config.window.open_at_login);
      },
      async close() {
        windows.leave();
        stopNotifying();
        themes.close();
        await Promise.all([control?.close(), config.close()]);
        await host.shutdown();
      },
    },
  };
}

/** Coming back after a crash is the default, and the file may say otherwise at any time. */
function setRelaunch({ app, end, relaunch }: RunAppOptions, { restore }: Config): void {
  if (end.hasBegun) return;
  if (restore.relaunch_after_crash) relaunch.arm(app);
  else void relaunch.disarm();
}

interface Opened {
  readonly host: Host;
  readonly windows: OsWindows;
  readonly bridge: BridgeServer;
  readonly quickKey: QuickKey;
}

/** Without the command line the app is still of use; with a second app on the same home it is not. */
async function openControl(
  options: RunAppOptions,
  { host, windows, bridge }: Omit<Opened, 'quickKey'>,
): Promise<ControlServer | null> {
  try {
    return await options.openControl(host, windows);
  } catch (error) {
    if (error instanceof ControlSocketInUseError) {
      await host.shutdown();
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    bridge.notify({
      level: 'error',
      pane: null,
      text: `The everpane command cannot reach this app: ${reason}`,
    });
    return null;
  }
}

/**
 * The first window's page loads while the host reads the journal: both take their time and neither needs the other. Should
 * another start turn out to be the one, nobody has seen this one.
 */
function openFirstPage(desk: SettingsDesk, options: RunAppOptions): PageWindow {
  const { config, files, graphics } = options;
  applyTheme(nativeTheme, config.config.appearance, desk.report.themes);
  lockDownSession();
  serveApp(files);
  answerPreload(() => ({ softwareGraphics: graphics.isSoftware, settings: desk.report }));
  const page = openPage('window', desk, options);
  markStart('page-opened');
  return page;
}

function openPage(
  shape: PageWindowOptions['shape'],
  desk: SettingsDesk,
  { config, files, log }: RunAppOptions,
): PageWindow {
  return new PageWindow({
    shape,
    preloadPath: files.preloadPath,
    iconPath: null,
    background: background(desk, config),
    opacity: config.config.appearance.opacity,
    log,
  });
}

function background(desk: SettingsDesk, { config }: ConfigFile): string {
  return backgroundOf(config.appearance, nativeTheme.shouldUseDarkColors, desk.report.themes);
}

function openWindows(
  {
    host,
    desk,
    page,
    listening,
  }: { host: Host; desk: SettingsDesk; page: PageWindow; listening: Promise<void> },
  options: RunAppOptions,
): Opened {
  const { log } = options;
  const windows = new OsWindows({
    host,
    waiting: page,
    openPage: (shape) => openPage(shape, desk, options),
    background: () => background(desk, options.config),
    log,
    onPageGone: (id) => bridge.dropPort(id),
    onPortAsked: (request) => bridge.answerLate(request),
    onLastClose(page) {
      const isAsked = host.config.window.confirm_quit && runningCommands(host.workspace).length > 0;
      // A page that is not ours (it says what went wrong) or is gone cannot ask.
      if (isAsked && !page.isCrashed() && isAppUrl(page.getURL())) bridge.sendMenuAction('app.quit', page);
      else void options.end.begin('last window closed');
    },
  });
  const bridge = new BridgeServer({
    windows,
    settings: desk,
    listening,
    connect: (port, osWindow) => host.connect(port, osWindow),
    onReady: () => {
      options.relaunch.handleReady();
      setRelaunch(options, host.config);
    },
    onQuickTerminal: () => void toggleQuick(windows, log),
    onQuit: () => void options.end.begin('a person'),
    log,
  });
  bridge.open();
  setMenu(options, host, bridge);
  windows.openAll();
  const quickKey = new QuickKey({
    shortcuts: globalShortcut,
    toggle: () => void toggleQuick(windows, log),
    say: (text) => bridge.notify({ level: 'warn', pane: null, text }),
  });
  quickKey.follow(host.config.window.quick_terminal_key);
  return { host, windows, bridge, quickKey };
}

function toggleQuick(windows: OsWindows, log: (message: string) => void): Promise<void> {
  return windows.toggleQuick().catch((error: unknown) => log(`the quick terminal: ${String(error)}`));
}

/** The menu shows the keys that the actions have now. */
function setMenu({ app }: RunAppOptions, host: Host, bridge: BridgeServer): void {
  const menu = menuTemplate(app.name, {
    platform: process.platform,
    keys: host.config.keys,
    send: (action) => bridge.sendMenuAction(action),
    toggleDeveloperTools: () => webContents.getFocusedWebContents()?.toggleDevTools(),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
}
