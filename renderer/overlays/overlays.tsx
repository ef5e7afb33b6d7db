// Whatever lies over the window just now.
import { useMemo } from 'react';
import { isPaneId, isWindowId } from '../../shared/ids.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { palettePlaces } from '../app/items.ts';
import { closeOverlay, dismissNotice } from '../app/ui-state.ts';
import type { CloseTarget } from '../store/app-state.ts';
import { closeQuestion } from '../text/close-question.ts';
import { CommandPalette } from './command-palette.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Notices } from './notices.tsx';

export function Overlays() {
  const { store, commander } = useApp();
  const overlay = useAppState(({ ui }) => ui.overlay);
  const notices = useAppState(({ ui }) => ui.notices);
  const dismiss = useMemo(() => (key: number) => store.update(dismissNotice(key)), [store]);
  const close = () => store.update(closeOverlay);
  return (
    <>
      <Notices notices={notices} onDismiss={dismiss} />
      {overlay.kind === 'palette' && <Palette />}
      {overlay.kind === 'confirm-close' && (
        <ConfirmDialog
          title={`Close this ${whatIs(overlay.target)}?`}
          message={closeQuestion(store.get().workspace, overlay.target, overlay.message)}
          confirm="Close anyway"
          onCancel={close}
          onConfirm={() => {
            close();
            void commander.run('close', { target: overlay.target, force: true });
          }}
        />
      )}
    </>
  );
}

function whatIs(target: CloseTarget): string {
  if (isPaneId(target)) return 'pane';
  return isWindowId(target) ? 'tab' : 'session';
}

function Palette() {
  const { act, commander, keyMap, store } = useApp();
  const workspace = useAppState((state) => state.workspace);
  const places = useMemo(() => palettePlaces(workspace), [workspace]);
  // Closed first: what follows may want the focus for something else.
  const close = () => store.update(closeOverlay);
  return (
    <CommandPalette
      places={places}
      capsOf={keyMap.capsOf}
      onClose={close}
      onAction={(action) => {
        close();
        act(action);
      }}
      onPlace={(target) => {
        close();
        void commander.run('focus', { target });
      }}
    />
  );
}
