// Output that cannot be journaled while the disk fails, kept in memory until it can. Invariant: bounded; per stream it keeps an
// unbroken beginning and, from the first byte it had to let go, only where the loss began and how far it reaches.
import { comparePositions, endOfRecord } from './position.ts';
import type { MarkRecord, OutputRecord, StreamEntry, StreamId, StreamPosition } from './types.ts';

export const OUTAGE_BYTES = 8 * 1024 * 1024;
const ENTRY_OVERHEAD_BYTES = 200;

export interface LostRange {
  readonly stream: StreamId;
  readonly from: StreamPosition;
  until: StreamPosition;
}

export class OutageStore {
  #kept: (OutputRecord | MarkRecord)[] = [];
  #lost = new Map<StreamId, LostRange>();
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#kept.length === 0 && this.#lost.size === 0;
  }

  /** Copies the data. */
  add(record: OutputRecord | MarkRecord): void {
    const { stream, incarnation, offset } = record;
    const until = endOfRecord(record.kind, incarnation, offset, record.data.length);
    const lost = this.#lost.get(stream);
    if (lost !== undefined) {
      lost.until = until;
      return;
    }
    const bytes = record.data.length + ENTRY_OVERHEAD_BYTES;
    if (this.#bytes + bytes > OUTAGE_BYTES) {
      this.#lost.set(stream, { stream, from: { incarnation, offset }, until });
      return;
    }
    this.#bytes += bytes;
    this.#kept.push({ ...record, data: Uint8Array.from(record.data) });
  }

  /** A loss from an earlier outage that could not be declared yet; what the stream says from there on is lost with it. */
  addLost({ stream, from, until }: LostRange): void {
    const lost = this.#lost.get(stream);
    if (lost === undefined) this.#lost.set(stream, { stream, from, until });
    else lost.until = until;
  }

  /** What a reader of the stream gets behind everything else. */
  entriesOf(stream: StreamId): StreamEntry[] {
    const entries: StreamEntry[] = [];
    for (const record of this.#kept) {
      if (record.stream !== stream) continue;
      const position = { incarnation: record.incarnation, offset: record.offset };
      entries.push({ kind: record.kind, position, data: record.data });
    }
    const lost = this.#lost.get(stream);
    if (lost !== undefined && comparePositions(lost.from, lost.until) < 0) {
      entries.push({ kind: 'lost', position: lost.from, until: lost.until });
    }
    return entries;
  }

  /** Hands everything over for journaling; the store is empty afterwards. */
  take(): { readonly kept: readonly (OutputRecord | MarkRecord)[]; readonly lost: readonly LostRange[] } {
    const taken = { kept: this.#kept, lost: [...this.#lost.values()] };
    this.#kept = [];
    this.#lost = new Map();
    this.#bytes = 0;
    return taken;
  }
}
