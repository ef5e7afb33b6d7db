// A window of ours before anybody says what it shows: not shown, without powers, its page loading. Knows no workspace: who
// takes it gives it its place and shows it.
import { BrowserWindow, type IpcMainEvent } from 'electron';
import type { BridgeMessages } from './channels.ts';
import { keepPage } from './page-keeper.ts';
import { minHeight, minWidth } from './placement.ts';

export interface PageWindowOptions {
  /** The quick terminal has no frame and lies over the others. */
  readonly shape: 'window' | 'quick';
  /** Absolute. */
  readonly preloadPath: string;
  readonly iconPath: string | null;
  /** Until the page has drawn anything. */
  readonly background: string;
  readonly opacity: number;
  log(message: string): void;
}

const portChannel: keyof BridgeMessages = 'everpane:request-port';

export class PageWindow {
  readonly window: BrowserWindow;
  #onGone: () => void = () => undefined;
  #request: IpcMainEvent | null = null;

  constructor(options: PageWindowOptions) {
    this.window = new BrowserWindow(windowOptions(options));
    // Hidden for good, not "auto-hidden": that would come and go with Alt, which belongs to the program in the pane.
    this.window.setMenuBarVisibility(false);
    this.window.on('page-title-updated', (event) => event.preventDefault());
    this.window.webContents.ipc.on(portChannel, (event) => {
      this.#request = event;
    });
    keepPage(this.window, { onGone: () => this.#handleGone(), log: options.log });
  }

  /**
   * From here on the caller answers for the window; `onGone` is called whenever its page is gone. Returns the page's request
   * for a port, if it has asked already.
   */
  take(onGone: () => void): IpcMainEvent | null {
    this.window.webContents.ipc.removeAllListeners(portChannel);
    this.#onGone = onGone;
    return this.#request;
  }

  #handleGone(): void {
    this.#request = null;
    this.#onGone();
  }
}

function windowOptions({
  shape,
  preloadPath,
  iconPath,
  background,
  opacity,
}: PageWindowOptions): Electron.BrowserWindowConstructorOptions {
  const isQuick = shape === 'quick';
  return {
    ...(isQuick ? { frame: false, alwaysOnTop: true, skipTaskbar: true } : { minWidth, minHeight }),
    show: false,
    title: 'Everpane',
    backgroundColor: background,
    opacity,
    ...(iconPath === null ? {} : { icon: iconPath }),
    ...(process.platform === 'darwin' && !isQuick ? { titleBarStyle: 'hiddenInset' as const } : {}),
    webPreferences: {
      preload: preloadPath,
      // Also where Chromium's own sandbox was switched off: without Node there is less to break out with, and to load.
      sandbox: true,
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
