// A screen as bytes on disk. What is read back may have been changed by anybody: sizes and numbers are bounded, text is
// filtered down to what a snapshot may say, and anything of another shape is refused with a reason.
import { Packr, Unpackr } from 'msgpackr';
import {
  type Charset,
  DEFAULT_MODES,
  type LastCell,
  type PromptMark,
  type SavedCursor,
  type ScreenContent,
  SNAPSHOT_VERSION,
  type TerminalModes,
  type ViewState,
} from '../../shared/snapshot.ts';
import { sanitisePen, sanitisePlain, sanitiseText } from '../../shared/snapshot-text.ts';
import { clampSize } from '../../shared/stream.ts';
import { readPictures } from './read-pictures.ts';

export type DecodedSnapshot =
  | { readonly kind: 'valid'; readonly view: ViewState }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Plain maps, arrays, strings and numbers: no records, no extension types, and so the same bytes for the same state. */
const packr = new Packr({ useRecords: false, variableMapSize: true });
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true });

const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024;
const MAX_CELL_CHARS = 256;
const MAX_PEN_CHARS = 8192;
const MAX_TITLE_CHARS = 4096;
const MAX_MARKS = 2000;
const MAX_LINE = 0xffffffff;
const MODE_CHOICES = {
  mouseTracking: ['none', 'x10', 'vt200', 'drag', 'any'],
  mouseEncoding: ['default', 'sgr', 'sgr-pixels'],
} as const;
const MARK_KINDS = ['prompt', 'command', 'output', 'end'] as const;

export function encodeSnapshot(view: ViewState): Uint8Array<ArrayBuffer> {
  return new Uint8Array(packr.pack(view));
}

