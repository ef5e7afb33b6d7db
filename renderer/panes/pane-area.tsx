// The panes of the shown window as siblings on computed rectangles, the lines between them, and who has the keyboard.
import { useEffect, useMemo, useRef } from 'react';
import { idNumber } from '../../shared/ids.ts';
import { nodeAt, panesOf, placeLayout, type SplitHandle } from '../../shared/layout.ts';
import type { Bounds, Window } from '../../shared/model.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { isFocusFree } from '../app/focus-chrome.ts';
import { DropZone } from './drop-zone.tsx';
import { PaneFrame } from './pane-frame.tsx';
import { SplitLine } from './split-line.tsx';
import { useElementSize } from './use-element-size.ts';
import './pane-area.css';
import './restored-divider.css';

const LINE_PIXELS = 1;

export function PaneArea({ window }: { window: Window }) {
  const { commander } = useApp();
  const area = useRef<HTMLDivElement>(null);
  const size = useElementSize(area);
  const panes = useAppState(({ workspace }) => workspace.panes);
  useTerminalFocus(window, size !== null);

  const { layout, zoomedPane } = window;
  const placement = useMemo(() => {
    if (size === null) return null;
    const bounds: Bounds = { x: 0, y: 0, ...size };
    return placeLayout(zoomedPane ?? layout, bounds, LINE_PIXELS);
  }, [layout, zoomedPane, size]);

  const count = panesOf(layout).length;
  // In an order that no split, swap or move changes, so that none of them remounts a pane.
  const placed = [...(placement?.panes ?? [])].sort(([a], [b]) => idNumber(a) - idNumber(b));
  const target = useAppState(({ ui }) => ui.drag?.target ?? null);
  const dropBounds = target?.kind === 'pane' ? placement?.panes.get(target.pane) : undefined;
  return (
    <div ref={area} className="pane-area">
      {placed.map(([id, bounds]) => {
        const pane = panes[id];
        return pane === undefined ? null : (
          <PaneFrame
            key={id}
            pane={pane}
            bounds={bounds}
            isActive={id === window.activePane}
            isZoomed={id === zoomedPane}
            hasHeader={count > 1}
          />
        );
      })}
      {target?.kind === 'pane' && dropBounds !== undefined && (
        <DropZone bounds={dropBounds} side={target.side} />
      )}
      {placement?.handles.map((handle) => (
        <SplitLine
          key={`${handle.path.join('.')}/${handle.index}`}
          handle={handle}
          ratios={ratiosAt(window, handle)}
          length={size === null ? 0 : splitLength(window, handle, size)}
          onRatios={(ratios, done) =>
            void commander.run('layout.ratios', {
              window: window.id,
              path: [...handle.path],
              ratios: [...ratios],
              done,
            })
          }
          onEqualise={() =>
            void commander.run('layout.equalise', { window: window.id, path: [...handle.path] })
          }
        />
      ))}
    </div>
  );
}

function ratiosAt({ layout }: Window, { path }: SplitHandle): readonly number[] {
  const node = nodeAt(layout, path);
  return node === null || typeof node === 'string' ? [] : node.ratios;
}

/** Pixels that the children of a handle's split share. */
function splitLength(
  { layout }: Window,
  handle: SplitHandle,
  area: { width: number; height: number },
): number {
  let { width, height } = area;
  let node: Window['layout'] | undefined = layout;
  for (const index of [...handle.path, null]) {
    if (node === undefined || typeof node === 'string') return 0;
    const gaps = LINE_PIXELS * (node.children.length - 1);
    if (index === null) return (node.dir === 'row' ? width : height) - gaps;
    const ratio = node.ratios[index] ?? 0;
    if (node.dir === 'row') width = (width - gaps) * ratio;
    else height = (height - gaps) * ratio;
    node = node.children[index];
  }
  return 0;
}

/**
 * The focused pane's terminal has the keyboard unless a person took it elsewhere: after every change of pane, and when
 * whatever lay over the window has gone.
 */
function useTerminalFocus({ activePane }: Window, isPlaced: boolean): void {
  const { deck } = useApp();
  const overlay = useAppState(({ ui }) => ui.overlay.kind);
  const renaming = useAppState(({ ui }) => ui.renaming);
  const find = useAppState(({ ui }) => ui.find?.pane ?? null);
  useEffect(() => {
    if (!isPlaced || overlay !== 'none' || renaming !== null || find === activePane) return;
    if (isFocusFree(document)) deck.get(activePane)?.focus();
  }, [deck, isPlaced, activePane, overlay, renaming, find]);
}
