// What a tab and a session have in common as items of a list: chosen by click and arrow keys, renamed where they stand,
// closed, dragged. Gives the handlers; how a row looks is its own.
import type { CSSProperties, KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import type { Reorder } from './use-reorder.ts';

export interface RowOptions<Id> {
  readonly axis: 'x' | 'y';
  readonly id: Id;
  readonly index: number;
  /** All of the list, in order. */
  readonly ids: readonly Id[];
  readonly isSelected: boolean;
  readonly isRenaming: boolean;
  readonly reorder: Reorder;
  readonly onSelect: (id: Id) => void;
  readonly onClose: (id: Id) => void;
  readonly onStartRename: (id: Id) => void;
  /** The keyboard goes back to the terminal. */
  readonly onLeave: () => void;
}

export interface RowProps {
  readonly 'aria-selected': boolean;
  readonly 'data-held': true | undefined;
  readonly tabIndex: 0 | -1;
  readonly style: CSSProperties | undefined;
  readonly onMouseDown: (event: MouseEvent) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onClick: () => void;
  readonly onAuxClick: (event: MouseEvent) => void;
  readonly onDoubleClick: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

const keys = {
  x: { back: 'ArrowLeft', forth: 'ArrowRight' },
  y: { back: 'ArrowUp', forth: 'ArrowDown' },
} as const;

export function rowProps<Id>(options: RowOptions<Id>): RowProps {
  const { axis, id, ids, index, isRenaming, isSelected, reorder } = options;
  const offset = reorder.offsetOf(index);
  return {
    'aria-selected': isSelected,
    'data-held': reorder.held === index || undefined,
    tabIndex: isSelected ? 0 : -1,
    style: offset === 0 ? undefined : { transform: `translate${axis.toUpperCase()}(${offset}px)` },
    // A press leaves the keyboard where it is, but for the field that is in the row.
    onMouseDown: (event) => {
      if (!isRenaming) event.preventDefault();
    },
    onPointerDown: (event) => reorder.handlePointerDown(event, index),
    onClick: () => {
      if (!isSelected) options.onSelect(id);
    },
    onAuxClick: ({ button }) => {
      if (button === 1) options.onClose(id);
    },
    onDoubleClick: () => options.onStartRename(id),
    onKeyDown: (event) => {
      const step = event.key === keys[axis].forth ? 1 : event.key === keys[axis].back ? -1 : 0;
      const next = step === 0 ? undefined : ids[index + step];
      if (next !== undefined) {
        options.onSelect(next);
        (event.currentTarget.parentElement?.children[index + step] as HTMLElement | undefined)?.focus();
      } else if (event.key === 'F2') options.onStartRename(id);
      else if (event.key === 'Delete') options.onClose(id);
      else if (event.key === 'Enter' || event.key === 'Escape') options.onLeave();
      else return;
      event.preventDefault();
    },
  };
}
