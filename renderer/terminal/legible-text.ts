// Text right behind lines, boxes and blocks, drawn apart from them. The emulator's DOM renderer draws cells of the same looks in
// one piece, and leaves such signs out when it raises a contrast that is too low; a piece that begins with one was left out as
// a whole, so that half a file list of mc could not be read.
import type { Terminal } from '@xterm/xterm';

/** What the emulator takes for a background: lines, boxes, blocks, and the shapes of prompts. */
const SHAPES = '\u2500-\u259f\ue0a4-\ue0d6';
const BEHIND_SHAPE = new RegExp(`[${SHAPES}]\\s*([^\\s${SHAPES}])`, 'gu');

/** From and to (exclusive) of the first character of each such text, in UTF-16 units: a character joiner of one character. Pure. */
export function textsBehindShapes(text: string): [number, number][] {
  return [...text.matchAll(BEHIND_SHAPE)].map(({ 0: all, 1: first = '', index }) => {
    const to = index + all.length;
    return [to - first.length, to];
  });
}

/** What is joined is drawn apart from what stands around it. */
export function keepTextLegible(terminal: Pick<Terminal, 'registerCharacterJoiner'>): void {
  terminal.registerCharacterJoiner(textsBehindShapes);
}
