// The windows of the desktop: one for each OS window of the workspace, opened, placed, titled and shown. Invariant: the
// workspace says which there are; this only follows. Sessions, panes and ports are none of its business.
import { type BrowserWindow, type IpcMainEvent, screen, type WebContents } from 'electron';
import type { ParsedCommand } from '../../shared/commands.ts';
import type { OsWindowId } from '../../shared/ids.ts';
import type { OsWindow } from '../../shared/model.ts';
import type { WorkspaceRecord } from '../../shared/records.ts';
import { markStart } from '../../shared/start-marks.ts';
import type { Host } from '../host/types.ts';
import type { PageWindow, PageWindowOptions } from './page-window.ts';
import { placeBounds } from './placement.ts';
import { type PlacementReporter, reportPlacement } from './placement-reporter.ts';
import { windowTitle } from './window-title.ts';

export interface OsWindowsOptions {
  readonly host: Host;
  /** Opened before there was a workspace: the first OS window takes it. */
  readonly waiting: PageWindow;
  openPage(shape: PageWindowOptions['shape']): PageWindow;
  /** What a window has before its page has drawn. */
  background(): string;
  log(message: string): void;
  /** The page of a window is gone (or the window is). */
  onPageGone(id: OsWindowId): void;
  /** The page of a window that waited has asked for its port. */
  onPortAsked(request: IpcMainEvent): void;
  /** A person closes the last window, which is to end the app. */
  onLastClose(page: WebContents): void;
}

interface Entry {
  readonly id: OsWindowId;
  readonly window: BrowserWindow;
  readonly placement: PlacementReporter;
}

export class OsWindows {
  readonly #options: OsWindowsOptions;
  readonly #entries = new Map<OsWindowId, Entry>();
  #hasTakenWaiting = false;
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
      window.setBackgroundColor(this.#options.background());
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
    const { host, onPageGone, onPortAsked } = this.#options;
    const { id, mode } = osWindow;
    const isQuick = mode === 'quick';
    const page = isQuick ? this.#options.openPage('quick') : this.#openPage();
    const { window } = page;
    // Put into its place before that is followed: it is no news.
    const asked = placeBounds(osWindow.bounds, workAreas());
    if (!isQuick) window.setBounds(asked);
    window.setTitle(windowTitle(host.workspace, id));
    const placement = reportPlacement(window, id, {
      asked,
      // Where the quick terminal is says nothing of where it will be.
      known: () => (isQuick ? undefined : host.workspace.osWindows[id]),
      report: (params) => this.#run({ name: 'os-window.place', params }),
    });
    this.#entries.set(id, { id, window, placement });
    window.on('focus', () => this.#handleFocus(id));
    window.on('close', (event) => this.#handleClose(event, { id, window }));
    if (isQuick) window.on('blur', () => window.hide());
    window.on('closed', () => {
      this.#entries.delete(id);
      onPageGone(id);
    });
    const request = page.take(() => onPageGone(id));
    if (request !== null) onPortAsked(request);
    if (isQuick) this.#dropDown(window);
    else show(window, mode);
    markStart('window-shown');
  }

  /** The first window has waited with its page. */
  #openPage(): PageWindow {
    const { waiting, openPage } = this.#options;
    const isFree = this.#entries.size === 0 && !this.#hasTakenWaiting && !waiting.window.isDestroyed();
    this.#hasTakenWaiting = true;
    return isFree ? waiting : openPage('window');
  }
}

/**
 * At once, as it was left. Until its page draws, a window has the page's background; the frames of one that is not shown can
 * come a second apart, and would keep the page from being there.
 */
function show(window: BrowserWindow, mode: OsWindow['mode']): void {
  if (mode === 'maximized') window.maximize();
  window.show();
  // A window that was never shown at its size would know no size to go back to.
  if (mode === 'fullscreen') window.setFullScreen(true);
}

/** Primary display first. */
function workAreas(): Electron.Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
}
