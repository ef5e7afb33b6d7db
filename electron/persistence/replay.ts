// Walks the WAL's segments and decides how far each of them counts. Invariant: records are taken in LSN order without a hole; at
// the first hole behind the checkpoint replay ends (salvage goes on), before it only streams lose. What a record does is the
// applier's.
import { join } from 'node:path';
import type { Breather } from './breather.ts';
import type { FileSystem } from './file-system.ts';
import { FLAG_CLEAN_END, readFrame } from './frame.ts';
import { type SegmentId, segmentFile } from './layout.ts';
import { RecordApplier, type RecordApplierOptions } from './record-applier.ts';
import { decodeGap, type Gap, RECORD_HEADER_BYTES, RECORD_KIND } from './record-codec.ts';
import type { QuarantineJob } from './recovery-types.ts';
import type { ChainLink, FoundSegment } from './segment-chain.ts';
import { MAX_SEGMENT_FILE_BYTES } from './segment-files.ts';
import { SEGMENT_HEADER_BYTES } from './segment-header.ts';
import { startOfRoom } from './segment-room.ts';
import { provesDurable, resyncBehind, type ScanEnd, type ScanFrom, scanFrames } from './segment-scan.ts';
import type { Segment, SegmentTable } from './segment-table.ts';
import type { Lsn } from './types.ts';
import { OversizedFileError, readWhole } from './whole-file.ts';

export interface ReplayOptions extends RecordApplierOptions {
  readonly fs: FileSystem;
  readonly dir: string;
  readonly segments: SegmentTable;
  readonly breather: Breather;
  readonly quarantine: QuarantineJob[];
}

interface AcceptedEnd {
  readonly segment: SegmentId;
  readonly bytes: number;
}

