// What the host has to say, for as long as it takes to read it; warnings and errors stay until they are put away.
import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { PaneId } from '../../shared/ids.ts';
import type { ShownNotice } from '../store/app-state.ts';
import './notices.css';

export interface NoticesProps {
  readonly notices: readonly ShownNotice[];
  /** Where the pane is that a notice is about; null when it is gone. */
  readonly placeOf: (pane: PaneId) => string | null;
  readonly onShow: (pane: PaneId) => void;
  readonly onDismiss: (key: number) => void;
}

const INFO_MS = 8000;

export function Notices({ notices, placeOf, onShow, onDismiss }: NoticesProps) {
  return (
    <div className="notices">
      {notices.map((notice) => (
        <NoticeBox
          key={notice.key}
          notice={notice}
          place={notice.pane === null ? null : placeOf(notice.pane)}
          onShow={onShow}
          onDismiss={onDismiss}
        />
      ))}
    </div>
  );
}

interface NoticeBoxProps extends Pick<NoticesProps, 'onShow' | 'onDismiss'> {
  readonly notice: ShownNotice;
  /** Null where it is said in the pane itself, or about none. */
  readonly place: string | null;
}

export function NoticeBox({ notice, place, onShow, onDismiss }: NoticeBoxProps) {
  const { key, level, pane, text } = notice;
  useEffect(() => {
    if (level !== 'info') return;
    const timer = setTimeout(() => onDismiss(key), INFO_MS);
    return () => clearTimeout(timer);
  }, [key, level, onDismiss]);
  return (
    <div className="notice" data-level={level} role={level === 'info' ? 'status' : 'alert'}>
      <div className="notice-words">
        {pane !== null && place !== null && (
          <button type="button" className="notice-place" title="Show this pane" onClick={() => onShow(pane)}>
            {place}
          </button>
        )}
        {text}
      </div>
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
