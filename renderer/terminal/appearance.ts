// How every emulator looks: what the settings, the theme and the font zoom of this window come to. Pure.
import type { Config } from '../../shared/config.ts';
import type { Theme } from '../../shared/themes/theme.ts';

export interface Appearance {
  readonly theme: Theme;
  readonly fontFamily: string;
  /** Pixels. */
  readonly fontSize: number;
  /** A multiple of the font's size. */
  readonly lineHeight: number;
  readonly cursorStyle: 'block' | 'bar' | 'underline';
  readonly cursorBlink: boolean;
  /** Lines. */
  readonly scrollback: number;
  readonly gpu: boolean;
  readonly ligatures: boolean;
  readonly screenReader: boolean;
  /** Of any text with what is behind it. */
  readonly minimumContrast: number;
}

const BUNDLED_FONT = 'JetBrains Mono';
const MIN_FONT_SIZE = 6;
const MAX_FONT_SIZE = 72;

export function appearanceFor(config: Config, theme: Theme, fontDelta: number): Appearance {
  const { family, size, line_height } = config.font;
  return {
    theme,
    fontFamily: fontStack(family),
    fontSize: clampFontSize(size + fontDelta),
    lineHeight: line_height,
    cursorStyle: config.terminal.cursor_style,
    cursorBlink: config.terminal.cursor_blink,
    scrollback: config.persistence.scrollback_max_lines,
    gpu: config.terminal.gpu,
    ligatures: config.font.ligatures,
    screenReader: config.terminal.screen_reader,
    minimumContrast: config.terminal.minimum_contrast || theme.minimumContrast,
  };
}

export function clampFontSize(size: number): number {
  return Math.min(MAX_FONT_SIZE, Math.max(MIN_FONT_SIZE, size));
}

/** A CSS list: the user's font, then ours (it has what theirs lacks), then whatever the system has. */
function fontStack(family: string): string {
  const quoted = [family.trim(), BUNDLED_FONT]
    .filter((name) => name !== '')
    .map((name) => JSON.stringify(name));
  return [...new Set(quoted), 'ui-monospace', 'monospace'].join(', ');
}
