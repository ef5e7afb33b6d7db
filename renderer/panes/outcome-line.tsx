// What is said over the bottom of a pane whose program ended, and the way to start it again.
import { endedBadly, type PaneOutcome } from '../../shared/model.ts';
import { outcomeLine } from '../text/pane-words.ts';
import './outcome-line.css';

export interface OutcomeLineProps {
  readonly outcome: PaneOutcome;
  readonly onRespawn: () => void;
}

export function OutcomeLine({ outcome, onRespawn }: OutcomeLineProps) {
  return (
    <div className="outcome-line" data-tone={endedBadly(outcome) ? 'bad' : 'quiet'} role="status">
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
