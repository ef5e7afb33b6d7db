// The segment being written. Invariant: `writtenBytes` ends at a frame's end; what lies behind it in the file (room, or the rest
// of a write that failed) is written over by the next frame; nothing is shown to be part of the log before it is durable.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { classifyFailure } from './disk-failure.ts';
import type { FileSystem, LogFile } from './file-system.ts';
import { FRAME_OVERHEAD_BYTES, sealFrame } from './frame.ts';
import type { PendingFrame } from './frame-builder.ts';
import { segmentFile, WAL_DIR } from './layout.ts';
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts';
import { roomAhead } from './segment-room.ts';
import type { Segment, SegmentTable } from './segment-table.ts';
import type { Lsn } from './types.ts';
import { removeIfThere, writeFully } from './whole-file.ts';

export interface PlacedFrame {
  readonly frame: PendingFrame;
  readonly start: number;
  readonly end: number;
}

/** Frames with their headers and checksums in place. */
interface SealedFrames {
  readonly parts: readonly Buffer[];
  readonly placed: readonly PlacedFrame[];
  readonly end: number;
  readonly chain: number;
}

export class ActiveSegment {
  writtenBytes = SEGMENT_HEADER_BYTES;
  durableBytes = SEGMENT_HEADER_BYTES;
  readonly #file: LogFile;
  readonly #salt: number;
  #chain: number;
  /** The file has been written up to here: frames, then room. */
  #roomEnd = SEGMENT_HEADER_BYTES;
  #lastRoomBytes = 0;

  private constructor(
    readonly segment: Segment,
    file: LogFile,
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
    const file = await fs.createLogFile(path);
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

  /**
   * Writes the frames behind one another in one call where the system takes it; on failure nothing of them counts.
   * `roomUpTo`: at the end of the room more of it is written along, but not beyond that size of the file; 0 for none.
   */
  async write(
    frames: readonly PendingFrame[],
    durableLsn: Lsn,
    roomUpTo: number,
  ): Promise<readonly PlacedFrame[]> {
    const sealed = this.#seal(frames, durableLsn);
    const start = this.writtenBytes;
    const reached = await this.#writeWithRoom(sealed, start, roomUpTo);
    this.#roomEnd = Math.max(this.#roomEnd, reached);
    this.#advance(sealed);
    return sealed.placed;
  }

  /** Everything before them is durable, and they fit the room: writing them durably changes nothing but their own bytes. */
  canCommit(frames: readonly PendingFrame[]): boolean {
    if (this.durableBytes < this.writtenBytes) return false;
    let end = this.writtenBytes;
    for (const frame of frames) end += frame.bodyBytes + FRAME_OVERHEAD_BYTES;
    return end <= this.#roomEnd;
  }

  /**
   * Writes frames for which canCommit() holds. What is written meanwhile comes behind them; `durable` resolves when they are,
   * and if it rejects the segment must neither be written to nor synced again.
   */
  commit(
    frames: readonly PendingFrame[],
    durableLsn: Lsn,
  ): { readonly placed: readonly PlacedFrame[]; readonly durable: Promise<void> } {
    const sealed = this.#seal(frames, durableLsn);
    const durable = this.#writeDurably(sealed, this.writtenBytes);
    this.#advance(sealed);
    return { placed: sealed.placed, durable };
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

  #seal(frames: readonly PendingFrame[], durableLsn: Lsn): SealedFrames {
    let end = this.writtenBytes;
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
      placed.push({ frame, start: end, end: end + bytes });
      end += bytes;
    }
    return { parts, placed, end, chain };
  }

  #advance({ end, chain }: SealedFrames): void {
    this.writtenBytes = end;
    this.segment.bytes = end;
    this.#chain = chain;
  }

  /** Resolves with the end of what was written. */
  async #writeWithRoom({ parts, end }: SealedFrames, start: number, roomUpTo: number): Promise<number> {
    if (end > this.#roomEnd && roomUpTo > 0) {
      const room = roomAhead({
        commitBytes: end - this.durableBytes,
        lastBytes: this.#lastRoomBytes,
        segmentBytesLeft: roomUpTo - end,
      });
      if (room.length > 0) {
        // A disk without that much space may have enough for the frames alone.
        const written = await this.#file.writev([...parts, room], start).catch((error: unknown) => {
          if (classifyFailure(error) === 'full') return 0;
          throw error;
        });
        const reached = start + written;
        this.#lastRoomBytes = room.length;
        // Whatever was taken of it is room.
        if (reached >= end) return reached;
      }
    }
    return writeFully(this.#file, parts, start);
  }

  async #writeDurably({ parts, end }: SealedFrames, start: number): Promise<void> {
    const file = this.#file;
    await writeFully({ writev: (rest, at) => file.writevDurably(rest, at) }, parts, start);
    this.durableBytes = Math.max(this.durableBytes, end);
  }
}
