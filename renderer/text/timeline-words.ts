// Restore points in words.
import type { TimelineEntry } from '../../shared/status.ts';
import { counted } from '../../shared/times.ts';

/** Why it was kept. */
export function reasonWords(reason: string): string {
  switch (reason) {
    case 'interval':
      return 'kept every few minutes';
    case 'restore':
      return 'before something else was brought back';
    case 'start':
      return 'before an empty start';
    case 'user':
      return 'asked for';
    case 'shutdown':
      return 'at the end';
    default:
      return reason;
  }
}

/** "2 sessions, 3 tabs, 7 panes" */
export function contentWords({
  sessions,
  windows,
  panes,
}: Pick<TimelineEntry, 'sessions' | 'windows' | 'panes'>): string {
  return `${counted(sessions, 'session')}, ${counted(windows, 'tab')}, ${counted(panes, 'pane')}`;
}
