// Reads the pictures in a terminal's output: sixel strings and iTerm2's inline files. Its invariant: whether there is a picture
// and how large it is follows from the bytes and the screen's cells alone, never from whether it can be decoded, so that
// every emulator comes to the same. Draws nothing.
import { decodeBase64 } from './base64.ts';
import { ByteCollector } from './byte-collector.ts';
import type { DcsHandler, ImageCore, ImageTerminal, OscHandler } from './emulator-core.ts';
import { type FileRequest, parseFileRequest, sizeOnScreen } from './inline-file.ts';
import { isShowable, type Picture } from './picture.ts';
import { readPictureHeader } from './picture-header.ts';
import { SixelReader, SixelRuler } from './sixel.ts';

/** Of one picture, as it comes; a longer one is not shown. */
const MAX_STRING_BYTES = 16 * 1024 * 1024;
const MAX_REQUEST_CHARS = 2048;
/** Of a sixel picture or a file's, which has to be decoded as a whole. */
const MAX_SIXEL_PIXELS = 8 * 1024 * 1024;
const MAX_FILE_PIXELS = 36 * 1024 * 1024;
const ITERM2 = 1337;

export function takePictures(
  terminal: ImageTerminal,
  core: ImageCore,
  onPicture: (picture: Picture) => void,
): void {
  const { _parser: parser } = core._inputHandler;
  parser.registerDcsHandler({ final: 'q' }, new SixelTaker(onPicture));
  parser.registerOscHandler(ITERM2, new FileTaker(terminal, onPicture));
}

class SixelTaker implements DcsHandler {
  readonly #onPicture: (picture: Picture) => void;
  #ruler = new SixelRuler();
  #reader = new SixelReader(this.#ruler);
  #string = new ByteCollector(0);

  constructor(onPicture: (picture: Picture) => void) {
    this.#onPicture = onPicture;
  }

  hook(): void {
    this.#ruler = new SixelRuler();
    this.#reader = new SixelReader(this.#ruler);
    this.#string = new ByteCollector(MAX_STRING_BYTES);
  }

  put(data: Uint32Array, start: number, end: number): void {
    this.#string.push(data, start, end);
    if (!this.#string.isOver) this.#reader.read(data, start, end);
  }

  unhook(success: boolean): boolean {
    this.#reader.end();
    const { size } = this.#ruler;
    const isTooMuch = this.#string.isOver || size.width * size.height > MAX_SIXEL_PIXELS;
    if (success && !isTooMuch && isShowable(size)) {
      this.#onPicture({ kind: 'sixel', ...size, data: this.#string.take() });
    }
    this.#string = new ByteCollector(0);
    return true;
  }
}

class FileTaker implements OscHandler {
  readonly #terminal: ImageTerminal;
  readonly #onPicture: (picture: Picture) => void;
  /** What stands before the colon, as far as it has come. */
  #head = '';
  #request: FileRequest | null = null;
  #state: 'head' | 'body' | 'other' = 'head';
  #body = new ByteCollector(0);

  constructor(terminal: ImageTerminal, onPicture: (picture: Picture) => void) {
    this.#terminal = terminal;
    this.#onPicture = onPicture;
  }

  start(): void {
    this.#head = '';
    this.#request = null;
    this.#state = 'head';
  }

  put(data: Uint32Array, start: number, end: number): void {
    let from = start;
    if (this.#state === 'head') {
      const colon = data.subarray(start, end).indexOf(0x3a);
      const headEnd = colon === -1 ? end : start + colon;
      if (this.#head.length + headEnd - start > MAX_REQUEST_CHARS) this.#state = 'other';
      else this.#head += String.fromCodePoint(...data.subarray(start, headEnd));
      if (this.#state === 'other' || colon === -1) return;
      from = headEnd + 1;
      this.#request = parseFileRequest(this.#head);
      this.#state = this.#request?.isInline ? 'body' : 'other';
      this.#body = new ByteCollector(MAX_STRING_BYTES);
    }
    if (this.#state === 'body') this.#body.push(data, from, end);
  }

  /** True for a picture or a file: nobody else knows what to do with one. */
  end(success: boolean): boolean {
    const request = this.#request;
    const body = this.#state === 'body' ? this.#body.take() : new Uint8Array();
    this.#body = new ByteCollector(0);
    if (success && request?.isInline) this.#show(decodeBase64(body), request);
    return request !== null;
  }

  #show(data: Uint8Array, request: FileRequest): void {
    const natural = readPictureHeader(data);
    if (natural === null || natural.width * natural.height > MAX_FILE_PIXELS) return;
    if (natural.width === 0 || natural.height === 0) return;
    const size = sizeOnScreen(natural, request, this.#terminal);
    if (isShowable(size)) this.#onPicture({ kind: 'file', ...size, data });
  }
}
