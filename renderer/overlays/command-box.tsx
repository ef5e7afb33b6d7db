// The box in the upper third of the window that is typed into: the palette's, the launcher's. It closes on Escape, on a press
// beside it and when the focus leaves it, and the focus goes back to where it was unless somebody has taken it.
import type { ReactNode } from 'react';
import './command-box.css';

export interface CommandBoxProps {
  readonly label: string;
  readonly testId: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function CommandBox({ label, testId, onClose, children }: CommandBoxProps) {
  return (
    <div className="overlay" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="command-box"
        data-testid={testId}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
        // Going to another window and back is no reason to close.
        onBlur={(event) => {
          const isElsewhere = document.hasFocus() && !event.currentTarget.contains(event.relatedTarget);
          if (isElsewhere) onClose();
        }}
      >
        {children}
      </div>
    </div>
  );
}
