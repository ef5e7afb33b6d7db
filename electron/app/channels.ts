// The names on Electron's own wire between preload and main, with what each carries. Only bridge.ts's functions use them;
// everything about the workspace goes over the message port instead.
import type { MenuAction } from '../../shared/bridge.ts';
import type { ConfigChange } from '../../shared/config-path.ts';
import type { SettingsOutcome, SettingsReport, ThemeImport } from '../../shared/settings-report.ts';

/** What a page asks: channel -> arguments and answer. */
export interface BridgeRequests {
  'everpane:read-clipboard': { arguments: []; answer: string };
  'everpane:write-clipboard': { arguments: [text: string]; answer: undefined };
  'everpane:open-external': { arguments: [url: string]; answer: boolean };
  'everpane:change-settings': { arguments: [changes: readonly ConfigChange[]]; answer: SettingsOutcome };
  'everpane:open-config-file': { arguments: []; answer: SettingsOutcome };
  'everpane:import-theme': { arguments: []; answer: ThemeImport };
}

/** What a page tells. */
export interface BridgeMessages {
  'everpane:request-port': [];
  'everpane:ready': [];
  'everpane:quick-terminal': [];
  'everpane:beep': [];
  'everpane:quit': [];
}

/** What a window tells its page. `everpane:port` comes with one port. */
export interface WindowMessages {
  'everpane:port': [];
  'everpane:menu-action': [action: MenuAction];
  'everpane:settings': [report: SettingsReport];
}

/** Asked once while a page loads, synchronously, so that the bridge is complete from its first line on. */
export const facilitiesChannel = 'everpane:facilities';
export interface Facilities {
  readonly softwareGraphics: boolean;
  readonly settings: SettingsReport;
}
