// Main's end of the bridge (shared/bridge.ts): answers pages, and gives each its port to the host. Invariant: only the main
// frame of one of our windows, showing our origin, is heard; everything else is dropped and logged.
import {
  clipboard,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  MessageChannelMain,
  shell,
} from 'electron';
import type { MenuAction } from '../../shared/bridge.ts';
import type { OsWindowId } from '../../shared/ids.ts';
import type { ClientPort, Notice } from '../../shared/protocol.ts';
import type { ThemeImport } from '../../shared/settings-report.ts';
import type { SettingsDesk } from '../config/settings-desk.ts';
import { isAppUrl } from './app-url.ts';
import {
  type BridgeMessages,
  type BridgeRequests,
  type Facilities,
  facilitiesChannel,
  type WindowMessages,
} from './channels.ts';
import { isExternalLink } from './external-link.ts';
import type { OsWindows } from './os-windows.ts';
import { clientPortOf } from './port.ts';
import { chooseAndImportTheme, openConfigFile } from './settings-files.ts';

export interface BridgeServerOptions {
  readonly windows: OsWindows;
  readonly settings: SettingsDesk;
  /** Resolves when the command line is answered: no page shows anything before, so that who sees a pane can script it. */
  readonly listening: Promise<void>;
  connect(port: ClientPort, osWindow: OsWindowId): void;
  onReady(osWindow: OsWindowId): void;
  onQuickTerminal(): void;
  onQuit(): void;
  log(message: string): void;
}

/** No clipboard is worth more than this to a terminal, and each one is copied several times on its way. */
const maxClipboardChars = 64 * 1024 * 1024;

/** Call it before the first page loads. */
export function answerPreload(facilities: () => Facilities): void {
  ipcMain.on(facilitiesChannel, (event) => {
    // The preload asks in a window's first empty document, too, before it has a URL. What it learns is no secret.
    event.returnValue = facilities();
  });
}

export class BridgeServer {
  readonly #options: BridgeServerOptions;
  readonly #ports = new Map<OsWindowId, ClientPort>();
  #unsaid: Notice[] = [];

  constructor(options: BridgeServerOptions) {
    this.#options = options;
  }

  /** From here on pages are answered. */
  open(): void {
    this.#answer('everpane:read-clipboard', () => clipboard.readText());
    this.#answer('everpane:write-clipboard', (text) => {
      if (typeof text === 'string' && text.length <= maxClipboardChars) clipboard.writeText(text);
      return undefined;
    });
    this.#answer('everpane:open-external', (url) => this.#openExternal(url));
    this.#answer('everpane:change-settings', (changes) => this.#options.settings.change(changes));
    this.#answer('everpane:open-config-file', () => openConfigFile(this.#options.settings));
    this.#answer('everpane:import-theme', () => this.#importTheme());
    this.#hear('everpane:request-port', (event, id) => this.#givePort(event, id));
    this.#hear('everpane:quick-terminal', () => this.#options.onQuickTerminal());
    this.#hear('everpane:beep', () => shell.beep());
    this.#hear('everpane:quit', () => this.#options.onQuit());
    this.#hear('everpane:ready', (_event, id) => this.#options.onReady(id));
  }

  /** A page asked for its port before its window was anybody's. */
  answerLate(request: IpcMainEvent): void {
    const id = this.#senderOf(request);
    if (id !== null) this.#givePort(request, id);
  }

  /** A page went: what it was connected with goes, too. */
  dropPort(id: OsWindowId): void {
    const port = this.#ports.get(id);
    this.#ports.delete(id);
    port?.close();
  }

  /** Said in every window; before there is one, in the first. */
  notify(notice: Notice): void {
    if (this.#ports.size === 0) this.#unsaid.push(notice);
    for (const port of this.#ports.values()) port.post({ kind: 'notice', notice });
  }

  /** To every page: what there is to know of the settings now. */
  tellSettings(): void {
    const channel: keyof WindowMessages = 'everpane:settings';
    for (const page of this.#options.windows.pages()) page.send(channel, this.#options.settings.report);
  }

  /** To the page that the keyboard is in, unless told which. */
  sendMenuAction(action: MenuAction, page = this.#options.windows.focused()): void {
    const channel: keyof WindowMessages = 'everpane:menu-action';
    // Without a window there is nobody to ask.
    if (page === null && action === 'app.quit') this.#options.onQuit();
    else page?.send(channel, action);
  }

  #givePort(event: IpcMainEvent, id: OsWindowId): void {
    this.dropPort(id);
    const { port1, port2 } = new MessageChannelMain();
    const port = clientPortOf(port1);
    this.#ports.set(id, port);
    const connect = (): void => {
      // The page may have gone meanwhile, and its port with it.
      if (this.#ports.get(id) === port) this.#options.connect(port, id);
    };
    void this.#options.listening.then(connect);
    const channel: keyof WindowMessages = 'everpane:port';
    event.sender.postMessage(channel, null, [port2]);
    for (const notice of this.#unsaid) port.post({ kind: 'notice', notice });
    this.#unsaid = [];
  }

  async #importTheme(): Promise<ThemeImport> {
    const outcome = await chooseAndImportTheme(this.#options.settings.themesDir);
    if (outcome.kind !== 'imported') return outcome;
    await this.#options.settings.followThemes();
    this.tellSettings();
    return outcome;
  }

  async #openExternal(url: string): Promise<boolean> {
    if (!isExternalLink(url)) return false;
    try {
      await shell.openExternal(url);
      return true;
    } catch (error) {
      this.#options.log(
        `a link could not be opened: ${error instanceof Error ? error.message : String(error)}`,
      );
      return false;
    }
  }

  #answer<C extends keyof BridgeRequests>(
    channel: C,
    handler: (
      ...parameters: BridgeRequests[C]['arguments']
    ) => BridgeRequests[C]['answer'] | Promise<BridgeRequests[C]['answer']>,
  ): void {
    ipcMain.handle(channel, (event, ...parameters) => {
      if (this.#senderOf(event) === null) throw new Error('refused');
      return handler(...(parameters as BridgeRequests[C]['arguments']));
    });
  }

  #hear<C extends keyof BridgeMessages>(
    channel: C,
    handler: (event: IpcMainEvent, id: OsWindowId, ...parameters: BridgeMessages[C]) => void,
  ): void {
    ipcMain.on(channel, (event, ...parameters) => {
      const id = this.#senderOf(event);
      if (id !== null) handler(event, id, ...(parameters as BridgeMessages[C]));
    });
  }

  #senderOf(event: IpcMainEvent | IpcMainInvokeEvent): OsWindowId | null {
    const frame = event.senderFrame;
    const id = this.#options.windows.idOf(event.sender);
    if (frame !== null && frame.parent === null && isAppUrl(frame.url) && id !== null) return id;
    this.#options.log(`a message from ${frame?.url.slice(0, 60) ?? 'a frame that is gone'} was refused`);
    return null;
  }
}
