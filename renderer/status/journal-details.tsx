// What the journal is doing, in words and numbers. It looks at the clock as long as it is shown.
import { useEffect, useState } from 'react';
import { assertNever } from '../../shared/exhaustive.ts';
import { type PersistenceStatus, restorePointWords } from '../../shared/status.ts';
import { byteSize, clockTimeSeconds, counted } from '../../shared/times.ts';
import { agoWords, modeWord, readOnlyReason } from '../text/journal-words.ts';

const TICK_MS = 500;

export interface JournalDetailsProps {
  readonly status: PersistenceStatus;
  /** The person wants to see the restore points. */
  readonly onTimeline: () => void;
}

export function JournalDetails({ status, onTimeline }: JournalDetailsProps) {
  const now = useClock();
  const { mode } = status;
  return (
    <>
      <p className="popover-title" data-mode={mode}>
        <span className="status-dot" aria-hidden="true" />
        {modeWord(mode)}
      </p>
      <p className="popover-lead">{explain(status, now)}</p>
      {/* Of a journal that is not kept there is nothing to count. */}
      {mode !== 'disabled' && (
        <>
          <Facts status={status} now={now} />
          <div className="popover-foot">
            <button type="button" className="text-button" onClick={onTimeline}>
              Restore points…
            </button>
          </div>
        </>
      )}
    </>
  );
}

function Facts({ status, now }: { readonly status: PersistenceStatus; readonly now: number }) {
  const { checkpoint, lastDegradedAt, lastDurableAt, mode } = status;
  return (
    <dl className="facts">
      <dt>Last saved</dt>
      <dd>{lastDurableAt === null ? 'not since this start' : moment(lastDurableAt, now)}</dd>
      <dt>Last checkpoint</dt>
      <dd>{moment(checkpoint?.at ?? null, now)}</dd>
      <dt>Journal</dt>
      <dd>
        {byteSize(status.walBytes)} in {counted(status.segments, 'file')}
      </dd>
      <dt>Checkpoints</dt>
      <dd>{status.checkpoints}</dd>
      <dt>Restore points</dt>
      <dd>{restorePointWords(status)}</dd>
      <dt>On disk</dt>
      <dd>{byteSize(status.stateBytes)}</dd>
      {lastDegradedAt !== null && mode === 'recording' && (
        <>
          <dt>Last trouble</dt>
          <dd>{moment(lastDegradedAt, now)}</dd>
        </>
      )}
    </dl>
  );
}

function moment(iso: string | null, now: number): string {
  if (iso === null) return 'not yet';
  const at = Date.parse(iso);
  return `${agoWords(now - at)}, ${clockTimeSeconds(at, now)}`;
}

function explain(status: PersistenceStatus, now: number): string {
  const { mode, reason, lastDurableAt, lsn, durableLsn } = status;
  switch (mode) {
    case 'recording':
      return lsn > durableLsn
        ? 'Whatever happens here is written down as it happens. The last of it is on its way to the disk.'
        : 'Whatever happens here is written down as it happens. All of it is saved and comes back after a crash.';
    case 'degraded': {
      const since =
        lastDurableAt === null ? '' : ` since ${clockTimeSeconds(Date.parse(lastDurableAt), now)}`;
      return `${sentence(reason ?? 'The disk failed')} Shells keep running; output${since} is not saved. Saving resumes by itself.`;
    }
    case 'read-only':
      return `${sentence(readOnlyReason(status))} Shells keep running; nothing more is saved until Everpane is started again.`;
    case 'disabled':
      return 'Saving is switched off in the configuration: nothing comes back after the app ends.';
    default:
      return assertNever(mode);
  }
}

/** The engine's reasons are parts of sentences. */
function sentence(reason: string): string {
  const begun = reason.charAt(0).toUpperCase() + reason.slice(1);
  return begun.endsWith('.') ? begun : `${begun}.`;
}

function useClock(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
