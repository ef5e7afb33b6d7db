// Takes the output out of a frame that is waiting for a full disk. Invariant: LSNs stay where they are; each record taken out
// leaves an empty one in its place and is handed over to be journaled later.
import { getU64 } from './binary-cursor.ts';
import { FRAME_HEADER_BYTES } from './frame.ts';
import { FrameBuilder, type PendingFrame } from './frame-builder.ts';
import type { LostRange } from './outage-store.ts';
import {
  forEachRecord,
  incarnationOf,
  offsetOf,
  RECORD_KIND,
  STREAM_HEADER_BYTES,
  streamOf,
} from './record-codec.ts';
import type { MarkRecord, OutputRecord } from './types.ts';

/** The same frame with structure alone; a frame without output is returned as it is. */
export function withoutOutput(
  frame: PendingFrame,
  takeOut: { add(record: OutputRecord | MarkRecord): void; addLost(range: LostRange): void },
): PendingFrame {
  if (frame.streams.size === 0) return frame;
  const builder = new FrameBuilder();
  builder.begin(frame.firstLsn);
  if (frame.urgent) builder.demandSync();
  const { buffer } = frame;
  const end = FRAME_HEADER_BYTES + frame.bodyBytes;
  forEachRecord(buffer, FRAME_HEADER_BYTES, end, frame.firstLsn, frame.records, (record) => {
    const dataStart = record.payloadStart + STREAM_HEADER_BYTES;
    switch (record.kind) {
      case RECORD_KIND.output:
      case RECORD_KIND.mark:
        takeOut.add({
          kind: record.kind === RECORD_KIND.output ? 'output' : 'mark',
          stream: streamOf(buffer, record),
          incarnation: incarnationOf(buffer, record),
          offset: offsetOf(buffer, record),
          data: buffer.subarray(dataStart, record.end),
        });
        builder.addVoid();
        return;
      case RECORD_KIND.state:
        builder.addState(buffer.subarray(record.payloadStart, record.end));
        return;
      case RECORD_KIND.lost:
        takeOut.addLost({
          stream: streamOf(buffer, record),
          from: { incarnation: incarnationOf(buffer, record), offset: offsetOf(buffer, record) },
          until: { incarnation: buffer.readUInt32LE(dataStart), offset: getU64(buffer, dataStart + 4) },
        });
        builder.addVoid();
        return;
      default:
        builder.addVoid();
    }
  });
  return builder.take();
}
