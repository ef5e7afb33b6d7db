// Brings a screen from one position of its stream to a later one: output is parsed, marks are applied where they stand,
// and where another incarnation begins the old one's remains are reset. Units that the screen already has are skipped.
import {
  clampSize,
  comparePositions,
  positionAfter,
  type StreamEntry,
  type StreamMark,
  type StreamPosition,
} from '../../shared/stream.ts';
import type { Emulator } from './emulator.ts';
import { resetForNewProcess } from './reset.ts';
import type { ScreenJob } from './types.ts';

const BEGINNING: StreamPosition = { incarnation: 1, offset: 0 };

/** Everything of a job that comes after its snapshot. `saved`: where that stands; returns where the emulator stands then. */
export function goOn(emulator: Emulator, saved: StreamPosition | null, job: ScreenJob): StreamPosition {
  const first = job.entries[0];
  const start = saved ?? (first === undefined ? null : { ...BEGINNING, incarnation: first.incarnation });
  const reached = replay(emulator, job.entries, start) ?? BEGINNING;
  if (!job.newIncarnation) return reached;
  resetForNewProcess(emulator);
  return { incarnation: job.incarnation ?? reached.incarnation + 1, offset: 0 };
}

/** Applies `entries` to an emulator that stands at `from` (null: before everything), and returns where it stands then. */
export function replay(
  emulator: Emulator,
  entries: readonly StreamEntry[],
  from: StreamPosition | null,
): StreamPosition | null {
  let position = from;
  for (const entry of entries) {
    const end = positionAfter(entry);
    if (position !== null && comparePositions(end, position) <= 0) {
      continue;
    }
    if (position !== null && entry.incarnation > position.incarnation) {
      resetForNewProcess(emulator);
    }
    applyEntry(emulator, entry, position);
    position = end;
  }
  return position;
}

function applyEntry(emulator: Emulator, entry: StreamEntry, position: StreamPosition | null): void {
  if (entry.kind === 'mark') {
    applyMark(emulator, entry.mark);
    return;
  }
  const isSameProcess = position !== null && position.incarnation === entry.incarnation;
  const known = isSameProcess ? Math.max(0, position.offset - entry.offset) : 0;
  emulator.write(entry.data.subarray(known));
}

function applyMark(emulator: Emulator, mark: StreamMark): void {
  if (mark.kind === 'clear') {
    emulator.clear();
  } else {
    const { cols, rows } = clampSize(mark);
    emulator.terminal.resize(cols, rows);
  }
}
