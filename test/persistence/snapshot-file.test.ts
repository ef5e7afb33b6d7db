// A snapshot's file by itself: what is not whole is told from what a later version wrote.
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../electron/persistence/crc32c.ts';
import { decodeSnapshot, encodeSnapshot } from '../../electron/persistence/snapshot-file.ts';

const header = { stream: 3, position: { incarnation: 2, offset: 17 }, lsn: 99 };

function encoded(): Buffer {
  return Buffer.concat(encodeSnapshot(header, Buffer.from('what was on the screen')));
}

/** With a header checksum that fits: somebody wrote it like that. */
function resealed(change: (bytes: Buffer) => void): Buffer {
  const bytes = encoded();
  change(bytes);
  bytes.writeUInt32LE(crc32c(bytes, 0, 36), 36);
  return bytes;
}

describe('the file of a snapshot', () => {
  it('should come back as it was', () => {
    expect(decodeSnapshot(encoded())).toEqual({
      kind: 'ok',
      header,
      data: Buffer.from('what was on the screen'),
    });
  });

  it('should be of a later version only when its header is whole', () => {
    expect(decodeSnapshot(resealed((bytes) => bytes.writeUInt32LE(2, 4)))).toEqual({
      kind: 'version',
      version: 2,
    });
    const damaged = encoded();
    damaged.writeUInt32LE(2, 4);
    expect(decodeSnapshot(damaged)).toMatchObject({ kind: 'bad', detail: 'the header is damaged' });
  });

  it('should be damaged when it is shorter or longer than it says, or its data differ', () => {
    expect(decodeSnapshot(Buffer.alloc(10))).toMatchObject({ detail: 'no snapshot header' });
    expect(decodeSnapshot(encoded().subarray(0, -1))).toMatchObject({ detail: '66 bytes expected' });
    expect(decodeSnapshot(Buffer.concat([encoded(), Buffer.alloc(1)]))).toMatchObject({ kind: 'bad' });
    const changed = encoded();
    changed[45] = (changed[45] ?? 0) ^ 1;
    expect(decodeSnapshot(changed)).toMatchObject({ kind: 'bad', offset: 40, detail: 'the data is damaged' });
  });
});
