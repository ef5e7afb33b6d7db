// The grapheme addon decodes its table with Buffer.from and then reads the whole underlying ArrayBuffer. Node cuts small
// buffers out of a shared pool, so that the table would be read from the wrong place: every character beyond U+FFFF would
// be one column wide. To be imported before the addon; restorePool belongs right after it.

const poolSize = Buffer.poolSize;
Buffer.poolSize = 0;

export function restorePool(): void {
  Buffer.poolSize = poolSize;
}
