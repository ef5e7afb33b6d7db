// One tab.
import { Lock, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { InlineName } from './inline-name.tsx';
import { MarkDot } from './mark-dot.tsx';
import type { TabItem, TabStripProps } from './tab-item.ts';
import type { Reorder } from './use-reorder.ts';

export interface TabProps {
  readonly item: TabItem;
  readonly index: number;
  readonly isActive: boolean;
  readonly isHeld: boolean;
  /** Pixels by which it is drawn away from its place while tabs are reordered. */
  readonly offset: number;
  readonly onHold: Reorder['handlePointerDown'];
  readonly strip: TabStripProps;
}

export function Tab({ item, index, isActive, isHeld, offset, onHold, strip }: TabProps) {
  const { items, renaming, onSelect, onClose, onStartRename, onRename, onLeave } = strip;
  const isRenaming = renaming === item.id;
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
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
      className="tab"
      data-testid="window-tab"
      data-window-id={item.id}
      data-held={isHeld || undefined}
      role="tab"
      aria-selected={isActive}
      tabIndex={isActive ? 0 : -1}
      title={isRenaming ? undefined : item.title}
      style={offset === 0 ? undefined : { transform: `translateX(${offset}px)` }}
      onMouseDown={(event) => {
        if (!isRenaming) event.preventDefault();
      }}
      onPointerDown={(event) => onHold(event, index)}
      onClick={() => {
        if (!isActive) onSelect(item.id);
      }}
      onAuxClick={(event) => {
        if (event.button === 1) onClose(item.id);
      }}
      onDoubleClick={() => onStartRename(item.id)}
      onKeyDown={handleKey}
    >
      {isRenaming ? (
        <InlineName name={item.name} label="Tab name" onDone={(name) => onRename(item.id, name)} />
      ) : (
        <>
          {item.isPrivate && <Lock className="tab-lock" size={12} strokeWidth={1.5} aria-label="private" />}
          <span className="tab-title">{item.title}</span>
          <MarkDot mark={isActive ? 'none' : item.mark} />
          {/* For the pointer; the keyboard has Delete. */}
          <span
            className="close-mark"
            aria-hidden="true"
            title="Close tab"
            onPointerDown={(event) => event.stopPropagation()}
            onDoubleClick={(event) => event.stopPropagation()}
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
