// Where the screen begins among a buffer's lines. With no scrollback to go to, xterm.js 6.0 moves the screen one line below the last
// when a long line wraps anew in a narrower pane, and what is printed then finds no line; a pane that became lower has an alternate
// screen that scrolls back. Invariant: every line of the screen is there.
import { memberOf, UnknownEmulatorError } from './members.ts';

interface ScreenBuffer {
  readonly lines: { readonly length: number; maxLength: number };
  /** The first line of the screen, and the first that is looked at. */
  ybase: number;
  ydisp: number;
  resize(cols: number, rows: number): void;
}

/** All buffers of one build of xterm.js share one; each is mended once. */
const mended = new WeakSet<object>();

/** Keeps the screen within its buffer. Throws UnknownEmulatorError for an emulator of another make. */
export function keepScreenInBuffer(terminal: object): void {
  const prototype = prototypeOfBuffers(terminal);
  if (mended.has(prototype)) return;
  mended.add(prototype);
  const resize = prototype.resize;
  prototype.resize = function resizeWithin(this: ScreenBuffer, cols, rows) {
    resize.call(this, cols, rows);
    // The alternate screen holds no line while it is not shown, and is only made longer then.
    if (this.lines.length === 0) this.lines.maxLength = rows;
    this.ybase = Math.min(this.ybase, Math.max(0, this.lines.length - rows));
    this.ydisp = Math.min(this.ydisp, this.ybase);
  };
}

function prototypeOfBuffers(terminal: object): ScreenBuffer {
  const buffer = memberOf(terminal, '_core', '_bufferService', 'buffers', 'normal');
  if (!isScreenBuffer(buffer))
    throw new UnknownEmulatorError('this emulator does not say where its screen is');
  return Object.getPrototypeOf(buffer);
}

function isScreenBuffer(value: unknown): value is ScreenBuffer {
  const numbers = [
    memberOf(value, 'ybase'),
    memberOf(value, 'ydisp'),
    memberOf(value, 'lines', 'length'),
    memberOf(value, 'lines', 'maxLength'),
  ];
  return (
    numbers.every((number) => typeof number === 'number') && typeof memberOf(value, 'resize') === 'function'
  );
}
