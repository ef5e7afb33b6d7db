// What the writing child and its judge agree on: the state is a count, every record carries its number, and what streams print
// follows from the offset. Invariant: a record that is missing, doubled or out of place throws at replay.
import type { Log, LogConfig, StateMachine } from '../../../electron/persistence/types.ts';

export const REAL_CONFIG: LogConfig = {
  checkpointIntervalMs: 0,
  walFlushIntervalMs: 10,
  maxWalSizeBytes: 4 * 1024 * 1024,
  keepCheckpoints: 2,
  maxStateBytes: 1024 * 1024 * 1024,
  segmentBytes: 256 * 1024,
};

export class CountingMachine implements StateMachine {
  count = 0;

  restore(saved: Uint8Array | null): void {
    this.count = saved === null ? 0 : Number(Buffer.from(saved).toString());
  }

  apply(record: Uint8Array): void {
    const number = Number(Buffer.from(record).toString());
    if (number !== this.count + 1) throw new Error(`record ${number} after ${this.count}`);
    this.count = number;
  }

  save(): Uint8Array {
    return Buffer.from(String(this.count));
  }
}

export function printedText(stream: number, offset: number, bytes: number): Buffer {
  const text = Buffer.alloc(bytes);
  for (let index = 0; index < bytes; index += 1)
    text[index] = 32 + (((offset + index) * 7 + stream * 13) % 95);
  return text;
}

/** Throws when a stream has wrong bytes or a hole. Resolves with where it ends. */
export async function checkStream(log: Log, stream: number): Promise<number> {
  const content = await log.readStream(stream);
  if (content.snapshotLost !== null) throw new Error(`stream ${stream}: ${content.snapshotLost.detail}`);
  let at = 0;
  if (content.snapshot !== null) {
    at = content.snapshot.position.offset;
    const text = Buffer.from(content.snapshot.data).toString();
    if (text !== `text up to ${at}`) throw new Error(`stream ${stream}: snapshot at ${at} says '${text}'`);
  }
  for await (const entries of content.entries) {
    for (const entry of entries) {
      if (entry.kind !== 'output' || entry.position.offset !== at) {
        throw new Error(
          `stream ${stream}: ${entry.kind} at ${entry.position.offset}, expected output at ${at}`,
        );
      }
      if (printedText(stream, at, entry.data.length).compare(entry.data) !== 0) {
        throw new Error(`stream ${stream}: wrong bytes at ${at}`);
      }
      at += entry.data.length;
    }
  }
  return at;
}
