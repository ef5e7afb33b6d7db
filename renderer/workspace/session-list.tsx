// The sidebar: every session, which one this window shows, and what happened in the others. Draws what it is given.
import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { SessionId } from '../../shared/ids.ts';
import { counted } from '../../shared/times.ts';
import type { Mark } from '../store/selectors.ts';
import { InlineName } from './inline-name.tsx';
import { MarkDot } from './mark-dot.tsx';
import { useReorder } from './use-reorder.ts';
import './session-list.css';

export interface SessionItem {
  readonly id: SessionId;
  readonly name: string;
  readonly windows: number;
  readonly mark: Mark;
}

export interface SessionListProps {
  readonly items: readonly SessionItem[];
  readonly shown: SessionId | null;
  readonly renaming: SessionId | null;
  readonly onCreate: () => void;
  readonly onSelect: (session: SessionId) => void;
  readonly onClose: (session: SessionId) => void;
  readonly onStartRename: (session: SessionId) => void;
  /** Null: the name stays. */
  readonly onRename: (session: SessionId, name: string | null) => void;
  readonly onMove: (session: SessionId, index: number) => void;
  /** Escape, or Enter on a session: the keyboard goes back to the terminal. */
  readonly onLeave: () => void;
}

export function SessionList(props: SessionListProps) {
  const { items, shown, onCreate, onMove } = props;
  const list = useRef<HTMLDivElement>(null);
  const reorder = useReorder({
    axis: 'y',
    list,
    onMove: (from, to) => {
      const item = items[from];
      if (item !== undefined) onMove(item.id, to);
    },
  });
  return (
    <nav className="sidebar" aria-label="Sessions">
      <header className="sidebar-header">
        <span>Sessions</span>
        <button
          type="button"
          className="icon-button"
          title="New session"
          aria-label="New session"
          onMouseDown={(event) => event.preventDefault()}
          onClick={onCreate}
        >
          <Plus size={15} strokeWidth={1.5} />
        </button>
      </header>
      <div
        ref={list}
        className="session-list"
        data-testid="session-list"
        role="listbox"
        aria-label="Sessions"
      >
        {items.map((item, index) => (
          <SessionRow
            key={item.id}
            item={item}
            index={index}
            isShown={item.id === shown}
            isHeld={reorder.held === index}
            offset={reorder.offsetOf(index)}
            onHold={reorder.handlePointerDown}
            list={props}
          />
        ))}
      </div>
    </nav>
  );
}

interface SessionRowProps {
  readonly item: SessionItem;
  readonly index: number;
  readonly isShown: boolean;
  readonly isHeld: boolean;
  readonly offset: number;
  readonly onHold: ReturnType<typeof useReorder>['handlePointerDown'];
  readonly list: SessionListProps;
}

function SessionRow({ item, index, isShown, isHeld, offset, onHold, list }: SessionRowProps) {
  const { items, renaming, onSelect, onClose, onStartRename, onRename, onLeave } = list;
  const isRenaming = renaming === item.id;
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = step === 0 ? undefined : items[index + step];
    if (next !== undefined) {
      onSelect(next.id);
      (event.currentTarget.parentElement?.children[index + step] as HTMLElement | undefined)?.focus();
    } else if (event.key === 'F2') onStartRename(item.id);
    else if (event.key === 'Delete') onClose(item.id);
    else if (event.key === 'Enter' || event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="session-item"
      data-testid="session-item"
      data-session-id={item.id}
      data-held={isHeld || undefined}
      role="option"
      aria-selected={isShown}
      tabIndex={isShown ? 0 : -1}
      style={offset === 0 ? undefined : { transform: `translateY(${offset}px)` }}
      onMouseDown={(event) => {
        if (!isRenaming) event.preventDefault();
      }}
      onPointerDown={(event) => onHold(event, index)}
      onClick={() => {
        if (!isShown) onSelect(item.id);
      }}
      onDoubleClick={() => onStartRename(item.id)}
      onKeyDown={handleKey}
    >
      {isRenaming ? (
        <InlineName name={item.name} label="Session name" onDone={(name) => onRename(item.id, name)} />
      ) : (
        <>
          <span className="session-name" title={item.name}>
            {item.name}
          </span>
          <MarkDot mark={item.mark} />
          <span className="session-count" title={counted(item.windows, 'tab')}>
            {item.windows}
          </span>
          {/* For the pointer; the keyboard has Delete. */}
          <span
            className="close-mark"
            aria-hidden="true"
            title="Close session"
            onPointerDown={(event) => event.stopPropagation()}
            onClick={(event) => {
              event.stopPropagation();
              onClose(item.id);
            }}
          >
            <X size={14} strokeWidth={1.5} />
          </span>
        </>
      )}
    </div>
  );
}
