// What came back, once for a window, over the upper edge of the panes: it covers, and moves nothing.
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RecoveryStatus } from '../../shared/status.ts';
import { recoveryWords } from '../text/journal-words.ts';
import { Popover } from './popover.tsx';
import { RecoveryDetails } from './recovery-details.tsx';
import './recovery-banner.css';

export interface RecoveryBannerProps {
  readonly recovery: RecoveryStatus;
  /** `persistence.restore_on_startup` is off. */
  readonly isPutAside: boolean;
  readonly onDismiss: () => void;
}

/** After a graceful quit nothing is new: the banner goes by itself. */
const CLEAN_MS = 10_000;

export function RecoveryBanner({ recovery, isPutAside, onDismiss }: RecoveryBannerProps) {
  const [isOpen, setOpen] = useState(false);
  const said = recoveryWords(recovery, Date.now(), isPutAside);
  const goesByItself = recovery.cause === 'clean' && said?.tone === 'good' && !isOpen;
  useEffect(() => {
    if (!goesByItself) return;
    const timer = setTimeout(onDismiss, CLEAN_MS);
    return () => clearTimeout(timer);
  }, [goesByItself, onDismiss]);
  if (said === null) return null;
  return (
    <div className="recovery-banner" data-testid="recovery-banner" data-tone={said.tone} role="status">
      <span className="recovery-words">{said.words}</span>
      <div className="popover-anchor">
        <button
          type="button"
          className="text-button"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setOpen(!isOpen)}
        >
          Details
        </button>
        {isOpen && (
          <Popover label="What came back" placement="below-end" onClose={() => setOpen(false)}>
            <RecoveryDetails recovery={recovery} />
          </Popover>
        )}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label="Close"
        title="Close"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onDismiss}
      >
        <X size={14} strokeWidth={1.5} />
      </button>
    </div>
  );
}
