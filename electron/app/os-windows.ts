// The windows of the desktop: one for each OS window of the workspace, opened, placed, titled and shown. Invariant: the
// workspace says which there are; this only follows. Sessions, panes and ports are none of its business.
import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { ParsedCommand } from '../../shared/commands.ts';
import type { OsWindowId } from '../../shared/ids.ts';
import type { OsWindow } from '../../shared/model.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import type { Theme } from '../../shared/themes/theme.ts';
import type { Host } from '../host/types.ts';
import { keepPage } from './page-keeper.ts';
import { minHeight, minWidth, placeBounds } from './placement.ts';
import { type PlacementReporter, reportPlacement } from './placement-reporter.ts';
import { backgroundOf } from './theme.ts';
import { windowTitle } from './window-title.ts';

export interface OsWindowsOptions {
  readonly host: Host;
  /** Absolute. */
  readonly preloadPath: string;
  readonly sandbox: boolean;
  readonly iconPath: string | null;
  /** Of the user's own making. */
  themes(): readonly Theme[];
  log(message: string): void;
  /** The page of a window is gone (or the window is). */
  onPageGone(id: OsWindowId): void;
  /** A person closes the last window, which is to end the app. */
  onLastClose(page: WebContents): void;
}

interface Entry {
  readonly id: OsWindowId;
  readonly window: BrowserWindow;
  readonly placement: PlacementReporter;
  show(): void;
}

/** A page that has not drawn by then is shown as it is: a person must see that something is there. */
const showAfterMs = 4000;
/** The same once the page has drawn anything. A hidden page may get its next frame only a second later. */
const showAfterFirstPaintMs = 300;

export class OsWindows {
  readonly #options: OsWindowsOptions;
  readonly #entries = new Map<OsWindowId, Entry>();
  #isLeaving = false;
  readonly #unsubscribe: () => void;

  constructor(options: OsWindowsOptions) {
    this.#options = options;
    this.#unsubscribe = options.host.subscribe((records) => this.#follow(records));
  }