export class Replay {
  readonly applier: RecordApplier;
  endsClean = false;
  accepted: AcceptedEnd | null = null;
  #expectedLsn: Lsn | null = null;
  #stopped = false;
  readonly #options: ReplayOptions;
  readonly #baseLsn: Lsn;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#baseLsn = options.base?.lsn ?? 0;
    this.applier = new RecordApplier(options);
  }

  /** LSN of the last record that was accepted; 0 if the WAL had none. */
  get acceptedLsn(): Lsn {
    return (this.#expectedLsn ?? 1) - 1;
  }

  async run(links: readonly ChainLink[], stray: readonly FoundSegment[]): Promise<void> {
    for (const link of links) {
      if (this.#stopped) this.#setAside(link);
      else if (link.found === null) this.#skipMissing(link);
      else await this.#readSegment(link, link.found, stray);
    }
    this.#compareWithBase(links);
  }

  /** A log that ends at a frame's end looks whole by itself; the checkpoint knows that it was longer. */
  #compareWithBase(links: readonly ChainLink[]): void {
    const { losses } = this.#options;
    const last = links.at(-1);
    if (last === undefined || this.acceptedLsn >= this.#baseLsn) return;
    const file = segmentFile(last.id);
    if (losses.some((loss) => loss.file === file)) return;
    const detail = `ends at record ${this.acceptedLsn}, the checkpoint knows of ${this.#baseLsn}`;
    // Nothing is wrong with it, so it has been read.
    const { bytes: offset } = this.accepted as AcceptedEnd;
    losses.push({ kind: 'corrupt-segment', file, offset, bytes: 0, detail });
  }

  #skipMissing(link: ChainLink): void {
    const { losses } = this.#options;
    const file = segmentFile(link.id);
    if (losses.some((loss) => loss.file === file)) return;
    losses.push({
      kind: 'missing-file',
      file,
      offset: 0,
      // Its successor alone says that it was there, and how long.
      bytes: link.acceptedBytes as number,
      detail: 'a segment is missing',
    });
  }

  #setAside(link: ChainLink): void {
    if (link.found === null) return;
    const file = segmentFile(link.id);
    this.#options.quarantine.push({ kind: 'file', file });
    this.#options.losses.push({
      kind: 'other',
      file,
      offset: 0,
      bytes: link.acceptedBytes ?? link.found.bytes,
      detail: 'not replayed: it lies behind damage',
    });
  }

  async #readSegment(link: ChainLink, found: FoundSegment, stray: readonly FoundSegment[]): Promise<void> {
    const { segments, breather } = this.#options;
    const bytes = await this.#load(link, found);
    if (bytes === null) return;
    const segment = segments.byId(link.id) as Segment;
    const limit = Math.min(link.acceptedBytes ?? bytes.length, bytes.length);
    let from = this.#enter(link, found, bytes, limit);
    while (from !== null && !this.#stopped) {
      const end = await scanFrames(bytes, from, limit, breather, (frame) =>
        this.applier.take(bytes, frame, segment),
      );
      this.#expectedLsn = end.expectedLsn;
      const isTail = link.acceptedBytes === null;
      const contentEnd = isTail && found.header?.mayHaveRoom ? startOfRoom(bytes, end.offset) : limit;
      this.endsClean = (end.lastFlags & FLAG_CLEAN_END) !== 0 && end.offset === contentEnd;
      this.accepted = { segment: link.id, bytes: end.offset };
      if (this.#stopped || (end.offset === contentEnd && limit >= (link.acceptedBytes ?? 0))) return;
      if (
        isTail &&
        end.expectedLsn > this.#baseLsn &&
        !(await this.#isDamage(bytes, end, from.salt, stray))
      ) {
        this.#tearOff(link.id, bytes, end.offset, contentEnd);
        return;
      }
      from = this.#behindDamage(link, found, bytes, limit, end.offset);
    }
  }

  async #load(link: ChainLink, found: FoundSegment): Promise<Buffer | null> {
    const { fs, dir } = this.#options;
    try {
      return await readWhole(fs, join(dir, segmentFile(link.id)), MAX_SEGMENT_FILE_BYTES);
    } catch (error) {
      if (!(error instanceof OversizedFileError)) throw error;
      this.#damage(link, 0, found.bytes, error.message);
      return null;
    }
  }

  /** Where to begin in a segment; null when its first record is not the one that is due. */
  #enter(link: ChainLink, found: FoundSegment, bytes: Buffer, limit: number): ScanFrom | null {
    if (found.header === null) return this.#behindDamage(link, found, bytes, limit, 0);
    const begin: ScanFrom = {
      offset: SEGMENT_HEADER_BYTES,
      salt: found.header.salt,
      chain: found.headerChecksum,
      expectedLsn: found.id.firstLsn,
    };
    const due = this.#expectedLsn;
    if (due === null || found.id.firstLsn === due) {
      if (due !== null || this.#startsInTime(found.id.firstLsn)) return begin;
      this.#jump(link, this.#baseLsn + 1, found.id.firstLsn, firstGap(bytes, begin));
      return this.#stopped ? null : begin;
    }
    this.#jump(link, due, found.id.firstLsn, firstGap(bytes, begin));
    return this.#stopped ? null : begin;
  }

  #startsInTime(firstLsn: Lsn): boolean {
    return firstLsn <= this.#baseLsn + 1;
  }

  /** Records `due` to `next - 1` are not there. */
  #jump(link: ChainLink, due: Lsn, next: Lsn, gap: Gap | null): void {
    const declared = gap !== null && gap.from <= due && gap.to === next - 1;
    if (declared && (gap.replayGoesOn || next - 1 <= this.#baseLsn)) return;
    const detail = declared
      ? `records ${due} to ${next - 1} were never written: ${gap.reason}`
      : next < due
        ? `record ${next} comes again`
        : `records ${due} to ${next - 1} are missing`;
    const kind = declared ? 'other' : 'corrupt-segment';
    this.#options.losses.push({
      kind,
      file: segmentFile(link.id),
      offset: SEGMENT_HEADER_BYTES,
      bytes: 0,
      detail,
    });
    if ((next - 1 > this.#baseLsn || next < due) && !this.#options.salvage) {
      this.#stopped = true;
      this.#setAside(link);
    }
  }

  async #isDamage(
    bytes: Buffer,
    { offset, expectedLsn: due }: ScanEnd,
    salt: number | null,
    stray: readonly FoundSegment[],
  ): Promise<boolean> {
    const { fs, dir } = this.#options;
    if (provesDurable(bytes, offset + 1, salt, due)) return true;
    for (const later of stray) {
      const other = await readWhole(fs, join(dir, segmentFile(later.id)), MAX_SEGMENT_FILE_BYTES);
      if (other !== null && provesDurable(other, 0, null, due)) return true;
    }
    return false;
  }

  #tearOff(id: SegmentId, bytes: Buffer, offset: number, contentEnd: number): void {
    const file = segmentFile(id);
    const end = endOfContent(bytes, offset, contentEnd);
    if (end > offset) this.#options.quarantine.push({ kind: 'tail', file, offset, end });
    this.#options.losses.push({
      kind: 'torn-tail',
      file,
      offset,
      bytes: contentEnd - offset,
      detail: 'the last write was not finished; nothing shows that it had been confirmed',
    });
  }

  /** Reports damage at `offset` and says where to go on in the file, if anywhere. */
  #behindDamage(
    link: ChainLink,
    found: FoundSegment,
    bytes: Buffer,
    limit: number,
    offset: number,
  ): ScanFrom | null {
    const due = this.#expectedLsn ?? found.id.firstLsn;
    const next = resyncBehind(bytes, offset + 1, limit, found.header?.salt ?? null, due);
    const contentEnd = found.header?.mayHaveRoom ? startOfRoom(bytes, offset) : bytes.length;
    // With a successor its first LSN tells how far the loss reaches; at the end of the log nothing does.
    const reachesState =
      next === null ? link.acceptedBytes === null : next.firstLsn > due && next.firstLsn - 1 > this.#baseLsn;
    const stopsHere = reachesState && !this.#options.salvage;
    const resumesAt = stopsHere ? null : (next?.offset ?? null);
    const lost = (resumesAt ?? link.acceptedBytes ?? contentEnd) - offset;
    this.#damage(link, offset, lost, describeDamage(next?.offset ?? null, resumesAt));
    if (stopsHere) this.#stopped = true;
    if (stopsHere || next === null) return null;
    return { offset: next.offset, salt: next.salt, chain: next.previous, expectedLsn: next.firstLsn };
  }

  #damage(link: ChainLink, offset: number, bytes: number, detail: string): void {
    const file = segmentFile(link.id);
    this.#options.quarantine.push({ kind: 'file', file });
    this.#options.losses.push({ kind: 'corrupt-segment', file, offset, bytes, detail });
  }
}

/** `soundAt`: where the next sound frame stands in the file; `resumesAt`: where replay goes on in it. */
function describeDamage(soundAt: number | null, resumesAt: number | null): string {
  if (soundAt === null) return 'nothing sound follows in this file';
  if (resumesAt === null)
    return `not replayed from here on: what follows, from ${soundAt}, builds on what is missing`;
  return `goes on at ${resumesAt}`;
}

/** Behind the last byte of `bytes[from, to)` that is not zero: nobody needs a copy of zeros. */
function endOfContent(bytes: Buffer, from: number, to: number): number {
  let end = to;
  while (end > from && bytes[end - 1] === 0) end -= 1;
  return end;
}

/** The gap that a segment declares in its first frame, which then holds nothing else. */
function firstGap(bytes: Buffer, begin: ScanFrom): Gap | null {
  const frame = readFrame(bytes, begin.offset, begin.salt);
  if (frame === null || frame.records !== 1 || bytes[frame.bodyStart] !== RECORD_KIND.gap) return null;
  return decodeGap(bytes, frame.bodyStart + RECORD_HEADER_BYTES, frame.bodyEnd);
}
