// One xterm.js terminal, made the way all of ours are: bounded, without powers over the window, its links behind a
// modifier key. Knows nothing of panes or of where its bytes come from.
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { type ITerminalOptions, Terminal } from '@xterm/xterm';
import { mendEmulator } from '../../shared/emulator/mend-emulator.ts';
import { reportGraphics } from '../../shared/images/graphics-reports.ts';
import { InlineImages } from '../../shared/images/inline-images.ts';
import { emulatorTheme } from '../theme/apply-theme.ts';
import type { Appearance } from './appearance.ts';
import { followOutputOnceErased } from './erased-scrollback.ts';
import { searchWholeLines } from './line-search.ts';
import { keepLinks } from './link-table.ts';

export interface Emulator {
  readonly terminal: Terminal;
  readonly fit: FitAddon;
  readonly search: SearchAddon;
  readonly images: InlineImages;
}

/** Width of the scroll bar's lane, in pixels. */
const SCROLLBAR_WIDTH = 10;
/** Matches beyond this are not highlighted (and counted as "1000+"). */
export const MAX_HIGHLIGHTS = 1000;
/** Of one terminal's pictures, as they were printed; to be drawn they are decoded (images/picture-pool.ts). */
const PICTURE_BYTES = 16 * 1024 * 1024;

export interface LinkListener {
  /** The user asked for it, with the modifier held. */
  open(uri: string): void;
  /** The pointer is on it. */
  enter(uri: string): void;
  leave(): void;
}

/** The terminal is not opened yet. */
export function createEmulator(appearance: Appearance, links: LinkListener): Emulator {
  const activate = (event: MouseEvent, uri: string): void => {
    if (event.ctrlKey || event.metaKey) links.open(uri);
  };
  const hover = (_event: MouseEvent, uri: string): void => links.enter(uri);
  const leave = (): void => links.leave();
  const terminal = new Terminal({
    ...appearanceOptions(appearance),
    // It gets its size with its first screen. While nothing is painted (the window is not shown yet) the scroll bar keeps
    // the height from before; if that were larger than the new one, the bar would stop short of the end, which the emulator
    // takes for a person who has scrolled up. So it begins as small as can be.
    rows: 1,
    // Decorations, which the search and the restored divider draw with, are not a final API.
    allowProposedApi: true,
    cursorInactiveStyle: 'outline',
    rescaleOverlappingGlyphs: true,
    overviewRuler: { width: SCROLLBAR_WIDTH },
    // The scheme is judged on the other side of the bridge, for all links alike.
    linkHandler: { activate, hover, leave, allowNonHttpProtocols: true },
  });
  mendEmulator(terminal, (error) => {
    console.warn('Something that was printed could not be shown.', error);
  });
  followOutputOnceErased(terminal);
  keepLinks(terminal);
  const images = new InlineImages(terminal, { keepBytes: PICTURE_BYTES });
  reportGraphics(terminal);
  const fit = new FitAddon();
  const search = new SearchAddon({ highlightLimit: MAX_HIGHLIGHTS });
  // Widths and joining as the worker has them: a view and a saved screen must wrap alike.
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  searchWholeLines(terminal, search);
  terminal.loadAddon(new WebLinksAddon(activate, { hover, leave }));
  return { terminal, fit, search, images };
}

export function applyAppearance(terminal: Terminal, appearance: Appearance): void {
  terminal.options = appearanceOptions(appearance);
}

function appearanceOptions(appearance: Appearance): ITerminalOptions {
  return {
    theme: emulatorTheme(appearance.theme),
    minimumContrastRatio: appearance.minimumContrast,
    fontFamily: appearance.fontFamily,
    fontSize: appearance.fontSize,
    lineHeight: emulatorLineHeight(appearance),
    cursorStyle: appearance.cursorStyle,
    cursorBlink: appearance.cursorBlink,
    scrollback: appearance.scrollback,
    screenReaderMode: appearance.screenReader,
  };
}

/**
 * Ours is a multiple of the font's size, the emulator's one of the font's own height, and never below it: rows must not
 * overlap, and at exactly that height lines drawn with characters join.
 */
function emulatorLineHeight({ fontFamily, fontSize, lineHeight }: Appearance): number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 1;
  context.font = `${fontSize}px ${fontFamily}`;
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText('W');
  return Math.max(1, (lineHeight * fontSize) / (fontBoundingBoxAscent + fontBoundingBoxDescent));
}
