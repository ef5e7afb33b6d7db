// Beside the pointer while a pane or a tab is dragged: what letting go here would do.
import { assertNever } from '../../shared/exhaustive.ts';
import { useAppState } from '../app/app-context.ts';
import { type Drag, osWindowAt } from '../app/drop-target.ts';
import type { AppState } from '../store/app-state.ts';
import { paneTitle, windowTitle } from '../text/pane-words.ts';
import './drag-label.css';

export function DragLabel() {
  const drag = useAppState(({ ui }) => ui.drag);
  const words = useAppState((state) => (state.ui.drag === null ? '' : dragWords(state, state.ui.drag)));
  if (drag === null) return null;
  const { x, y } = drag.at;
  return (
    <div
      className="drag-label"
      data-nowhere={drag.target.kind === 'nowhere' || undefined}
      style={{
        // Of its own size, so that it never leaves the window.
        transform: `translate(min(${x + 14}px, 100vw - 100% - 8px), min(${y + 16}px, 100vh - 100% - 8px))`,
      }}
    >
      {words}
    </div>
  );
}

/** Where nothing would happen: what is held. */
export function dragWords(state: AppState, { dragged, target }: Drag): string {
  const { osWindow, workspace } = state;
  const titleOf = (id: keyof typeof workspace.windows): string => {
    const window = workspace.windows[id];
    return window === undefined ? '' : windowTitle(workspace, window);
  };
  const held = (): string => {
    if (dragged.kind === 'tab') return titleOf(dragged.window);
    const pane = workspace.panes[dragged.pane];
    return pane === undefined ? '' : paneTitle(pane);
  };
  switch (target.kind) {
    case 'nowhere':
      return held();
    case 'pane':
      return { left: 'To the left', right: 'To the right', up: 'Above', down: 'Below', centre: 'Swap' }[
        target.side
      ];
    case 'tab':
      return `To the tab ${titleOf(target.window)}`;
    case 'new-tab':
      return 'To a new tab';
    case 'session':
      return `To ${workspace.sessions[target.session]?.name ?? ''}`;
    case 'outside': {
      const session = osWindowAt(workspace, osWindow, target.at)?.session ?? null;
      return session === null ? 'To a new window' : `To ${workspace.sessions[session]?.name ?? ''}`;
    }
    default:
      return assertNever(target);
  }
}
