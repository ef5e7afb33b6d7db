// The recovery report, as a person reads it.
import type { LossStatus, RecoveryStatus } from '../../shared/status.ts';
import { byteSize, clockTimeSeconds, counted } from '../../shared/times.ts';
import { lossPlace, lossWords } from '../text/loss-words.ts';

export function RecoveryDetails({ recovery }: { recovery: RecoveryStatus }) {
  const now = Date.now();
  const { asOf, losses, quarantine } = recovery;
  return (
    <>
      <p className="popover-lead">
        {recovery.cause === 'crash'
          ? 'Everpane ended without saying goodbye and was put together again from its journal.'
          : 'Everpane was closed properly and continues where it was.'}
      </p>
      <dl className="facts">
        <dt>Came back</dt>
        <dd>
          {counted(recovery.sessions, 'session')}, {counted(recovery.windows, 'tab')},{' '}
          {counted(recovery.panes, 'pane')}
        </dd>
        {asOf !== null && (
          <>
            <dt>As of</dt>
            <dd>{clockTimeSeconds(Date.parse(asOf), now)}</dd>
          </>
        )}
        <dt>Read from the journal</dt>
        <dd>
          {counted(recovery.replayedRecords, 'record')}, {byteSize(recovery.replayedBytes)}
        </dd>
        <dt>Took</dt>
        <dd>{Math.round(recovery.durationMs)} ms</dd>
      </dl>
      {losses.length > 0 && (
        <ul className="losses" aria-label="What could not be restored">
          {losses.map((loss) => (
            <li key={`${loss.file}:${loss.offset}:${loss.kind}`}>
              <span>{lossWords(loss)}</span>
              <LossPlace loss={loss} />
            </li>
          ))}
        </ul>
      )}
      {quarantine !== null && (
        <p className="quarantine">
          Damaged files are kept in <code>{quarantine}</code>
        </p>
      )}
    </>
  );
}

function LossPlace({ loss }: { loss: LossStatus }) {
  const place = lossPlace(loss);
  return place === null ? null : <code>{place}</code>;
}