/** Never throws; what is returned as valid can be written into a terminal without doing anything but showing. */
export function decodeSnapshot(bytes: Uint8Array): DecodedSnapshot {
  if (bytes.length > MAX_SNAPSHOT_BYTES) {
    return { kind: 'invalid', reason: 'larger than any snapshot' };
  }
  let value: unknown;
  try {
    // msgpackr hangs a view of its own on what it reads: a fresh one, so that the caller's stays as it is.
    value = unpackr.unpack(bytes.subarray());
  } catch (error) {
    return {
      kind: 'invalid',
      reason: `not readable: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  if (!isFields(value)) {
    return { kind: 'invalid', reason: 'not a snapshot' };
  }
  if (value.version !== SNAPSHOT_VERSION) {
    return { kind: 'invalid', reason: `of version ${String(value.version).slice(0, 20)}` };
  }
  if (!isFields(value.primary) || typeof value.primary.text !== 'string') {
    return { kind: 'invalid', reason: 'without a screen' };
  }
  return { kind: 'valid', view: readView(value, value.primary) };
}

type Fields = Readonly<Record<string, unknown>>;

function readView(fields: Fields, primary: Fields): ViewState {
  const size = clampSize({ cols: Number(fields.cols), rows: Number(fields.rows) });
  const position = isFields(fields.position) ? fields.position : {};
  const charsets = isFields(fields.charsets) ? fields.charsets : {};
  const designated = Array.isArray(charsets.designated) ? charsets.designated : [];
  const marks = Array.isArray(fields.marks) ? fields.marks : [];
  const pictures = readPictures(fields.pictures, size.cols);
  return {
    version: SNAPSHOT_VERSION,
    position: {
      incarnation: whole(position.incarnation, Number.MAX_SAFE_INTEGER),
      offset: whole(position.offset, Number.MAX_SAFE_INTEGER),
    },
    ...size,
    primary: readContent(primary, size),
    alternate: isFields(fields.alternate) ? readContent(fields.alternate, size) : null,
    modes: readModes(fields.modes),
    pen: readPen(fields.pen),
    charsets: {
      active: whole(charsets.active, 3),
      designated: [0, 1, 2, 3].map((level) => readCharset(designated[level])),
    },
    title: sanitisePlain(text(fields.title, MAX_TITLE_CHARS)),
    marks: marks.slice(-MAX_MARKS).flatMap((mark) => readMark(mark, size.cols)),
    incarnationLine: whole(fields.incarnationLine, MAX_LINE),
    ...(pictures === undefined ? {} : { pictures }),
  };
}

function readContent(fields: Fields, { cols, rows }: { cols: number; rows: number }): ScreenContent {
  const margins = isFields(fields.margins) ? fields.margins : null;
  const top = whole(margins?.top, rows - 1);
  const bottom = whole(margins?.bottom, rows - 1);
  return {
    text: sanitiseText(text(fields.text, MAX_SNAPSHOT_BYTES)),
    x: whole(fields.x, cols - 1),
    y: whole(fields.y, rows - 1),
    lastCell: isFields(fields.lastCell) ? readLastCell(fields.lastCell, cols) : null,
    saved: isFields(fields.saved) ? readSaved(fields.saved, { cols, rows }) : null,
    margins: margins !== null && top < bottom ? { top, bottom } : null,
    tabStops: Array.isArray(fields.tabStops)
      ? fields.tabStops.slice(0, cols).map((column) => whole(column, cols - 1))
      : null,
  };
}

function readLastCell(fields: Fields, cols: number): LastCell | null {
  const chars = sanitisePlain(text(fields.chars, MAX_CELL_CHARS));
  return chars === ''
    ? null
    : { x: whole(fields.x, cols - 1), pen: readPen(fields.pen), chars, joins: fields.joins === true };
}

function readSaved(fields: Fields, { cols, rows }: { cols: number; rows: number }): SavedCursor {
  return {
    x: whole(fields.x, cols - 1),
    y: whole(fields.y, rows - 1),
    pen: readPen(fields.pen),
    charset: readCharset(fields.charset),
  };
}

function readModes(value: unknown): TerminalModes {
  const fields = isFields(value) ? value : {};
  const isOn = (name: keyof TerminalModes): boolean => {
    const given = fields[name];
    return typeof given === 'boolean' ? given : DEFAULT_MODES[name] === true;
  };
  return {
    applicationCursorKeys: isOn('applicationCursorKeys'),
    applicationKeypad: isOn('applicationKeypad'),
    bracketedPaste: isOn('bracketedPaste'),
    focusReports: isOn('focusReports'),
    insert: isOn('insert'),
    newLine: isOn('newLine'),
    origin: isOn('origin'),
    reverseWraparound: isOn('reverseWraparound'),
    wraparound: isOn('wraparound'),
    mouseTracking: oneOf(fields.mouseTracking, MODE_CHOICES.mouseTracking) ?? 'none',
    mouseEncoding: oneOf(fields.mouseEncoding, MODE_CHOICES.mouseEncoding) ?? 'default',
    cursorVisible: isOn('cursorVisible'),
    cursorStyle: whole(fields.cursorStyle, 6),
  };
}

function readMark(value: unknown, cols: number): PromptMark[] {
  const kind = isFields(value) ? oneOf(value.kind, MARK_KINDS) : undefined;
  if (!isFields(value) || kind === undefined) {
    return [];
  }
  const exitCode = Number.isSafeInteger(value.exitCode) ? Number(value.exitCode) : null;
  return [{ line: whole(value.line, MAX_LINE), x: whole(value.x, cols - 1), kind, exitCode }];
}

function readPen(value: unknown): string {
  return sanitisePen(text(value, MAX_PEN_CHARS));
}

function readCharset(value: unknown): Charset {
  return typeof value === 'string' && /^[0A4C5RQKYE6ZH7=]$/.test(value) ? value : 'B';
}

function oneOf<T extends string>(value: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}

function text(value: unknown, mostChars: number): string {
  return typeof value === 'string' ? value.slice(0, mostChars) : '';
}

/** A whole number from 0 to `most`. */
function whole(value: unknown, most: number): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number)
    ? Math.min(most, Math.max(0, Math.trunc(number)))
    : 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
