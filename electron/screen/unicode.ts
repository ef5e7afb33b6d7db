// How wide characters are and which belong together: the same rules as in every view, or a line would break elsewhere
// in a restored screen. Loads the grapheme addon and refuses to go on if its table is not what it should be.
import './unpooled-buffers.ts';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import type { Terminal } from '@xterm/headless';
import { restorePool } from './unpooled-buffers.ts';

restorePool();

/** The width table was not read correctly. */
export class UnicodeTableError extends Error {
  readonly code = 'UNICODE_TABLE';
}

const GRINNING_FACE = 0x1f600;

/** Lets a terminal join grapheme clusters; `widthOf` is the terminal's own measure, to check it by. */
export function enableGraphemes(terminal: Terminal, widthOf: (codePoint: number) => number): void {
  terminal.loadAddon(new UnicodeGraphemesAddon());
  if (widthOf(GRINNING_FACE) !== 2) {
    throw new UnicodeTableError('the grapheme table gives an emoji one column');
  }
}
