// A pane's stream: gives every byte of output and every mark its address, stores it, and reads it back as a view or the
// worker needs it. Knows no pty and no emulator. The log is the workspace's, or a memory log for a private pane.
import {
  comparePositions,
  decodeMark,
  encodeMark,
  type StreamEntry,
  type StreamMark,
  type StreamPosition,
} from '../../shared/stream.ts';
import type { Log, LogRecord, StreamId } from '../persistence/types.ts';

/** What is needed to build a pane's screen as it was at the moment of the call. */
export interface PaneContent {
  readonly snapshot: Uint8Array | null;
  readonly entries: readonly StreamEntry[];
  /** The first unit that is not part of it. */
  readonly end: StreamPosition;
  /** What could not be read, for a person; null when all is there. */
  readonly loss: string | null;
}

export class PaneStream {
  readonly #log: Log;
  readonly #id: StreamId;
  #position: StreamPosition;
  #ground: StreamPosition | null = null;

  constructor(log: Log, id: StreamId, incarnation: number) {
    this.#log = log;
    this.#id = id;
    this.#position = { incarnation, offset: 0 };
  }

  /** Where the next unit will stand. Right only for the incarnation that is being written. */
  get position(): StreamPosition {
    return this.#position;
  }

  /**
   * The newest place where the program was in the midst of nothing, neither a sequence nor a character: what begins anew from the
   * content can do so here alone. Null before the first incarnation that was begun here.
   */
  get ground(): StreamPosition | null {
    return this.#ground;
  }

  /** Whether the next unit stands at such a place. */
  get isGround(): boolean {
    return this.#ground === null || comparePositions(this.#ground, this.#position) === 0;
  }

  beginIncarnation(incarnation: number): void {
    this.#position = { incarnation, offset: 0 };
    this.#ground = this.#position;
  }

  /** Addresses and stores output. `groundBytes`: how much of it ends at such a place at most; null if nowhere in it is one. */
  output(data: Uint8Array, groundBytes: number | null): StreamEntry {
    const entry: StreamEntry = { kind: 'output', ...this.#position, data };
    this.#log.append([{ kind: 'output', stream: this.#id, ...this.#position, data }], 'soon');
    if (groundBytes !== null) this.#ground = { ...this.#position, offset: entry.offset + groundBytes };
    this.#advance(data.length);
    return entry;
  }

  /** Addresses a mark; `record` is for the caller to commit together with what it says of the workspace. */
  mark(mark: StreamMark): { entry: StreamEntry; record: LogRecord } {
    const entry: StreamEntry = { kind: 'mark', ...this.#position, mark };
    const record: LogRecord = { kind: 'mark', stream: this.#id, ...this.#position, data: encodeMark(mark) };
    const isGround = this.#ground?.offset === entry.offset;
    this.#advance(1);
    if (isGround) this.#ground = this.#position;
    return { entry, record };
  }

  #advance(units: number): void {
    this.#position = { ...this.#position, offset: this.#position.offset + units };
  }

  /**
   * The pane's content as of the call, up to `until` if given, leaving out the incarnations in `skip`. What is appended
   * while it is read is not part of it.
   */
  async read(skip: ReadonlySet<number>, until?: StreamPosition): Promise<PaneContent> {
    const content = await this.#log.readStream(this.#id);
    const entries: StreamEntry[] = [];
    const losses: string[] = content.snapshotLost === null ? [] : [content.snapshotLost.detail];
    for await (const batch of content.entries) {
      for (const stored of batch) {
        if (skip.has(stored.position.incarnation)) continue;
        if (until !== undefined && comparePositions(stored.position, until) >= 0) continue;
        switch (stored.kind) {
          case 'output': {
            const room =
              until?.incarnation === stored.position.incarnation
                ? until.offset - stored.position.offset
                : Infinity;
            const data = stored.data.length > room ? stored.data.subarray(0, room) : stored.data;
            entries.push({ kind: 'output', ...stored.position, data });
            break;
          }
          case 'mark': {
            const mark = decodeMark(stored.data);
            if (mark !== null) entries.push({ kind: 'mark', ...stored.position, mark });
            break;
          }
          case 'lost':
            losses.push('some output was lost in an outage of the journal');
            break;
        }
      }
    }
    return {
      snapshot: content.snapshot?.data ?? null,
      entries,
      end: until ?? content.end ?? { incarnation: 0, offset: 0 },
      loss: losses[0] ?? null,
    };
  }

  /** Replaces everything before `position` by a snapshot. */
  putSnapshot(position: StreamPosition, data: Uint8Array): Promise<void> {
    return this.#log.putSnapshot(this.#id, position, data);
  }
}
