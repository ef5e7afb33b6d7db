// What the journal is doing, in words and numbers.
import { assertNever } from '../../shared/exhaustive.ts';
import type { PersistenceStatus } from '../../shared/status.ts';
import { byteSize, clockTimeSeconds, counted } from '../../shared/times.ts';

export function JournalDetails({ status }: { status: PersistenceStatus }) {
  const now = Date.now();
  const at = (iso: string | null) => (iso === null ? 'not yet' : clockTimeSeconds(Date.parse(iso), now));
  return (
    <>
      <p className="popover-lead">{explain(status)}</p>
      <dl className="facts">
        <dt>Last saved</dt>
        <dd>{at(status.lastDurableAt)}</dd>
        <dt>Last checkpoint</dt>
        <dd>{at(status.checkpoint?.at ?? null)}</dd>
        <dt>Journal</dt>
        <dd>
          {byteSize(status.walBytes)} in {counted(status.segments, 'file')}
        </dd>
        <dt>On disk</dt>
        <dd>{byteSize(status.stateBytes)}</dd>
        <dt>Checkpoints</dt>
        <dd>{status.checkpoints}</dd>
      </dl>
    </>
  );
}

function explain({ mode, reason, lastDurableAt }: PersistenceStatus): string {
  switch (mode) {
    case 'recording':
      return 'Whatever happens here is written down as it happens, and comes back after a crash.';
    case 'degraded': {
      const since =
        lastDurableAt === null ? '' : ` since ${clockTimeSeconds(Date.parse(lastDurableAt), Date.now())}`;
      return `${reason ?? 'The disk failed'}. Shells keep running; output${since} is not saved. Saving resumes by itself.`;
    }
    case 'read-only':
      return `${reason ?? 'The disk failed twice'}. Shells keep running; nothing more is saved until Everpane is started again.`;
    case 'disabled':
      return 'Saving is switched off in the configuration: nothing comes back after the app ends.';
    default:
      return assertNever(mode);
  }
}
