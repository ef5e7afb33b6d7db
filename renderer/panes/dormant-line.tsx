// What is said over the bottom of a pane whose shell waits to be started, in safe mode, and the way to start it.
import './outcome-line.css';

export function DormantLine({ onStart }: { onStart: () => void }) {
  return (
    <div className="outcome-line" data-tone="quiet" data-testid="dormant-line" role="status">
      <span className="outcome-words">safe mode: not started</span>
      <span aria-hidden="true">·</span>
      <button
        type="button"
        className="text-button"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onStart}
      >
        Enter to start
      </button>
    </div>
  );
}
