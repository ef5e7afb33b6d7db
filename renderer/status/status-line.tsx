// The line at the bottom: where the focused pane is, how large, and whether the journal is saving.

import { useState } from 'react';
import { useApp, useAppState } from '../app/app-context.ts';
import { Popover } from '../overlays/popover.tsx';
import type { AppState } from '../store/app-state.ts';
import { type JournalWords, journalWords } from '../text/journal-words.ts';
import { shortenPath, tildePath } from '../text/shorten-path.ts';
import { JournalDetails } from './journal-details.tsx';
import { KeyHintBar } from './key-hint-bar.tsx';
import './status-line.css';

export interface StatusLineProps {
  readonly pane: {
    readonly title: string;
    readonly cwd: string;
    readonly cols: number;
    readonly rows: number;
  } | null;
}

const CWD_CHARS = 64;

export function StatusLine({ pane }: StatusLineProps) {
  const userHome = useAppState((app) => app.userHome);
  return (
    <footer className="status-line">
      {pane !== null && (
        <>
          <span className="status-cwd" title={pane.cwd}>
            {shortenPath(tildePath(pane.cwd, userHome), CWD_CHARS)}
          </span>
          {!pane.title.includes(pane.cwd) && <span className="status-title">{pane.title}</span>}
        </>
      )}
      <span className="status-room" />
      {pane !== null && <KeyHintBar />}
      {pane !== null && (
        <span className="status-size" title="Columns and rows">
          {pane.cols} × {pane.rows}
        </span>
      )}
      <JournalStatus />
    </footer>
  );
}

/** While anything is printed the status changes four times a second, and what is said of it hardly ever. */
function JournalStatus() {
  const { act } = useApp();
  const [isOpen, setOpen] = useState(false);
  const tone = useAppState((state) => wordsOf(state).tone);
  const words = useAppState((state) => wordsOf(state).words);
  return (
    <div className="popover-anchor">
      <button
        type="button"
        className="status-journal"
        data-testid="status-journal"
        data-tone={tone}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="status-dot" aria-hidden="true" />
        <span>{words}</span>
      </button>
      {/* Read out only when it matters. */}
      <span className="visually-hidden" role="status">
        {tone === 'bad' ? words : ''}
      </span>
      {isOpen && (
        <JournalPopover
          onClose={() => setOpen(false)}
          onTimeline={() => {
            setOpen(false);
            act('view.timeline');
          }}
        />
      )}
    </div>
  );
}

function JournalPopover({ onClose, onTimeline }: { onClose: () => void; onTimeline: () => void }) {
  const status = useAppState((state) => state.status);
  if (status === null) return null;
  return (
    <Popover label="Journal" placement="above-end" onClose={onClose}>
      <JournalDetails status={status} onTimeline={onTimeline} />
    </Popover>
  );
}

function wordsOf({ connection, status, statusAt }: AppState): JournalWords {
  if (connection === 'reconnecting') return { tone: 'busy', words: 'reconnecting' };
  return status === null ? { tone: 'off', words: 'starting' } : journalWords(status, statusAt);
}
