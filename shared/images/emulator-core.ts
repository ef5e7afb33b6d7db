// The inside of xterm.js, as far as pictures need it: raw string handlers, the line feed, and cells with the object that
// their rarer attributes hang on. The same in every build of the pinned version; whether it is there is checked once.

/** Receives a device control string piece by piece, as code points. */
export interface DcsHandler {
  hook(params: unknown): void;
  put(data: Uint32Array, start: number, end: number): void;
  /** `success`: it was ended, not broken off. True: nobody else is asked. */
  unhook(success: boolean): boolean;
}

export interface OscHandler {
  start(): void;
  put(data: Uint32Array, start: number, end: number): void;
  end(success: boolean): boolean;
}

/** What a cell's rarer attributes hang on. Cells may share one: it is replaced, never changed. */
export interface ExtendedAttributes {
  clone(): ExtendedAttributes;
}

export interface ImageCell {
  bg: number;
  extended: ExtendedAttributes;
}

export interface ImageLine {
  readonly length: number;
  loadCell(x: number, cell: ImageCell): ImageCell;
  setCell(x: number, cell: ImageCell): void;
  /** Sparse; an entry counts only while its cell says that it has one. */
  readonly _extendedAttrs: Readonly<Record<number, ExtendedAttributes | undefined>>;
}

export interface ImageBuffer {
  x: number;
  readonly y: number;
  readonly ybase: number;
  readonly lines: { readonly length: number; get(index: number): ImageLine | undefined };
}

export interface ImageCore {
  readonly _bufferService: {
    readonly buffer: ImageBuffer;
    readonly buffers: { readonly normal: ImageBuffer; readonly alt: ImageBuffer };
  };
  readonly _inputHandler: {
    lineFeed(): boolean;
    readonly _curAttrData: { readonly extended: ExtendedAttributes };
    readonly _parser: {
      registerDcsHandler(id: { readonly final: string }, handler: DcsHandler): unknown;
      registerOscHandler(identifier: number, handler: OscHandler): unknown;
    };
  };
}

/** The part of a terminal's interface that is needed. */
export interface ImageTerminal {
  readonly cols: number;
  readonly rows: number;
  readonly options: { windowOptions?: object };
  readonly buffer: { readonly active: { readonly type: 'normal' | 'alternate'; getNullCell(): object } };
  readonly parser: {
    registerCsiHandler(
      id: { readonly prefix?: string; readonly final: string },
      handler: (params: readonly (number | number[])[]) => boolean,
    ): unknown;
  };
  input(data: string, wasUserInput?: boolean): void;
}

/** This is not the emulator that was built upon. */
export class ImageCoreError extends Error {
  readonly code = 'IMAGE_CORE';
}

/** Throws ImageCoreError when a member is missing. */
export function imageCoreOf(terminal: object): ImageCore {
  const core: unknown = '_core' in terminal ? terminal._core : undefined;
  if (!isImageCore(core)) throw new ImageCoreError('an emulator without _bufferService or _inputHandler');
  return core;
}

function isImageCore(core: unknown): core is ImageCore {
  return typeof core === 'object' && core !== null && '_bufferService' in core && '_inputHandler' in core;
}