  /** Opens every window of the workspace that is not open; the quick terminal waits until it is asked for. */
  openAll(): void {
    for (const osWindow of this.#osWindows()) {
      if (osWindow.mode !== 'quick' && !this.#entries.has(osWindow.id)) this.#open(osWindow);
    }
  }

  /** Drops the quick terminal down on the display where the pointer is, or hides it. The first time makes it. */
  async toggleQuick(): Promise<void> {
    const isQuick = ({ mode }: OsWindow): boolean => mode === 'quick';
    if (!this.#osWindows().some(isQuick)) {
      await this.#options.host.execute({ name: 'os-window.open', params: { quick: true } });
    }
    const quick = this.#osWindows().find(isQuick);
    if (quick === undefined || this.#isLeaving) return;
    const entry = this.#entries.get(quick.id);
    if (entry === undefined) this.#open(quick);
    else if (entry.window.isVisible() && entry.window.isFocused()) entry.window.hide();
    else this.#dropDown(entry.window);
  }

  /** The OS window that a page belongs to, or null for a page that is none of ours. */
  idOf(contents: WebContents): OsWindowId | null {
    for (const { id, window } of this.#entries.values()) if (window.webContents === contents) return id;
    return null;
  }

  pages(): WebContents[] {
    return [...this.#entries.values()].map(({ window }) => window.webContents);
  }

  /** The page that the keyboard is in, else any. */
  focused(): WebContents | null {
    const entries = [...this.#entries.values()];
    const entry = entries.find(({ window }) => window.isFocused()) ?? entries[0];
    return entry?.window.webContents ?? null;
  }

  /** Its first panes are painted. */
  show(id: OsWindowId): void {
    this.#entries.get(id)?.show();
  }

  /** In front of other applications, opened again if all were closed. */
  bringToFront(): void {
    this.openAll();
    for (const { window } of this.#entries.values()) {
      if (window.isMinimized()) window.restore();
      if (window.isVisible()) window.focus();
    }
  }

  /** The pages start over; shells and views are kept by the host. */
  reloadAll(): void {
    for (const { window } of this.#entries.values()) window.webContents.reload();
  }

  /** The look of the windows themselves, as the configuration has it now. */
  repaint(): void {
    const { opacity } = this.#options.host.config.appearance;
    for (const { window } of this.#entries.values()) {
      window.setBackgroundColor(this.#background());
      if (window.getOpacity() !== opacity) window.setOpacity(opacity);
    }
  }

  /** The end has begun: what is known last is reported, and nothing is followed any more. */
  leave(): void {
    this.#isLeaving = true;
    this.#unsubscribe();
    for (const { placement, window } of this.#entries.values()) {
      placement.flush();
      window.hide();
    }
  }

  #osWindows(): OsWindow[] {
    return Object.values(this.#options.host.workspace.osWindows) as OsWindow[];
  }

  #isQuick(id: OsWindowId): boolean {
    return this.#options.host.workspace.osWindows[id]?.mode === 'quick';
  }

  #dropDown(window: BrowserWindow): void {
    if (window.isDestroyed()) return;
    window.setBounds(this.#quickBounds());
    window.show();
    window.focus();
  }

  #quickBounds(): Electron.Rectangle {
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const share = this.#options.host.config.window.quick_terminal_height / 100;
    return { ...workArea, height: Math.round(workArea.height * share) };
  }

  #follow(records: readonly WorkspaceRecord[]): void {
    const { workspace } = this.#options.host;
    for (const record of records) {
      if (record.kind === 'os-window.opened') this.openAll();
      else if (record.kind === 'os-window.closed') this.#entries.get(record.osWindow)?.window.destroy();
    }
    if (records.some(({ kind }) => kind === 'active.changed')) this.#turnToActive();
    for (const { id, window } of this.#entries.values()) {
      const title = windowTitle(workspace, id);
      if (window.getTitle() !== title) window.setTitle(title);
    }
  }

  /** A session that another window shows was chosen: that window comes to the front, if the keyboard is in one of ours. */
  #turnToActive(): void {
    const { workspace } = this.#options.host;
    const entries = [...this.#entries.values()];
    const focused = entries.find(({ window }) => window.isFocused());
    const active = entries.find(({ id }) => workspace.osWindows[id]?.session === workspace.activeSession);
    if (focused === undefined || active === undefined || active === focused) return;
    if (this.#isQuick(active.id)) this.#dropDown(active.window);
    else active.window.focus();
  }

  /** The person turned to a window: what it shows is what is active. */
  #handleFocus(id: OsWindowId): void {
    const { workspace } = this.#options.host;
    const session = workspace.osWindows[id]?.session ?? null;
    if (session === null || session === workspace.activeSession) return;
    this.#run({ name: 'focus', params: { target: session } });
  }

  /**
   * Closing one of several windows forgets it; its session stays. The last one is closed by quitting, and kept (macOS keeps
   * the app without a window). The quick terminal only hides.
   */
  #handleClose(event: Electron.Event, { id, window }: Pick<Entry, 'id' | 'window'>): void {
    if (this.#isLeaving) return;
    const isLast = [...this.#entries.keys()].every((other) => other === id || this.#isQuick(other));
    if (isLast && !this.#isQuick(id) && process.platform === 'darwin') return;
    event.preventDefault();
    if (this.#isQuick(id)) window.hide();
    else if (isLast) this.#options.onLastClose(window.webContents);
    else this.#run({ name: 'os-window.close', params: { osWindow: id } });
  }

  #run(command: ParsedCommand): void {
    const { host, log } = this.#options;
    host.execute(command).catch((error: unknown) => log(`${command.name} failed: ${String(error)}`));
  }

  #open(osWindow: OsWindow): void {
    const { host, log, onPageGone } = this.#options;
    const { id } = osWindow;
    const window = new BrowserWindow(this.#windowOptions(osWindow));
    const isQuick = osWindow.mode === 'quick';
    const placement = reportPlacement(window, id, {
      // Where the quick terminal is says nothing of where it will be.
      known: () => (isQuick ? undefined : host.workspace.osWindows[id]),
      report: (params) => this.#run({ name: 'os-window.place', params }),
    });
    const show = isQuick ? once(() => this.#dropDown(window)) : onceShown(window, osWindow.mode);
    const entry: Entry = { id, window, placement, show };
    this.#entries.set(id, entry);

    // Hidden for good, not "auto-hidden": that would come and go with Alt, which belongs to the program in the pane.
    window.setMenuBarVisibility(false);
    let timer = setTimeout(show, showAfterMs);
    window.once('ready-to-show', () => {
      clearTimeout(timer);
      timer = setTimeout(show, showAfterFirstPaintMs);
    });
    window.on('focus', () => this.#handleFocus(id));
    window.on('close', (event) => this.#handleClose(event, entry));
    if (isQuick) window.on('blur', () => window.hide());
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('closed', () => {
      clearTimeout(timer);
      this.#entries.delete(id);
      onPageGone(id);
    });
    keepPage(window, { onGone: () => onPageGone(id), log: (message) => log(`${id}: ${message}`) });
  }

  #windowOptions(osWindow: OsWindow): Electron.BrowserWindowConstructorOptions {
    const { host, iconPath, preloadPath, sandbox } = this.#options;
    return {
      ...(osWindow.mode === 'quick'
        ? { ...this.#quickBounds(), frame: false, alwaysOnTop: true, skipTaskbar: true }
        : { ...placeBounds(osWindow.bounds, workAreas()), minWidth, minHeight }),
      show: false,
      title: windowTitle(host.workspace, osWindow.id),
      backgroundColor: this.#background(),
      opacity: host.config.appearance.opacity,
      ...(iconPath === null ? {} : { icon: iconPath }),
      ...(process.platform === 'darwin' && osWindow.mode !== 'quick'
        ? { titleBarStyle: 'hiddenInset' as const }
        : {}),
      webPreferences: {
        preload: preloadPath,
        sandbox,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        // A view that parsed more slowly while hidden would slow down the program in its pane.
        backgroundThrottling: false,
      },
    };
  }

  #background(): string {
    const { host, themes } = this.#options;
    return backgroundOf(host.config.appearance, nativeTheme.shouldUseDarkColors, themes());
  }
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}

/** The function shows the window the first time it is called; the state of before comes with it. */
function onceShown(window: BrowserWindow, mode: OsWindow['mode']): () => void {
  let isShown = false;
  return () => {
    if (isShown || window.isDestroyed()) return;
    isShown = true;
    if (mode === 'maximized') window.maximize();
    window.show();
    // A window that was never shown at its size would know no size to go back to.
    if (mode === 'fullscreen') window.setFullScreen(true);
  };
}

/** Primary display first. */
function workAreas(): Electron.Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
}
