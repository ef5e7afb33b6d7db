// The restore points, newest first: each can be brought back beside what is there, or instead of it, which is asked about
// once more because programs end by it.
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { TimelineEntry } from '../../shared/status.ts';
import { byteSize, clockTime, clockTimeSeconds } from '../../shared/times.ts';
import { useApp } from '../app/app-context.ts';
import { closeOverlay } from '../app/ui-state.ts';
import { ConfirmDialog } from '../overlays/confirm-dialog.tsx';
import { ModalDialog } from '../overlays/modal-dialog.tsx';
import { contentWords, reasonWords } from '../text/timeline-words.ts';
import './timeline-dialog.css';

export function TimelineDialog() {
  const { commander, store } = useApp();
  const points = usePoints();
  const [asked, setAsked] = useState<TimelineEntry | null>(null);
  const close = () => store.update(closeOverlay);
  const bringBack = (point: TimelineEntry, replace: boolean) => {
    close();
    void commander.run('timeline.restore', { id: point.id, replace });
  };
  if (points === null) return null;
  if (asked !== null) {
    return (
      <ConfirmDialog
        key="question"
        title={`Go back to ${clockTime(Date.parse(asked.at), Date.now())}?`}
        message="Everything that is here now makes room for it. It is kept as a restore point first, so you can return; programs that run in it end."
        confirm="Go back"
        onConfirm={() => bringBack(asked, true)}
        onCancel={() => setAsked(null)}
      />
    );
  }
  return (
    <ModalDialog
      key="list"
      title="Restore points"
      className="timeline"
      testId="timeline"
      describedBy="timeline-lead"
      onCancel={close}
    >
      <p id="timeline-lead">
        The whole workspace as it was, with what its panes showed. One is kept every five minutes while
        something changes; older ones are thinned out.
      </p>
      {points.length === 0 && <p className="timeline-none">There is none yet.</p>}
      {points.length > 0 && (
        <ul className="timeline-points" onKeyDown={stepThrough}>
          {points.map((point, index) => (
            <li key={point.id} data-point={point.id}>
              <time dateTime={point.at}>{clockTimeSeconds(Date.parse(point.at), Date.now())}</time>
              <span className="timeline-words">
                {contentWords(point)}
                <span className="timeline-detail">
                  {reasonWords(point.reason)} · {byteSize(point.bytes)}
                </span>
              </span>
              <button
                type="button"
                className="text-button"
                data-first={index === 0 || undefined}
                title="As new sessions beside those that are here"
                onClick={() => bringBack(point, false)}
              >
                Bring back
              </button>
              <button
                type="button"
                className="text-button"
                title="Instead of what is here"
                onClick={() => setAsked(point)}
              >
                Go back…
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="modal-buttons">
        <button
          type="button"
          className="button"
          data-first={points.length === 0 || undefined}
          onClick={close}
        >
          Close
        </button>
      </div>
    </ModalDialog>
  );
}

/** Null until they have come. */
function usePoints(): readonly TimelineEntry[] | null {
  const { commander } = useApp();
  const [points, setPoints] = useState<readonly TimelineEntry[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    void commander.run('timeline.list', {}).then((outcome) => {
      if (isWanted) setPoints(outcome.kind === 'done' ? outcome.value.points : []);
    });
    return () => {
      isWanted = false;
    };
  }, [commander]);
  return points;
}

function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const rows = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (rows === undefined) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  // Two in a row: up and down keep the column.
  buttons[buttons.indexOf(document.activeElement as HTMLElement) + 2 * rows]?.focus();
}
