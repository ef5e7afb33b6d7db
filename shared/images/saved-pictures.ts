// Pictures as a snapshot has them: their bytes as they were printed, and all the cells that still show some of each.
import type { Picture } from './picture.ts';

/** Neighbouring cells of a line, from `start` up to `end`, that show one row of a picture whose first column is at `left`. */
export interface SavedRun {
  /** From the top of the buffer; on the alternate screen from the top of the screen. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly row: number;
  readonly left: number;
}

export interface SavedPicture extends Picture {
  readonly runs: readonly SavedRun[];
}

export interface SavedPictures {
  readonly primary: readonly SavedPicture[];
  readonly alternate: readonly SavedPicture[];
}

/** What is kept of the pictures of one pane, in bytes as they were printed: the oldest go first, and leave blanks. */
export const KEPT_PICTURE_BYTES = 4 * 1024 * 1024;
export const MAX_PICTURES = 1000;
