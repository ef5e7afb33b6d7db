// The only bridge between a renderer and the main process (`window.everpane`, made by the preload). Everything about the
// workspace goes over the message port (protocol.ts); here is only what a page cannot do by itself.

import type { ConfigChange } from './config-path.ts';
import type { SettingsOutcome, SettingsReport, ThemeImport } from './settings-report.ts';

/** What menus and the renderer's own keys ask of a window; one registry of actions serves both. */
export type MenuAction = string;

export interface EverpaneBridge {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Whether the graphics are drawn in software (then the DOM renderer is the faster one). */
  readonly softwareGraphics: boolean;
  /** What was wrong with the settings, and the user's themes, when the page was loaded. */
  readonly settings: SettingsReport;
  /** The same whenever config.toml or the themes have changed. Returns the way to stop listening. */
  onSettings(listener: (report: SettingsReport) => void): () => void;
  /** Writes config.toml, all of it or nothing. The new values come over the port, as every change of the file does. */
  changeSettings(changes: readonly ConfigChange[]): Promise<SettingsOutcome>;
  /** Opens config.toml in the program that the system has for it. */
  openConfigFile(): Promise<SettingsOutcome>;
  /** Lets the person choose a file with a theme of another terminal. */
  importTheme(): Promise<ThemeImport>;
  /** Asks for a port to the host; it arrives as a `message` event of this window with `data === portMessage` and one port. */
  requestPort(): void;
  readClipboard(): Promise<string>;
  writeClipboard(text: string): Promise<void>;
  /** The path of a file that a person dropped on the page; empty for one that has none. */
  pathOfFile(file: unknown): string;
  /** Opens a http, https or mailto link in the user's browser; false when the scheme is not allowed. */
  openExternal(url: string): Promise<boolean>;
  /** Drops the quick terminal down, or hides it again. */
  toggleQuickTerminal(): void;
  /** The system's sound for a bell. */
  beep(): void;
  /** Ends the app, gracefully and without a question. */
  quit(): void;
  /** Menu items and accelerators of the native menu. Returns the way to stop listening. */
  onMenuAction(listener: (action: MenuAction) => void): () => void;
  /** The first panes are painted: the window may be shown, start-up is over. */
  reportReady(): void;
}

export const portMessage = 'everpane:port';
