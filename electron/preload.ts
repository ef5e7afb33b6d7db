// The only bridge into the page: named functions, nothing of Electron handed through. Runs sandboxed in a world of its own;
// it keeps no state and trusts neither side more than it must.
import * as electron from 'electron';
import { type EverpaneBridge, portMessage } from '../shared/bridge.ts';
import type { SettingsReport } from '../shared/settings-report.ts';
import {
  type BridgeMessages,
  type BridgeRequests,
  type Facilities,
  facilitiesChannel,
  type WindowMessages,
} from './app/channels.ts';

const { contextBridge, ipcRenderer } = electron;

/** All that is used of the page's window; the types of a whole browser do not belong on this side. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void;
};

function ask<C extends keyof BridgeRequests>(
  channel: C,
  ...parameters: BridgeRequests[C]['arguments']
): Promise<BridgeRequests[C]['answer']> {
  return ipcRenderer.invoke(channel, ...parameters);
}

function tell<C extends keyof BridgeMessages>(channel: C, ...parameters: BridgeMessages[C]): void {
  ipcRenderer.send(channel, ...parameters);
}

/** A File of the page; this side has no type for it. Electron before 29 tells the path on the file itself. */
function pathOfFile(file: unknown): string {
  if (typeof file !== 'object' || file === null) return '';
  const { webUtils }: { readonly webUtils?: { getPathForFile(file: unknown): string } } = electron;
  const path: unknown = webUtils === undefined ? Reflect.get(file, 'path') : webUtils.getPathForFile(file);
  return typeof path === 'string' ? path : '';
}

const portChannel: keyof WindowMessages = 'everpane:port';
const menuChannel: keyof WindowMessages = 'everpane:menu-action';
const settingsChannel: keyof WindowMessages = 'everpane:settings';
const facilities: Facilities = ipcRenderer.sendSync(facilitiesChannel);

// A port cannot cross the bridge as a value; a message event of the page's own window carries it over.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portMessage, window.location.origin, event.ports);
});

const bridge: EverpaneBridge = {
  platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
  softwareGraphics: facilities.softwareGraphics,
  requestPort: () => tell('everpane:request-port'),
  readClipboard: () => ask('everpane:read-clipboard'),
  writeClipboard: (text) => ask('everpane:write-clipboard', String(text)),
  pathOfFile,
  openExternal: (url) => ask('everpane:open-external', String(url)),
  toggleQuickTerminal: () => tell('everpane:quick-terminal'),
  beep: () => tell('everpane:beep'),
  quit: () => tell('everpane:quit'),
  onMenuAction(listener) {
    const forward = (_event: unknown, action: string): void => listener(action);
    ipcRenderer.on(menuChannel, forward);
    return () => {
      ipcRenderer.removeListener(menuChannel, forward);
    };
  },
  settings: facilities.settings,
  onSettings(listener) {
    const forward = (_event: unknown, report: SettingsReport): void => listener(report);
    ipcRenderer.on(settingsChannel, forward);
    return () => {
      ipcRenderer.removeListener(settingsChannel, forward);
    };
  },
  changeSettings: (changes) => ask('everpane:change-settings', changes),
  openConfigFile: () => ask('everpane:open-config-file'),
  importTheme: () => ask('everpane:import-theme'),
  reportReady: () => tell('everpane:ready'),
};

contextBridge.exposeInMainWorld('everpane', bridge);
