// The journal's state in a dot and a word or two, and the recovery in a sentence.
import { assertNever } from '../../shared/exhaustive.ts';
import type { PersistenceStatus, RecoveryStatus } from '../../shared/status.ts';
import { clockTimeSeconds, counted } from '../../shared/times.ts';

export interface JournalWords {
  readonly tone: 'good' | 'busy' | 'bad' | 'off';
  readonly words: string;
}

/** Shorter than this, being behind is the normal rhythm of group commits and not worth a flicker. */
const BEHIND_MS = 1000;

/** `now`: milliseconds since the epoch, when `status` arrived. */
export function journalWords(status: PersistenceStatus, now: number): JournalWords {
  switch (status.mode) {
    case 'recording': {
      const savedAt = status.lastDurableAt === null ? 0 : Date.parse(status.lastDurableAt);
      const isBehind = status.lsn > status.durableLsn && now - savedAt > BEHIND_MS;
      return isBehind ? { tone: 'busy', words: 'saving' } : { tone: 'good', words: 'saved' };
    }
    case 'degraded':
      return { tone: 'bad', words: `not saving: ${status.reason ?? 'the disk failed'}` };
    case 'read-only':
      return { tone: 'bad', words: `not saving, read-only: ${status.reason ?? 'the disk failed twice'}` };
    case 'disabled':
      return { tone: 'off', words: 'saving is off' };
    default:
      return assertNever(status.mode);
  }
}

export interface RecoveryWords {
  readonly tone: 'good' | 'warn';
  readonly words: string;
}

/** The banner's sentence; null when there was nothing to bring back. */
export function recoveryWords(recovery: RecoveryStatus, now: number): RecoveryWords | null {
  const { losses, sessions, panes, asOf } = recovery;
  if (recovery.cause === 'first-run' || (sessions === 0 && losses.length === 0)) return null;
  const what = `${counted(sessions, 'session')}, ${counted(panes, 'pane')}`;
  const when = asOf === null ? '' : `, as of ${clockTimeSeconds(Date.parse(asOf), now)}`;
  // A torn tail is the write that was under way when the app died: nothing that was promised.
  const lost = losses.filter((loss) => loss.kind !== 'torn-tail').length;
  return lost === 0
    ? { tone: 'good', words: `Everything is back: ${what}${when}.` }
    : { tone: 'warn', words: `Back: ${what}${when}. ${counted(lost, 'thing')} could not be restored.` };
}
