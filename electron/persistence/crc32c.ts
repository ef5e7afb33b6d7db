// CRC32C (Castagnoli, RFC 3720 appendix B.4) over a stretch of a buffer. Native code for what is long, tables for what is
// short: below about 200 bytes the call across the border costs more than the sum.
import { crc32c as nativeCrc32c } from '@node-rs/crc32';

const NATIVE_FROM_BYTES = 192;
const POLYNOMIAL = 0x82f63b78;

const TABLES = makeTables();

/** Eight tables for the slicing-by-8 method, one behind the other. */
function makeTables(): Uint32Array {
  const tables = new Uint32Array(8 * 256);
  for (let index = 0; index < 256; index += 1) {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    tables[index] = value;
  }
  for (let index = 256; index < tables.length; index += 1) {
    const shorter = tables[index - 256] as number;
    tables[index] = (shorter >>> 8) ^ (tables[shorter & 255] as number);
  }
  return tables;
}

/** Checksum of `bytes[start, end)`, continued from `seed` (0 to begin): crc(a + b) = crc(b, crc(a)). */
export function crc32c(bytes: Uint8Array, start: number, end: number, seed = 0): number {
  if (end - start >= NATIVE_FROM_BYTES) {
    return nativeCrc32c(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), seed);
  }
  let crc = ~seed;
  let at = start;
  for (const lastBlock = end - 8; at <= lastBlock; at += 8) {
    const low =
      crc ^
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24));
    crc =
      (TABLES[1792 + (low & 255)] as number) ^
      (TABLES[1536 + ((low >>> 8) & 255)] as number) ^
      (TABLES[1280 + ((low >>> 16) & 255)] as number) ^
      (TABLES[1024 + (low >>> 24)] as number) ^
      (TABLES[768 + (bytes[at + 4] as number)] as number) ^
      (TABLES[512 + (bytes[at + 5] as number)] as number) ^
      (TABLES[256 + (bytes[at + 6] as number)] as number) ^
      (TABLES[bytes[at + 7] as number] as number);
  }
  for (; at < end; at += 1) {
    crc = (crc >>> 8) ^ (TABLES[(crc ^ (bytes[at] as number)) & 255] as number);
  }
  return ~crc >>> 0;
}
