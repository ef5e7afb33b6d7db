// What a settings page has to know beside the effective values, and what it gets when it asks for a change. Plain data; it
// crosses the bridge.
import type { Theme } from './themes/theme.ts';

/** Something in config.toml, or in a theme file, that could not be used. */
export interface SettingsProblem {
  /** Absolute path. */
  readonly file: string;
  /** Dotted, of the setting that it is about; empty: of the whole file. */
  readonly key: string;
  /** 1-based; null where the reason is not in a line. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export interface SettingsReport {
  /** Absolute path; the file need not be there. */
  readonly configFile: string;
  readonly problems: readonly SettingsProblem[];
  /** From the home's themes/ directory. */
  readonly themes: readonly Theme[];
}

export const emptySettingsReport: SettingsReport = { configFile: '', problems: [], themes: [] };

export type SettingsOutcome =
  | { readonly kind: 'done' }
  /** Nothing was written; the message says why and what to do. */
  | { readonly kind: 'refused'; readonly message: string };

export type ThemeImport =
  | { readonly kind: 'imported'; readonly names: readonly string[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly message: string };
