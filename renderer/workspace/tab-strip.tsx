// The windows of the shown session as tabs. Draws what it is given; scrolls when there are many, with a menu of all.
import { ChevronDown, PanelLeft, Plus, Settings2 } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { Tab } from './tab.tsx';
import type { TabStripProps } from './tab-item.ts';
import { TabMenu } from './tab-menu.tsx';
import { useReorder } from './use-reorder.ts';
import './tab-strip.css';

export function TabStrip(props: TabStripProps) {
  const { items, active, dropOn, isSidebarShown, onToggleSidebar, onCreate, onSelect, onMove, away } = props;
  const list = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const awayOf = (index: number) => {
    const item = items[index];
    return item && away(item.id);
  };
  const reorder = useReorder({
    axis: 'x',
    list,
    away: {
      handleMove: (from, event) => awayOf(from)?.handleMove(event),
      handleDrop: (from, event) => awayOf(from)?.handleDrop(event),
      handleCancel: () => awayOf(0)?.handleCancel(),
    },
    onMove: (from, to) => {
      const item = items[from];
      if (item !== undefined) onMove(item.id, to);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another active tab or number of tabs has to be looked at
  useLayoutEffect(() => {
    const strip = list.current;
    if (strip === null) return;
    const follow = () => {
      setOverflows(strip.scrollWidth > strip.clientWidth + 1);
      strip.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    };
    const observer = new ResizeObserver(follow);
    observer.observe(strip);
    follow();
    return () => observer.disconnect();
  }, [active, items.length]);
  return (
    <div className="tab-strip" data-covered={props.settings !== null || undefined}>
      <button
        type="button"
        className="icon-button"
        aria-label={isSidebarShown ? 'Hide sessions' : 'Show sessions'}
        title={isSidebarShown ? 'Hide sessions' : 'Show sessions'}
        aria-expanded={isSidebarShown}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onToggleSidebar}
      >
        <PanelLeft size={15} strokeWidth={1.5} />
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a tab are its own */}
      <div
        ref={list}
        className="tab-list"
        role="tablist"
        aria-label="Tabs"
        onClick={props.onPress}
        onWheel={(event) => {
          if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY;
        }}
      >
        {items.map((item, index) => (
          <Tab key={item.id} item={item} index={index} reorder={reorder} strip={props} />
        ))}
      </div>
      {props.settings}
      <button
        type="button"
        className="icon-button"
        aria-label="New tab"
        title="New tab"
        data-drop={dropOn === 'new' || undefined}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onCreate}
      >
        <Plus size={15} strokeWidth={1.5} />
      </button>
      {props.besideNew}
      <div className="tab-strip-room" />
      {overflows && (
        <div className="popover-anchor">
          <button
            type="button"
            className="icon-button"
            aria-label="All tabs"
            title="All tabs"
            aria-haspopup="menu"
            aria-expanded={isMenuOpen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setMenuOpen(!isMenuOpen)}
          >
            <ChevronDown size={15} strokeWidth={1.5} />
          </button>
          {isMenuOpen && (
            <TabMenu
              items={items}
              active={active}
              onSelect={(window) => {
                setMenuOpen(false);
                onSelect(window);
              }}
              onClose={() => setMenuOpen(false)}
            />
          )}
        </div>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label="Settings"
        title="Settings"
        aria-pressed={props.settings !== null}
        onMouseDown={(event) => event.preventDefault()}
        onClick={props.onSettings}
      >
        <Settings2 size={15} strokeWidth={1.5} />
      </button>
    </div>
  );
}
