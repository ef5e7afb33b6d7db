// The line at the bottom: where the focused pane is, how large, and whether the journal is saving.

import { useState } from 'react';
import type { PersistenceStatus } from '../../shared/status.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { Popover } from '../overlays/popover.tsx';
import type { Connection } from '../store/app-state.ts';
import { journalWords } from '../text/journal-words.ts';
import { shortenPath, tildePath } from '../text/shorten-path.ts';
import { JournalDetails } from './journal-details.tsx';
import { KeyHintBar } from './key-hint-bar.tsx';
import './status-line.css';

export interface StatusLineProps {
  readonly connection: Connection;
  readonly status: PersistenceStatus | null;
  /** When `status` came: milliseconds since the epoch. */
  readonly statusAt: number;
  readonly pane: {
    readonly title: string;
    readonly cwd: string;
    readonly cols: number;
    readonly rows: number;
  } | null;
}

const CWD_CHARS = 64;

export function StatusLine({ connection, status, statusAt, pane }: StatusLineProps) {
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
      <JournalStatus connection={connection} status={status} statusAt={statusAt} />
    </footer>
  );
}

function JournalStatus({ connection, status, statusAt }: Omit<StatusLineProps, 'pane'>) {
  const { act } = useApp();
  const [isOpen, setOpen] = useState(false);
  const { tone, words } =
    connection === 'reconnecting'
      ? { tone: 'busy', words: 'reconnecting' }
      : status === null
        ? { tone: 'off', words: 'starting' }
        : journalWords(status, statusAt);
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
      {isOpen && status !== null && (
        <Popover label="Journal" placement="above-end" onClose={() => setOpen(false)}>
          <JournalDetails
            status={status}
            onTimeline={() => {
              setOpen(false);
              act('view.timeline');
            }}
          />
        </Popover>
      )}
    </div>
  );
}
