// The line above a pane: title, directory, state. Shown by the number of panes alone, so that no state changes rows.

import { Keyboard, Lock, Maximize2, Play } from 'lucide-react';
import type { PointerEvent } from 'react';
import { endedBadly, type Pane, type PaneState } from '../../shared/model.ts';
import { restoredWords } from '../../shared/restored-words.ts';
import { clockTime } from '../../shared/times.ts';
import { useAppState } from '../app/app-context.ts';
import { profileIconOf } from '../app/items.ts';
import { ProfileIcon } from '../launcher/profile-icon.tsx';
import { outcomeWords, paneTitle } from '../text/pane-words.ts';
import { shortenPath, tildePath } from '../text/shorten-path.ts';
import './pane-header.css';

export interface PaneHeaderProps {
  readonly pane: Pane;
  readonly state: PaneState;
  readonly isZoomed: boolean;
  /** Of the header, in pixels. */
  readonly width: number;
  readonly onToggleZoom: () => void;
  /** Null unless what is typed goes into all panes of the tab. */
  readonly onStopBroadcast: (() => void) | null;
  /** Pressed: the pane may be dragged by its header. */
  readonly onHold: (event: PointerEvent<HTMLElement>) => void;
}

/** Average advance of the interface font, for how many characters fit. */
const PIXELS_PER_CHAR = 6.8;

/** Narrower than this there is room for a title and a state. */
const ROOMY_PIXELS = 260;

export function PaneHeader({
  pane,
  state,
  isZoomed,
  width,
  onToggleZoom,
  onStopBroadcast,
  onHold,
}: PaneHeaderProps) {
  const title = paneTitle(pane);
  // Half of what the title leaves; the title itself is cut by the style sheet.
  const userHome = useAppState((app) => app.userHome);
  const icon = useAppState(({ config }) => profileIconOf(config.profiles, pane));
  const room = Math.floor((width - 140) / PIXELS_PER_CHAR);
  const cwdChars = Math.max(10, Math.min(60, room - Math.min(title.length, Math.floor(room / 2))));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer; the keyboard has the zoom key
    <div
      className="pane-header"
      onDoubleClick={onToggleZoom}
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={onHold}
    >
      {pane.private && <Lock className="pane-lock" size={12} strokeWidth={1.5} aria-label="private" />}
      <ProfileIcon icon={icon} />
      <span className="pane-title" data-testid="pane-title" title={title}>
        {title}
      </span>
      {width > ROOMY_PIXELS && !title.includes(pane.cwd) && (
        <span className="pane-cwd" title={pane.cwd}>
          {shortenPath(tildePath(pane.cwd, userHome), cwdChars)}
        </span>
      )}
      <span className="pane-header-room" />
      <PaneStateWords pane={pane} state={state} isRoomy={width > ROOMY_PIXELS} />
      {onStopBroadcast !== null && (
        <button
          type="button"
          className="pane-broadcast"
          title="What is typed here goes into all panes of the tab. Click to stop."
          onMouseDown={(event) => event.preventDefault()}
          onClick={onStopBroadcast}
        >
          <Keyboard size={12} strokeWidth={1.5} /> typing into all
        </button>
      )}
      {isZoomed && (
        <button
          type="button"
          className="pane-zoomed"
          title="Show all panes again"
          onMouseDown={(event) => event.preventDefault()}
          onClick={onToggleZoom}
        >
          <Maximize2 size={12} strokeWidth={1.5} /> zoomed
        </button>
      )}
    </div>
  );
}

interface PaneStateWordsProps {
  readonly pane: Pane;
  readonly state: PaneState;
  readonly isRoomy: boolean;
}

function PaneStateWords({ pane, state, isRoomy }: PaneStateWordsProps) {
  const survivors = useAppState(({ workspace }) => workspace.survivors[pane.id]);
  if (pane.outcome !== null && state !== 'running') {
    return (
      <span className="pane-state" data-tone={endedBadly(pane.outcome) ? 'bad' : 'quiet'}>
        {outcomeWords(pane.outcome)}
      </span>
    );
  }
  if (pane.running !== null) {
    const isSaid = !isRoomy || paneTitle(pane) === pane.running;
    return (
      <span className="pane-state" data-tone="running" title={`running: ${pane.running}`}>
        <Play size={10} strokeWidth={2} aria-label="running" />
        {!isSaid && <span className="pane-running">{pane.running}</span>}
      </span>
    );
  }
  if (pane.restored !== null) {
    const now = Date.now();
    return (
      <span className="pane-state" data-tone="restored" title={restoredWords(pane.restored, now, survivors)}>
        restored {clockTime(pane.restored.at, now)}
      </span>
    );
  }
  return null;
}
