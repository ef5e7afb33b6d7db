// Dragging panes and tabs: the state while it goes on, and what letting go asks of the host.
import { assertNever } from '../../shared/exhaustive.ts';
import type { Bounds } from '../../shared/model.ts';
import type { AppState } from '../store/app-state.ts';
import type { Store } from '../store/store.ts';
import type { Commander } from './commander.ts';
import { type Dragged, type DropTarget, dropTargetAt, osWindowAt, type Point } from './drop-target.ts';
import { setDrag } from './ui-state.ts';

export interface DragContext {
  readonly store: Store<AppState>;
  readonly commander: Commander;
}

/** A new window lies so that the pointer holds it by its first tab. */
const HOLD = { x: 120, y: 18 };

export function moveDrag({ store }: DragContext, dragged: Dragged, event: PointerEvent): void {
  const target = dropTargetAt(document, dragged, event);
  store.update(setDrag({ dragged, target, at: { x: event.clientX, y: event.clientY } }));
}

export function cancelDrag({ store }: DragContext): void {
  store.update(setDrag(null));
}

export function dropDrag(context: DragContext, dragged: Dragged, event: PointerEvent): void {
  const target = dropTargetAt(document, dragged, event);
  cancelDrag(context);
  if (dragged.kind === 'pane') dropPane(context, dragged.pane, target);
  else dropTab(context, dragged.window, target);
}

type PaneDrag = Extract<Dragged, { kind: 'pane' }>['pane'];
type TabDrag = Extract<Dragged, { kind: 'tab' }>['window'];

function dropPane({ store, commander }: DragContext, pane: PaneDrag, target: DropTarget): void {
  switch (target.kind) {
    case 'pane':
      if (target.side === 'centre') void commander.run('pane.swap', { a: pane, b: target.pane });
      else void commander.run('pane.move', { pane, to: target.pane, direction: target.side });
      return;
    case 'tab': {
      const isThere = store.get().workspace.panes[pane]?.window === target.window;
      if (!isThere) void commander.run('pane.move', { pane, to: target.window });
      return;
    }
    case 'new-tab':
      void commander.run('pane.move', { pane, to: 'new' });
      return;
    case 'session':
    case 'outside':
    case 'nowhere':
      return;
    default:
      assertNever(target);
  }
}

function dropTab({ store, commander }: DragContext, window: TabDrag, target: DropTarget): void {
  const { osWindow, workspace } = store.get();
  const own = workspace.sessions[workspace.windows[window]?.session ?? 's0'];
  const moveTo = (session: keyof typeof workspace.sessions): void => {
    if (session === own?.id) return;
    const index = workspace.sessions[session]?.windows.length ?? 0;
    void commander.run('window.move', { window, session, index });
  };
  if (target.kind === 'session') moveTo(target.session);
  if (target.kind !== 'outside') return;
  const other = osWindowAt(workspace, osWindow, target.at);
  if (other?.session != null) moveTo(other.session);
  // The only tab of a session is in a window of its own already.
  else if ((own?.windows.length ?? 0) > 1) {
    void commander.run('window.detach', { window, bounds: boundsAt(target.at) });
  }
}

function boundsAt({ x, y }: Point): Bounds {
  const { outerWidth: width, outerHeight: height } = globalThis;
  return { x: x - HOLD.x, y: y - HOLD.y, width, height };
}
