// Room: bytes of one value written behind the frames, ahead of the frames to come. A commit that lies in it changes neither the
// file's size nor where the file lies on the disk, so that making it durable costs no commit of the file system's own journal.
// Invariant: room is written, never a hole, so that nothing older can show through, and it is not zeros: those are what a power
// cut or a bad disk leaves, and must not pass for room.

/** Neither zero nor what an erased flash cell reads as; a frame does not begin with it. */
export const ROOM_BYTE = 0xae;

/** Where more than this is synced at a time, the room would cost more than it saves. */
const MAX_COMMIT_BYTES = 128 * 1024;
const COMMITS_AHEAD = 8;
const MAX_ROOM_BYTES = 512 * 1024;

const ROOM: Buffer = Buffer.alloc(MAX_ROOM_BYTES, ROOM_BYTE);

export interface RoomWanted {
  /** What the next sync makes durable. */
  readonly commitBytes: number;
  /** How much was written ahead the last time; 0 at first. */
  readonly lastBytes: number;
  /** Between the end of the frames and the size at which a segment ends. */
  readonly segmentBytesLeft: number;
}

/** The room to write ahead; none where it does not pay. The more commits a segment sees, the more at a time. */
export function roomAhead({ commitBytes, lastBytes, segmentBytesLeft }: RoomWanted): Buffer {
  if (commitBytes > MAX_COMMIT_BYTES) return ROOM.subarray(0, 0);
  const bytes = Math.max(COMMITS_AHEAD * commitBytes, 2 * lastBytes);
  return ROOM.subarray(0, Math.max(0, Math.min(bytes, MAX_ROOM_BYTES, segmentBytesLeft)));
}

/** Where the room at the end of `bytes` begins, at `from` or behind it. */
export function startOfRoom(bytes: Uint8Array, from: number): number {
  let end = bytes.length;
  while (end > from && bytes[end - 1] === ROOM_BYTE) end -= 1;
  return end;
}
