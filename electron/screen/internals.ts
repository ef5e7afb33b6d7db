// The inside of xterm.js, as far as a snapshot needs what its interface does not tell: underline styles,
// saved cursors, margins, tab stops, character sets, the parser's memory of the last character. One place names these
// members and checks on every emulator that they are there; the version is pinned, and tests compare cell by cell.
import type { Terminal } from '@xterm/headless';
import type { MovingLines } from '../../shared/tracked-lines.ts';

/** Rendition as xterm.js packs it: colours and flags in `fg` and `bg`, the rest in `extended`. */
export interface Attributes {
  readonly fg: number;
  readonly bg: number;
  readonly extended: ExtendedAttributes;
}

interface ExtendedAttributes {
  /** Underline style and colour without the dashes that a hyperlink is shown with. */
  readonly _ext: number;
  urlId: number;
  clone(): ExtendedAttributes;
}

/** What is being printed with. */
export interface CurrentAttributes extends Attributes {
  extended: ExtendedAttributes;
  updateExtended(): void;
}

export interface Cell extends Attributes {
  /** Code point, whether there are more of them, and the width from bit 22 on. */
  readonly content: number;
  getChars(): string;
  getWidth(): number;
}

export interface Line {
  isWrapped: boolean;
  readonly length: number;
  loadCell(x: number, cell: Cell): Cell;
  getTrimmedLength(): number;
  getNoBgTrimmedLength(): number;
  translateToString(trimRight: boolean): string;
}

export interface BufferLines extends MovingLines {
  /** With so many the first goes when one is added. */
  readonly maxLength: number;
  get(index: number): Line | undefined;
}

export interface ScreenBuffer {
  readonly lines: BufferLines;
  readonly x: number;
  readonly y: number;
  readonly ybase: number;
  readonly savedX: number;
  readonly savedY: number;
  readonly savedCurAttrData: Attributes;
  readonly savedCharset: object | undefined;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
}

export interface Internals {
  readonly _bufferService: {
    readonly buffers: {
      readonly normal: ScreenBuffer;
      readonly alt: ScreenBuffer;
      readonly active: ScreenBuffer;
    };
  };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly decPrivateModes: { readonly cursorStyle?: string; readonly cursorBlink?: boolean };
  };
  readonly coreMouseService: { readonly activeEncoding: string };
  readonly unicodeService: {
    charProperties(codePoint: number, preceding: number): number;
    wcwidth(codePoint: number): number;
  };
  readonly _charsetService: { readonly glevel: number; readonly _charsets: readonly (object | undefined)[] };
  readonly _inputHandler: {
    /** Synchronous as long as every handler is. */
    parse(data: string | Uint8Array): unknown;
    readonly _curAttrData: CurrentAttributes;
    readonly _parser: { readonly precedingJoinState: number; readonly currentState: number };
  };
}

/** This is not the emulator that the snapshots were written for. */
export class EmulatorMismatchError extends Error {
  readonly code = 'EMULATOR_MISMATCH';
}

const MEMBERS = [
  '_bufferService',
  'coreService',
  'coreMouseService',
  'unicodeService',
  '_charsetService',
  '_inputHandler',
];

/** Throws EmulatorMismatchError when one of the members is missing. */
export function internalsOf(terminal: Terminal): Internals {
  const core: unknown = '_core' in terminal ? terminal._core : undefined;
  if (!hasMembers(core)) {
    throw new EmulatorMismatchError(`an emulator without one of ${MEMBERS.join(', ')}`);
  }
  return core;
}

function hasMembers(core: unknown): core is Internals {
  return typeof core === 'object' && core !== null && MEMBERS.every((member) => member in core);
}
