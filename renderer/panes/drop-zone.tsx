// Where a dragged pane would come to lie: a half of the pane under the pointer, or its place.
import type { Direction } from '../../shared/layout.ts';
import type { Bounds } from '../../shared/model.ts';
import './drop-zone.css';

export interface DropZoneProps {
  /** Of the pane under the pointer. */
  readonly bounds: Bounds;
  readonly side: Direction | 'centre';
}

export function DropZone({ bounds, side }: DropZoneProps) {
  const { x: left, y: top, width, height } = halfOf(bounds, side);
  return <div className="drop-zone" data-side={side} style={{ left, top, width, height }} />;
}

function halfOf(bounds: Bounds, side: DropZoneProps['side']): Bounds {
  const width = Math.round(bounds.width / 2);
  const height = Math.round(bounds.height / 2);
  switch (side) {
    case 'left':
      return { ...bounds, width };
    case 'right':
      return { ...bounds, x: bounds.x + bounds.width - width, width };
    case 'up':
      return { ...bounds, height };
    case 'down':
      return { ...bounds, y: bounds.y + bounds.height - height, height };
    case 'centre':
      return bounds;
  }
}
