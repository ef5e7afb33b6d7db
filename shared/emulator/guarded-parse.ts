// What an emulator fails at. An exception out of the parser of xterm.js stops its write queue for good: nothing is shown any
// more, nothing acknowledged, and a program stands still. Invariant: parsing throws nothing, and at most the rest of one piece
// is lost.
import { memberOf, UnknownEmulatorError } from './members.ts';

type Data = string | Uint8Array;

interface InputHandler {
  /** At once, and with nothing to wait for: no handler of ours is asynchronous. */
  parse(data: Data): unknown;
}

/** Characters of a string or bytes; what is lost at most. */
const PIECE_LENGTH = 16 * 1024;
/** Whatever sequence the parser is in ends here (CAN). */
const ABORT = '\x18';

/**
 * Lets the terminal go on behind what it fails at; `onFailure` hears of each exception. Throws UnknownEmulatorError for an
 * emulator of another make.
 */
export function guardParse(terminal: object, onFailure: (error: unknown) => void): void {
  const handler = inputHandlerOf(terminal);
  const parse = handler.parse.bind(handler);
  const isParsed = (piece: Data): boolean => {
    try {
      parse(piece);
      return true;
    } catch (error) {
      onFailure(error);
      return false;
    }
  };
  handler.parse = (data) => {
    let from = 0;
    do {
      if (!isParsed(pieceOf(data, from))) isParsed(ABORT);
      from += PIECE_LENGTH;
    } while (from < data.length);
  };
}

/** The emulator puts together again what is cut here: the halves of a character in a string, and its bytes. */
function pieceOf(data: Data, from: number): Data {
  if (data.length <= PIECE_LENGTH) return data;
  const end = from + PIECE_LENGTH;
  return typeof data === 'string' ? data.slice(from, end) : data.subarray(from, end);
}

function inputHandlerOf(terminal: object): InputHandler {
  const handler = memberOf(terminal, '_core', '_inputHandler');
  if (!isInputHandler(handler)) throw new UnknownEmulatorError('this emulator does not say how it parses');
  return handler;
}

function isInputHandler(value: unknown): value is InputHandler {
  return typeof memberOf(value, 'parse') === 'function';
}
