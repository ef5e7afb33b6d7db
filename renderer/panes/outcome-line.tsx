// What is said over the bottom of a pane whose program ended, and the way to start it again.
import type { PaneOutcome } from '../../shared/model.ts';
import { outcomeLine } from '../text/pane-words.ts';
import './outcome-line.css';

export interface OutcomeLineProps {
  readonly outcome: PaneOutcome;
  readonly onRespawn: () => void;
}

export function OutcomeLine({ outcome, onRespawn }: OutcomeLineProps) {
  const isBad = outcome.kind === 'failed' || outcome.exitCode !== 0;
  return (
    <div className="outcome-line" data-tone={isBad ? 'bad' : 'quiet'} role="status">
      <span className="outcome-words">{outcomeLine(outcome, Date.now())}</span>
      <span className="outcome-dot" aria-hidden="true">
        ·
      </span>
      <button
        type="button"
        className="text-button"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onRespawn}
      >
        Enter to start again
      </button>
    </div>
  );
}
