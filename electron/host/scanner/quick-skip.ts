// The way past what means nothing to the host, which is nearly everything: colours, cursor moves, text beyond ASCII. Only
// short cuts, taken from the ground state alone: the state machine would find the same, byte by byte.
import { TELLING_FINALS } from './csi-events.ts';

const SGR = 0x6d;
const TELLING = Uint8Array.from({ length: 128 }, (_, final) => (TELLING_FINALS.has(final) ? 1 : 0));

/**
 * The end of a control sequence that begins at `at` in the ground state, is complete and means nothing to the host, as
 * nearly all do (colours, cursor moves); otherwise `at`.
 */
export function afterQuietSequence(chunk: Uint8Array, at: number): number {
  if (chunk[at + 1] !== 0x5b) {
    return at;
  }
  let end = at + 2;
  while (isDigitOrSeparator(chunk[end])) {
    end += 1;
  }
  const final = chunk[end];
  const isQuiet =
    final !== undefined && final >= 0x40 && final < 0x7f && (final === SGR || !isTelling(final));
  return isQuiet ? end + 1 : at;
}

/** The end of a complete character beyond U+00BF, which does nothing in the ground state; otherwise `at`. */
export function afterCharacter(chunk: Uint8Array, at: number): number {
  const lead = chunk[at] ?? 0;
  const length = lead < 0xc3 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let next = at + 1; next < at + length; next += 1) {
    if (((chunk[next] ?? 0) & 0xc0) !== 0x80) {
      return at;
    }
  }
  return at + length;
}

function isDigitOrSeparator(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte < 0x3c;
}

/** Whether a control sequence with this final byte may mean something. */
export function isTelling(final: number): boolean {
  return TELLING[final] === 1;
}
