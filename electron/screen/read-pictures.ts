// The pictures of a snapshot that anybody may have changed: bounded in number, size and place, and of a kind that a view
// knows how to draw. Whatever does not fit is left out, and with it nothing of the text.
import { isShowable } from '../../shared/images/picture.ts';
import {
  KEPT_PICTURE_BYTES,
  MAX_PICTURES,
  type SavedPicture,
  type SavedPictures,
  type SavedRun,
} from '../../shared/images/saved-pictures.ts';
import { MAX_COLS } from '../../shared/stream.ts';

const MAX_LINE = 0xffffffff;
const MAX_ROW = 4096;
/** Of all pictures: more than a scrollback has lines, with gaps. */
const MAX_RUNS = 100_000;

type Fields = Readonly<Record<string, unknown>>;

/** Undefined for none. */
export function readPictures(value: unknown, cols: number): SavedPictures | undefined {
  if (!isFields(value)) return undefined;
  const room = { bytes: KEPT_PICTURE_BYTES, pictures: MAX_PICTURES, runs: MAX_RUNS };
  const read = (list: unknown): SavedPicture[] =>
    (Array.isArray(list) ? list : []).flatMap((fields) => readPicture(fields, cols, room));
  const pictures = { primary: read(value.primary), alternate: read(value.alternate) };
  return pictures.primary.length + pictures.alternate.length === 0 ? undefined : pictures;
}

function readPicture(
  fields: unknown,
  cols: number,
  room: { bytes: number; pictures: number; runs: number },
): SavedPicture[] {
  if (!isFields(fields) || !(fields.data instanceof Uint8Array) || !Array.isArray(fields.runs)) return [];
  const { kind, data } = fields;
  const size = { width: whole(fields.width, MAX_LINE), height: whole(fields.height, MAX_LINE) };
  if ((kind !== 'sixel' && kind !== 'file') || !isShowable(size)) return [];
  room.bytes -= data.length;
  room.pictures -= 1;
  if (room.bytes < 0 || room.pictures < 0) return [];
  const runs = fields.runs.slice(0, room.runs).flatMap((run) => readRun(run, cols));
  room.runs -= runs.length;
  return runs.length === 0 ? [] : [{ kind, ...size, data: Uint8Array.from(data), runs }];
}

function readRun(fields: unknown, cols: number): SavedRun[] {
  if (!isFields(fields)) return [];
  const run = {
    line: whole(fields.line, MAX_LINE),
    start: whole(fields.start, cols),
    end: whole(fields.end, cols),
    row: whole(fields.row, MAX_ROW),
    // After a reflow it may lie beyond the edge.
    left: whole(fields.left, MAX_COLS),
  };
  return run.start < run.end ? [run] : [];
}

function whole(value: unknown, most: number): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(most, Math.max(0, Math.trunc(value)))
    : 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
