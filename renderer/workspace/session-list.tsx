// The sidebar: every session, which one this window shows, and what happened in the others. Draws what it is given.
import { Plus } from 'lucide-react';
import { useRef } from 'react';
import type { SessionId } from '../../shared/ids.ts';
import { counted } from '../../shared/times.ts';
import type { Mark } from '../store/selectors.ts';
import { CloseMark } from './close-mark.tsx';
import { InlineName } from './inline-name.tsx';
import { MarkDot } from './mark-dot.tsx';
import { rowProps } from './row.ts';
import { type Reorder, useReorder } from './use-reorder.ts';
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
  /** The session that a dragged tab would go to. */
  readonly dropOn: SessionId | null;
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
  const { items, onCreate, onMove } = props;
  const list = useRef<HTMLDivElement>(null);
  const reorder = useReorder({
    axis: 'y',
    list,
    away: null,
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
          <SessionRow key={item.id} item={item} index={index} reorder={reorder} list={props} />
        ))}
      </div>
    </nav>
  );
}

interface SessionRowProps {
  readonly item: SessionItem;
  readonly index: number;
  readonly reorder: Reorder;
  readonly list: SessionListProps;
}

function SessionRow({ item, index, reorder, list }: SessionRowProps) {
  const { items, shown, dropOn, renaming, onRename, ...asked } = list;
  const isRenaming = renaming === item.id;
  const ids = items.map(({ id }) => id);
  const row = rowProps({
    ...asked,
    axis: 'y',
    id: item.id,
    ids,
    index,
    isSelected: item.id === shown,
    isRenaming,
    reorder,
  });
  return (
    <div
      {...row}
      className="session-item"
      data-testid="session-item"
      data-session-id={item.id}
      data-drop={dropOn === item.id || undefined}
      role="option"
      aria-label={isRenaming ? item.name : undefined}
      tabIndex={row.tabIndex}
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
          <CloseMark title="Close session" onClose={() => asked.onClose(item.id)} />
        </>
      )}
    </div>
  );
}
