// The short cut for a pane whose saved screen is already what is asked for, but for the line on which a new process
// begins: nothing was printed since. Its invariant: the answer is the one that an emulator would have given, a hundred
// milliseconds later.
import type { ViewState } from '../../shared/snapshot.ts';
import { clampSize, comparePositions, positionAfter, type StreamEntry } from '../../shared/stream.ts';
import { restingView } from './resting-view.ts';
import type { ScreenJob } from './types.ts';

/** The view to give for a job, or null when it takes an emulator to know. `view` is the job's decoded snapshot. */
export function unchangedView(view: ViewState, job: ScreenJob): ViewState | null {
  const news = job.entries.filter((entry) => comparePositions(positionAfter(entry), view.position) > 0);
  // More lines than are wanted any more; those that wrap are more rows yet, and were saved with as much room.
  if (countLines(view.primary.text) > view.rows + job.scrollbackLines) return null;
  if (!job.newIncarnation) return news.length === 0 ? view : null;
  if (!news.every((entry) => keepsSize(entry, view))) return null;
  const resting = restingView(view, job.scrollbackLines);
  const last = news.at(-1) ?? view.position;
  const { incarnation = last.incarnation + 1 } = job;
  return resting === null ? null : { ...resting, position: { incarnation, offset: 0 } };
}

/** A process begins with its size, also where that is the size of the one before. */
function keepsSize(entry: StreamEntry, { cols, rows }: ViewState): boolean {
  if (entry.kind !== 'mark' || entry.mark.kind !== 'resize') return false;
  const size = clampSize(entry.mark);
  return size.cols === cols && size.rows === rows;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n', at + 2)) count += 1;
  return count;
}
