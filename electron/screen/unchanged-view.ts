// The short cut for a pane whose saved screen is already what is asked for: nothing was printed since, and nothing is
// left to reset. Its invariant: the answer is the one that an emulator would have given, a hundred milliseconds later.
import {
  ASCII,
  DEFAULT_MODES,
  DEFAULT_PEN,
  type TerminalModes,
  type ViewState,
} from '../../shared/snapshot.ts';
import { comparePositions, positionAfter } from '../../shared/stream.ts';
import type { ScreenJob } from './types.ts';

/** The view to give for a job, or null when it takes an emulator to know. `view` is the job's decoded snapshot. */
export function unchangedView(view: ViewState, job: ScreenJob): ViewState | null {
  const hasNews = job.entries.some((entry) => comparePositions(positionAfter(entry), view.position) > 0);
  if (hasNews) {
    return null;
  }
  const lines = view.primary.text.split('\r\n');
  if (lines.length > view.rows + job.scrollbackLines) {
    return null;
  }
  if (!job.newIncarnation) {
    return view;
  }
  const incarnation = job.incarnation ?? view.position.incarnation + 1;
  return isAtRest(view, lines) ? { ...view, position: { incarnation, offset: 0 } } : null;
}

/** Whether the screen is as the reset between two processes leaves it. */
function isAtRest(view: ViewState, lines: readonly string[]): boolean {
  const { primary, alternate, pen, modes, charsets } = view;
  const cursorLine = Math.max(0, lines.length - view.rows) + primary.y;
  const hasNothingBelow = lines.slice(cursorLine).every((line) => line === '');
  return (
    alternate === null &&
    pen === DEFAULT_PEN &&
    charsets.active === 0 &&
    charsets.designated.every((charset) => charset === ASCII) &&
    isSameModes(modes, DEFAULT_MODES) &&
    primary.x === 0 &&
    primary.lastCell === null &&
    primary.saved === null &&
    primary.margins === null &&
    primary.tabStops === null &&
    view.incarnationLine === cursorLine &&
    hasNothingBelow
  );
}

function isSameModes(a: TerminalModes, b: TerminalModes): boolean {
  return Object.entries(a).every(([name, value]) => b[name as keyof TerminalModes] === value);
}
