// Where a label of one row hides no text: behind the text of a line, of the one above it, or nowhere. Pure.

export interface LabelPlace {
  readonly place: 'below' | 'above' | 'none';
  /** How wide it may be. */
  readonly columns: number;
}

export interface LabelSize {
  /** Columns that all of it takes. */
  readonly wanted: number;
  /** With fewer it says nothing. */
  readonly least: number;
}

interface Cells {
  getCell(column: number): { getChars(): string } | undefined;
}

export interface LabelSurroundings {
  readonly buffer: { getLine(line: number): Cells | undefined };
  readonly cols: number;
  readonly line: number;
  /** Its column if it stands on `line`. */
  readonly cursor: number | null;
}

/** Between text and label. */
const GAP_COLUMNS = 1;

/** All of it on the line itself, else all of it on the one above, else where there is more room. */
export function placeLabel(
  { buffer, cols, line, cursor }: LabelSurroundings,
  { wanted, least }: LabelSize,
): LabelPlace {
  const roomBehind = (used: number): number => Math.max(0, cols - used - GAP_COLUMNS);
  const below = roomBehind(
    Math.max(usedColumns(buffer.getLine(line), cols), cursor === null ? 0 : cursor + 1),
  );
  const above = line === 0 ? 0 : roomBehind(usedColumns(buffer.getLine(line - 1), cols));
  const isBelow = below >= Math.min(wanted, above);
  const columns = Math.min(wanted, isBelow ? below : above);
  return columns < least ? { place: 'none', columns: 0 } : { place: isBelow ? 'below' : 'above', columns };
}

function usedColumns(line: Cells | undefined, cols: number): number {
  for (let column = cols; column > 0; column--) {
    if ((line?.getCell(column - 1)?.getChars() ?? '').trim() !== '') return column;
  }
  return 0;
}
