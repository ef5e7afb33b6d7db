// Base64 from a terminal's stream to bytes: whatever is not of its alphabet is passed over, and it ends where padding begins.
// The same everywhere, so that what one emulator takes for a picture, another does.

const NO_DIGIT = 0xff;
const DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (const [value, char] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  DIGITS[char.charCodeAt(0)] = value;
}
const PADDING = 0x3d;

export function decodeBase64(text: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let bitCount = 0;
  for (const code of text) {
    if (code === PADDING) break;
    const digit = code < 128 ? (DIGITS[code] as number) : NO_DIGIT;
    if (digit === NO_DIGIT) continue;
    bits = (bits << 6) | digit;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[length] = (bits >> bitCount) & 0xff;
      length += 1;
    }
  }
  return bytes.subarray(0, length);
}
