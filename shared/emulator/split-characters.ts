// Characters whose bytes come in two pieces. xterm.js 6.0 forgets what it has of one when that ends in the byte 0x80, as
// dashes, quotation marks and the joiners of emoji do (xtermjs/xterm.js#6003), and a program's output is cut anywhere.
// Invariant: the emulator's own decoder never sees a part of a character.
import { memberOf, UnknownEmulatorError } from './members.ts';

/** Bytes to code points; what is written, at most one for each byte. */
interface Utf8Decoder {
  decode(input: Uint8Array, target: Uint32Array): number;
}

const NOTHING = new Uint8Array(0);
/** Of a character that is not complete yet. */
const MOST_HELD = 3;

/** Makes the terminal wait for the rest of a character. Throws UnknownEmulatorError for an emulator of another make. */
export function joinSplitCharacters(terminal: object): void {
  const decoder = decoderOf(terminal);
  const decode = decoder.decode.bind(decoder);
  let held = NOTHING;
  decoder.decode = (input, target) => {
    const bytes = held.length === 0 ? input : concat(held, input);
    const end = endOfWholeCharacters(bytes);
    held = end === bytes.length ? NOTHING : bytes.slice(end);
    return decode(bytes.subarray(0, end), target);
  };
}

/** Where a last character begins that lacks bytes; the length where none does. */
function endOfWholeCharacters(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(MOST_HELD, length); back += 1) {
    const byte = bytes[length - back] as number;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (!isContinuation) return bytesOfCharacter(byte) > back ? length - back : length;
  }
  return length;
}

function bytesOfCharacter(lead: number): number {
  if (lead < 0xc0 || lead >= 0xf8) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function decoderOf(terminal: object): Utf8Decoder {
  const decoder = memberOf(terminal, '_core', '_inputHandler', '_utf8Decoder');
  if (!isDecoder(decoder)) throw new UnknownEmulatorError('this emulator does not say how it reads UTF-8');
  return decoder;
}

function isDecoder(value: unknown): value is Utf8Decoder {
  return typeof memberOf(value, 'decode') === 'function';
}
