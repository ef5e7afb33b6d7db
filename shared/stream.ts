// The address space of a pane's stream. A stream is a sequence of units at addresses (incarnation, offset): every byte
// of output is one unit, and so is every mark (a resize, a clear), so "everything up to n, then everything from n" has
// no gap and no overlap. Marks are stored in the tiny binary form below; nothing here knows who stores or draws them.

/** Where a reader of a pane's stream stands: the unit at `offset` of that incarnation is the next one to come. */
export interface StreamPosition {
  readonly incarnation: number;
  readonly offset: number;
}

/** What stands in the stream beside output: views and folds apply it exactly there. */
export type StreamMark =
  | { readonly kind: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly kind: 'clear' };

/** A piece of a stream; `offset` is the address of its first unit. */
export type StreamEntry =
  | {
      readonly kind: 'output';
      readonly incarnation: number;
      readonly offset: number;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'mark';
      readonly incarnation: number;
      readonly offset: number;
      readonly mark: StreamMark;
    };

/** Negative when `a` comes before `b`, zero when they are the same place, positive otherwise. */
export function comparePositions(a: StreamPosition, b: StreamPosition): number {
  return a.incarnation - b.incarnation || a.offset - b.offset;
}

/** The position of the first unit after `entry`. */
export function positionAfter(entry: StreamEntry): StreamPosition {
  const units = entry.kind === 'output' ? entry.data.length : 1;
  return { incarnation: entry.incarnation, offset: entry.offset + units };
}

/** Entries in order, parted at `position`; output that lies on both sides of it is cut. */
export function splitEntries(
  entries: readonly StreamEntry[],
  position: StreamPosition,
): { readonly before: readonly StreamEntry[]; readonly after: readonly StreamEntry[] } {
  const at = entries.findIndex((entry) => comparePositions(positionAfter(entry), position) > 0);
  const first = entries[at];
  if (first === undefined) return { before: entries, after: [] };
  const before = entries.slice(0, at);
  const behind = entries.slice(at + 1);
  if (first.kind === 'mark' || comparePositions(first, position) >= 0)
    return { before, after: [first, ...behind] };
  const length = position.offset - first.offset;
  const rest = { ...first, offset: position.offset, data: first.data.subarray(length) };
  return {
    before: [...before, { ...first, data: first.data.subarray(0, length) }],
    after: [rest, ...behind],
  };
}

/** The largest size that a mark can carry and an emulator will take; anything beyond is cut to it. */
export const MAX_COLS = 2000;
export const MAX_ROWS = 1000;
/** xterm.js needs two columns to place a wide character. */
export const MIN_COLS = 2;
export const MIN_ROWS = 1;

/** Whole numbers within the bounds that every emulator and pty accepts. */
export function clampSize(size: { cols: number; rows: number }): { cols: number; rows: number } {
  return { cols: clamp(size.cols, MIN_COLS, MAX_COLS), rows: clamp(size.rows, MIN_ROWS, MAX_ROWS) };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : least;
}

// Layout of an encoded mark, little-endian:
//   0      version (1)
//   1      kind: 1 resize, 2 clear; any other is a mark of a later version
//   2..3   resize only: cols (u16)
//   4..5   resize only: rows (u16)
const MARK_VERSION = 1;
const KIND_RESIZE = 1;
const KIND_CLEAR = 2;

/** Encodes a mark in 2 (clear) or 6 (resize) bytes. */
export function encodeMark(mark: StreamMark): Uint8Array {
  if (mark.kind === 'clear') {
    return Uint8Array.of(MARK_VERSION, KIND_CLEAR);
  }
  const { cols, rows } = clampSize(mark);
  return Uint8Array.of(MARK_VERSION, KIND_RESIZE, cols & 0xff, cols >> 8, rows & 0xff, rows >> 8);
}

/**
 * Decodes a mark. Null for a kind, a version or a length that this version does not know: the unit still counts as
 * one in the stream, and does nothing.
 */
export function decodeMark(bytes: Uint8Array): StreamMark | null {
  const [version, kind, colsLow, colsHigh, rowsLow, rowsHigh] = bytes;
  if (version !== MARK_VERSION) {
    return null;
  }
  if (kind === KIND_CLEAR) {
    return { kind: 'clear' };
  }
  if (kind !== KIND_RESIZE || colsLow === undefined || colsHigh === undefined) {
    return null;
  }
  if (rowsLow === undefined || rowsHigh === undefined) {
    return null;
  }
  return {
    kind: 'resize',
    ...clampSize({ cols: colsLow | (colsHigh << 8), rows: rowsLow | (rowsHigh << 8) }),
  };
}
