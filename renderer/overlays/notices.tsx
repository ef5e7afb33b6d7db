// What the host has to say, for as long as it takes to read it; warnings and errors stay until they are put away.
import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { ShownNotice } from '../store/app-state.ts';
import './notices.css';

export interface NoticesProps {
  readonly notices: readonly ShownNotice[];
  readonly onDismiss: (key: number) => void;
}

const INFO_MS = 8000;

export function Notices({ notices, onDismiss }: NoticesProps) {
  return (
    <div className="notices">
      {notices.map((notice) => (
        <NoticeBox key={notice.key} notice={notice} onDismiss={onDismiss} />
      ))}
    </div>
  );
}

function NoticeBox({ notice, onDismiss }: { notice: ShownNotice; onDismiss: (key: number) => void }) {
  const { key, level, text } = notice;
  useEffect(() => {
    if (level !== 'info') return;
    const timer = setTimeout(() => onDismiss(key), INFO_MS);
    return () => clearTimeout(timer);
  }, [key, level, onDismiss]);
  return (
    <div className="notice" data-level={level} role={level === 'info' ? 'status' : 'alert'}>
      <span className="notice-words">{text}</span>
      <button
        type="button"
        className="icon-button"
        aria-label="Dismiss"
        title="Dismiss"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onDismiss(key)}
      >
        <X size={14} strokeWidth={1.5} />
      </button>
    </div>
  );
}
