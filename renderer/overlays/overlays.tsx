// Whatever lies over the window just now.
import { useMemo } from 'react';
import { assertNever } from '../../shared/exhaustive.ts';
import { isPaneId, isSessionId, isWindowId, type PaneId, type WindowId } from '../../shared/ids.ts';
import type { Workspace } from '../../shared/model.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { type PalettePlace, placesToGo, sessionsForTab, tabsForPane } from '../app/palette-places.ts';
import { closeMenu, closeOverlay, dismissNotice, noteUse } from '../app/ui-state.ts';
import { Launcher } from '../launcher/launcher.tsx';
import type { CloseTarget, PalettePurpose } from '../store/app-state.ts';
import { shownWindow, showsPane } from '../store/selectors.ts';
import { closeQuestion, quitQuestion } from '../text/close-question.ts';
import { panePlace } from '../text/pane-words.ts';
import { TimelineDialog } from '../timeline/timeline-dialog.tsx';
import { CommandPalette, type PaletteActions } from './command-palette.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ConfirmPaste } from './confirm-paste.tsx';
import { ContextMenu } from './context-menu.tsx';
import { DragLabel } from './drag-label.tsx';
import { Notices } from './notices.tsx';

export function Overlays() {
  const { act, bridge, commander, isPossible, keyMap, paster, store } = useApp();
  const overlay = useAppState(({ ui }) => ui.overlay);
  const notices = useAppState(({ ui }) => ui.notices);
  const window = useAppState((state) => (state.ui.settings === null ? shownWindow(state) : null));
  const dismiss = useMemo(() => (key: number) => store.update(dismissNotice(key)), [store]);
  const close = () => store.update(closeOverlay);
  return (
    <>
      <Notices
        // Of a pane that can be seen it is said in that pane.
        notices={notices.filter(({ pane }) => pane === null || window === null || !showsPane(window, pane))}
        placeOf={(pane) => panePlace(store.get().workspace, pane)}
        onShow={(pane) => void commander.run('focus', { target: pane })}
        onDismiss={dismiss}
      />
      <DragLabel />
      {overlay.kind === 'launcher' && <Launcher of={overlay.of} />}
      {overlay.kind === 'timeline' && <TimelineDialog />}
      {overlay.kind === 'palette' && <Palette key={overlay.purpose.kind} purpose={overlay.purpose} />}
      {overlay.kind === 'menu' && (
        <ContextMenu
          key={`${overlay.menu.at.x},${overlay.menu.at.y}`}
          menu={overlay.menu}
          capsOf={keyMap.capsOf}
          isPossible={(action) => isPossible(action, overlay.menu.subject ?? undefined)}
          onAction={(action) => {
            close();
            act(action, overlay.menu.subject ?? undefined);
          }}
          onClose={() => store.update(closeMenu(overlay.menu))}
        />
      )}
      {overlay.kind === 'confirm-quit' && (
        <ConfirmDialog
          title="Quit Everpane?"
          message={quitQuestion(overlay.running)}
          confirm="Quit"
          onCancel={close}
          onConfirm={() => {
            close();
            bridge.quit();
          }}
        />
      )}
      {overlay.kind === 'confirm-paste' && (
        <ConfirmPaste
          text={overlay.text}
          bracketed={overlay.bracketed}
          onCancel={close}
          onConfirm={() => {
            close();
            paster.pasteUnasked(overlay.pane, overlay.text);
          }}
        />
      )}
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

function Palette({ purpose }: { readonly purpose: PalettePurpose }) {
  const { act, commander, isPossible, keyMap, store } = useApp();
  const workspace = useAppState((state) => state.workspace);
  const userHome = useAppState((state) => state.userHome);
  const used = useAppState(({ ui }) => ui.used);
  const places = useMemo(() => placesFor(purpose, workspace, userHome), [purpose, workspace, userHome]);
  // Closed first: what follows may want the focus for something else.
  const close = () => store.update(closeOverlay);
  const actions: PaletteActions = {
    used,
    capsOf: keyMap.capsOf,
    isPossible,
    onAction(action) {
      close();
      store.update(noteUse(action));
      act(action);
    },
  };
  const common = { places, onClose: close };
  switch (purpose.kind) {
    case 'anything':
      return (
        <CommandPalette
          {...common}
          prompt="Type what you want to do, or where to go"
          actions={actions}
          extra={null}
          onPlace={(target) => {
            close();
            void commander.run('focus', { target });
          }}
        />
      );
    case 'move-pane': {
      const { pane } = purpose;
      const move = (to: WindowId | PaneId | 'new') => {
        close();
        void commander.run('pane.move', { pane, to });
      };
      const isAlone = !isPossible('pane.move-to-new-tab', pane);
      return (
        <CommandPalette
          {...common}
          prompt="Move the pane to which tab?"
          actions={null}
          extra={isAlone ? null : { title: 'A new tab', onSelect: () => move('new') }}
          onPlace={(to) => isWindowId(to) && move(to)}
        />
      );
    }
    case 'move-tab': {
      const { window } = purpose;
      const isAlone = !isPossible('tab.move-to-new-window', window);
      const detach = () => {
        close();
        void commander.run('window.detach', { window });
      };
      return (
        <CommandPalette
          {...common}
          prompt="Move the tab to which session?"
          actions={null}
          extra={isAlone ? null : { title: 'A session in a new window', onSelect: detach }}
          onPlace={(session) => {
            close();
            if (!isSessionId(session)) return;
            const index = workspace.sessions[session]?.windows.length ?? 0;
            void commander.run('window.move', { window, session, index });
          }}
        />
      );
    }
    default:
      return assertNever(purpose);
  }
}

function placesFor(purpose: PalettePurpose, workspace: Workspace, userHome: string): PalettePlace[] {
  switch (purpose.kind) {
    case 'anything':
      return placesToGo(workspace, userHome);
    case 'move-pane':
      return tabsForPane(workspace, purpose.pane, userHome);
    case 'move-tab':
      return sessionsForTab(workspace, purpose.window);
    default:
      return assertNever(purpose);
  }
}
