// The segment being written. Invariant: `writtenBytes` ends at a frame's end; what lies behind it in the file (the rest of a
// write that failed) is written over by the next frame; it is never shown to be part of the log before datasync() succeeded.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FileSystem, OpenFile } from './file-system.ts';
import { FRAME_OVERHEAD_BYTES, sealFrame } from './frame.ts';
import type { PendingFrame } from './frame-builder.ts';
import { segmentFile, WAL_DIR } from './layout.ts';
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts';
import type { Segment, SegmentTable } from './segment-table.ts';
import type { Lsn } from './types.ts';
import { removeIfThere, writeFully } from './whole-file.ts';

export interface PlacedFrame {
  readonly frame: PendingFrame;
  readonly start: number;
  readonly end: number;
}

export class ActiveSegment {
  writtenBytes = SEGMENT_HEADER_BYTES;
  durableBytes = SEGMENT_HEADER_BYTES;
  readonly #file: OpenFile;
  readonly #salt: number;
  #chain: number;

  private constructor(
    readonly segment: Segment,
    file: OpenFile,
    salt: number,
    headerChecksum: number,
  ) {
    this.#file = file;
    this.#salt = salt;
    this.#chain = headerChecksum;
  }

  /** Header and name are durable on return: a checkpoint may list the segment before anything is in it. */
  static async create(
    fs: FileSystem,
    dir: string,
    table: SegmentTable,
    id: Omit<SegmentHeader, 'salt'>,
  ): Promise<ActiveSegment> {
    const salt = randomBytes(4).readUInt32LE(0);
    const header = encodeSegmentHeader({ ...id, salt });
    const path = join(dir, segmentFile(id));
    const file = await fs.create(path);
    try {
      await writeFully(file, [header], 0);
      await file.datasync();
      await fs.syncDir(join(dir, WAL_DIR));
    } catch (error) {
      // It holds nothing; should it stay, the next segment's header passes it over.
      await file.close().catch(() => undefined);
      await removeIfThere(fs, path).catch(() => false);
      throw error;
    }
    // Only now may a checkpoint that is being written list it.
    const segment = table.add({ epoch: id.epoch, firstLsn: id.firstLsn }, SEGMENT_HEADER_BYTES);
    return new ActiveSegment(segment, file, salt, header.readUInt32LE(60));
  }

  /** Writes the frames behind one another in one call where the system takes it; on failure nothing of them counts. */
  async write(frames: readonly PendingFrame[], durableLsn: Lsn): Promise<PlacedFrame[]> {
    let at = this.writtenBytes;
    let chain = this.#chain;
    const parts: Buffer[] = [];
    const placed: PlacedFrame[] = [];
    for (const frame of frames) {
      const bytes = frame.bodyBytes + FRAME_OVERHEAD_BYTES;
      chain = sealFrame(frame.buffer, frame.bodyBytes, {
        salt: this.#salt,
        flags: frame.flags,
        records: frame.records,
        firstLsn: frame.firstLsn,
        durableLsn,
        previous: chain,
      });
      parts.push(frame.buffer.subarray(0, bytes));
      placed.push({ frame, start: at, end: at + bytes });
      at += bytes;
    }
    await writeFully(this.#file, parts, this.writtenBytes);
    this.writtenBytes = at;
    this.segment.bytes = at;
    this.#chain = chain;
    return placed;
  }

  /** Everything written before the call is durable on return. After a failure the segment must not be synced again. */
  async sync(): Promise<void> {
    const upTo = this.writtenBytes;
    await this.#file.datasync();
    this.durableBytes = Math.max(this.durableBytes, upTo);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
