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
      return { tone: 'bad', words: `not saving until a restart: ${readOnlyReason(status)}` };
    case 'disabled':
      return { tone: 'off', words: 'saving is off' };
    default:
      return assertNever(status.mode);
  }
}

/** Why a disk is not written to any more, as part of a sentence. */
export function readOnlyReason({ reason }: PersistenceStatus): string {
  return reason ?? 'the disk failed twice';
}

/** Said once, in the window's corner: what Everpane is for has ended, and a person has to do something. */
export function readOnlyWords(status: PersistenceStatus): string {
  return `Nothing is saved any more: ${readOnlyReason(status)}. Shells keep running. When that is mended, start Everpane again.`;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long something is past: "0.1 s ago", "12 s ago", "3 min ago", "5 h ago", then days. */
export function agoWords(pastMs: number): string {
  const past = Math.max(0, pastMs);
  if (past < 10 * SECOND_MS) return `${Math.max(0.1, past / SECOND_MS).toFixed(1)} s ago`;
  if (past < MINUTE_MS) return `${Math.floor(past / SECOND_MS)} s ago`;
  if (past < HOUR_MS) return `${Math.floor(past / MINUTE_MS)} min ago`;
  const hours = Math.floor(past / HOUR_MS);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** What the journal does, in one word. */
export function modeWord(mode: PersistenceStatus['mode']): string {
  switch (mode) {
    case 'recording':
      return 'Recording';
    case 'degraded':
      return 'Waiting for the disk';
    case 'read-only':
      return 'Not saving';
    case 'disabled':
      return 'Off';
    default:
      return assertNever(mode);
  }
}

export interface RecoveryWords {
  readonly tone: 'good' | 'warn';
  readonly words: string;
}

/** The banner's sentence; null when there was nothing to bring back. `isPutAside`: it was not wanted back. */
export function recoveryWords(
  recovery: RecoveryStatus,
  now: number,
  isPutAside: boolean,
): RecoveryWords | null {
  const { losses, sessions, panes, asOf } = recovery;
  if (recovery.cause === 'first-run' || (sessions === 0 && losses.length === 0)) return null;
  const what = `${counted(sessions, 'session')}, ${counted(panes, 'pane')}`;
  const when = asOf === null ? '' : `, as of ${clockTimeSeconds(Date.parse(asOf), now)}`;
  // A torn tail is the write that was under way when the app died: nothing that was promised.
  const lost = losses.filter((loss) => loss.kind !== 'torn-tail').length;
  if (isPutAside && lost === 0) {
    return { tone: 'good', words: `Started empty, as it is set. Kept as a restore point: ${what}${when}.` };
  }
  return lost === 0
    ? { tone: 'good', words: `Everything is back: ${what}${when}.` }
    : { tone: 'warn', words: `Back: ${what}${when}. ${counted(lost, 'thing')} could not be restored.` };
}
