// Reads the heads of segments from disk, for recovery and for checks. Invariant: a header that is not the one its name promises
// counts as unreadable; one of a later version is an error, because nothing may be concluded from it.
import { join } from 'node:path';
import { mapAtOnce } from './at-once.ts';
import type { Listed } from './directory-listing.ts';
import { UnsupportedVersionError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { compareSegments, type SegmentId, segmentFile } from './layout.ts';
import type { FoundSegment } from './segment-chain.ts';
import { decodeSegmentHeader, SEGMENT_HEADER_BYTES } from './segment-header.ts';
import { openIfThere } from './whole-file.ts';

/** No segment is longer: its size limit plus one frame, with room for a larger limit. */
export const MAX_SEGMENT_FILE_BYTES = 256 * 1024 * 1024;

export async function readFoundSegments(
  fs: FileSystem,
  dir: string,
  listed: readonly Listed<SegmentId>[],
): Promise<readonly FoundSegment[]> {
  const found = await mapAtOnce(listed, async ({ id, bytes }): Promise<readonly FoundSegment[]> => {
    const head = Buffer.alloc(SEGMENT_HEADER_BYTES);
    const file = await openIfThere(fs, join(dir, segmentFile(id)));
    // Gone since it was listed: a living log lets go of its oldest.
    if (file === null) return [];
    let filled: number;
    try {
      filled = await file.read(head, 0);
    } finally {
      await file.close();
    }
    const result = decodeSegmentHeader(head.subarray(0, filled));
    if (result.kind === 'version') throw new UnsupportedVersionError(segmentFile(id), result.version);
    const ok = result.kind === 'ok' && compareSegments(result.header, id) === 0;
    return [{ id, bytes, header: ok ? result.header : null, headerChecksum: ok ? result.checksum : 0 }];
  });
  return found.flat();
}
