// Text beside lines, boxes and blocks, drawn apart from them. The emulator's DOM renderer draws cells of the same looks in one
// piece, and goes by the first sign of a piece when it raises a contrast that is too low, which it does for text and not for such
// shapes: half a file list of mc could not be read, and its frame was of two colours.
import type { Terminal } from '@xterm/xterm';

/** What the emulator takes for a background: lines, boxes, blocks, and the shapes of prompts. */
const SHAPES = '\u2500-\u259f\ue0a4-\ue0d6';
/**
 * A character with what combines with it, before shapes; and the first one behind them that is no blank. It is looked back from
 * those alone: from each blank of a long run it would cost the square of the run's length.
 */
const BESIDE_SHAPES = new RegExp(
  `([^\\p{M}${SHAPES}]\\p{M}*)(?=[${SHAPES}])|(?=\\S)(?<=[${SHAPES}]\\s*)([^\\s\\p{M}${SHAPES}]\\p{M}*)`,
  'gu',
);

/**
 * From and to (exclusive) of each such character, in UTF-16 units: for a character joiner, as what is joined is a piece of its
 * own and ends the one before it. Pure.
 */
export function textsBesideShapes(text: string): [number, number][] {
  return [...text.matchAll(BESIDE_SHAPES)].map(({ 0: found, index }) => [index, index + found.length]);
}

export function keepTextLegible(terminal: Pick<Terminal, 'registerCharacterJoiner'>): void {
  terminal.registerCharacterJoiner(textsBesideShapes);
}
