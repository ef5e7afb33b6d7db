// One tab.
import { Lock } from 'lucide-react';
import { ProfileIcon } from '../launcher/profile-icon.tsx';
import { CloseMark } from './close-mark.tsx';
import { InlineName } from './inline-name.tsx';
import { MarkDot } from './mark-dot.tsx';
import { rowProps } from './row.ts';
import type { TabItem, TabStripProps } from './tab-item.ts';
import type { Reorder } from './use-reorder.ts';

export interface TabProps {
  readonly item: TabItem;
  readonly index: number;
  readonly reorder: Reorder;
  readonly strip: TabStripProps;
}

export function Tab({ item, index, reorder, strip }: TabProps) {
  const { items, active, dropOn, renaming, onRename, ...asked } = strip;
  const isRenaming = renaming === item.id;
  const isActive = item.id === active;
  const ids = items.map(({ id }) => id);
  const row = rowProps({
    ...asked,
    axis: 'x',
    id: item.id,
    ids,
    index,
    isSelected: isActive,
    isRenaming,
    reorder,
  });
  return (
    <div
      {...row}
      className="tab"
      data-testid="window-tab"
      data-window-id={item.id}
      data-drop={dropOn === item.id || undefined}
      role="tab"
      tabIndex={row.tabIndex}
      // Its own words make room for the field.
      aria-label={isRenaming ? item.title : undefined}
      title={isRenaming ? undefined : item.title}
    >
      {isRenaming ? (
        <InlineName name={item.name} label="Tab name" onDone={(name) => onRename(item.id, name)} />
      ) : (
        <>
          {item.isPrivate && <Lock className="tab-lock" size={12} strokeWidth={1.5} aria-label="private" />}
          <ProfileIcon icon={item.icon} />
          <span className="tab-title">{item.title}</span>
          <MarkDot mark={isActive ? 'none' : item.mark} />
          <CloseMark title="Close tab" onClose={() => asked.onClose(item.id)} />
        </>
      )}
    </div>
  );
}
