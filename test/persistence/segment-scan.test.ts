// Looking for frames behind a place that cannot be read: which of them says something about the record that is due there.
import { describe, expect, it } from 'vitest';
import { FRAME_HEADER_BYTES, type FrameLink, sealFrame } from '../../electron/persistence/frame.ts';
import { SEGMENT_HEADER_BYTES } from '../../electron/persistence/segment-header.ts';
import { provesDurable, resyncBehind } from '../../electron/persistence/segment-scan.ts';

const SALT = 7;

function frame(link: Pick<FrameLink, 'firstLsn' | 'durableLsn' | 'records'>): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + 4 + 4);
  bytes.write('body', FRAME_HEADER_BYTES);
  sealFrame(bytes, 4, { salt: SALT, flags: 0, previous: 0, ...link });
  return bytes;
}

/** A segment whose beginning cannot be read, and these behind it. */
function segment(...frames: Buffer[]): Buffer {
  return Buffer.concat([Buffer.alloc(SEGMENT_HEADER_BYTES + 20), ...frames]);
}

describe('a frame behind damage', () => {
  it('should be gone on with only when its records are not from before', () => {
    const bytes = segment(
      frame({ firstLsn: 3, durableLsn: 0, records: 1 }),
      frame({ firstLsn: 9, durableLsn: 0, records: 1 }),
    );
    expect(resyncBehind(bytes, 0, bytes.length, SALT, 8)?.firstLsn).toBe(9);
    expect(resyncBehind(bytes, 0, bytes.length, SALT, 10)).toBeNull();
    // The second one lies behind what the next segment vouches for.
    expect(resyncBehind(bytes, 0, bytes.length - 1, SALT, 8)).toBeNull();
  });

  it('should prove that a record had been durable only if it was written after it', () => {
    const before = frame({ firstLsn: 3, durableLsn: 9, records: 1 });
    const behind = frame({ firstLsn: 9, durableLsn: 8, records: 1 });
    const marker = frame({ firstLsn: 3, durableLsn: 9, records: 0 });
    const unaware = frame({ firstLsn: 9, durableLsn: 7, records: 1 });
    expect(provesDurable(segment(before), 0, SALT, 8)).toBe(false);
    expect(provesDurable(segment(unaware), 0, SALT, 8)).toBe(false);
    expect(provesDurable(segment(before, unaware, behind), 0, SALT, 8)).toBe(true);
    expect(provesDurable(segment(marker), 0, SALT, 8)).toBe(true);
    expect(provesDurable(segment(behind), 0, SALT + 1, 8)).toBe(false);
  });
});
