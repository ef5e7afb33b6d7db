// Where a label of one row hides no text: on a line, on the one above it, or nowhere. Pure.

/** Columns that the label takes. */
export interface LabelRoom {
  readonly from: number;
  /** Not part of it. */
  readonly to: number;
}

export type LabelPlace = 'below' | 'above' | 'none';

interface Cells {
  getCell(column: number): { getChars(): string } | undefined;
}

/** `cursor`: its column if it stands on `line`; it needs the cell before the label as well. */
export function placeLabel(
  buffer: { getLine(line: number): Cells | undefined },
  line: number,
  room: LabelRoom,
  cursor: number | null,
): LabelPlace {
  const isTyping = cursor !== null && cursor >= room.from - 1;
  if (!isTyping && isFree(buffer.getLine(line), room)) return 'below';
  return line > 0 && isFree(buffer.getLine(line - 1), room) ? 'above' : 'none';
}

function isFree(line: Cells | undefined, { from, to }: LabelRoom): boolean {
  for (let column = Math.max(0, from - 1); column < to; column++) {
    if ((line?.getCell(column)?.getChars() ?? '').trim() !== '') return false;
  }
  return true;
}
