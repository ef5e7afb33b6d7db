// The whole window: connects the state to the parts that draw it, and what people do there to commands.
import { type CSSProperties, useCallback, useMemo } from 'react';
import { type ActionId, actionTitle } from '../../shared/actions.ts';
import { isSessionId, isWindowId } from '../../shared/ids.ts';
import { ProfileMenu } from '../launcher/profile-menu.tsx';
import { Overlays } from '../overlays/overlays.tsx';
import { RecoveryBanner } from '../overlays/recovery-banner.tsx';
import { PaneArea } from '../panes/pane-area.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SettingsTab } from '../settings/settings-tab.tsx';
import { StatusLine } from '../status/status-line.tsx';
import { focusedPane, isSidebarShown, shownSession, shownWindow } from '../store/selectors.ts';
import { paneTitle } from '../text/pane-words.ts';
import { EmptyWorkspace } from '../workspace/empty-workspace.tsx';
import { SessionList } from '../workspace/session-list.tsx';
import { TabStrip } from '../workspace/tab-strip.tsx';
import { useApp, useAppState } from './app-context.ts';
import { cancelDrag, dropDrag, moveDrag } from './drag.ts';
import { sessionItems, tabItems } from './items.ts';
import { closeSettings, dismissBanner, endRenaming, startRenaming } from './ui-state.ts';
import './window-frame.css';

/** What a person may want where nothing is. */
const beginnings: readonly ActionId[] = ['session.new', 'pane.reopen', 'view.timeline', 'view.palette'];

export function WindowFrame() {
  const { act, isPossible, keyMap, store } = useApp();
  const connection = useAppState((state) => state.connection);
  const window = useAppState(shownWindow);
  const isSidebar = useAppState(isSidebarShown);
  const recovery = useAppState((state) => state.recovery);
  const dismissed = useAppState((state) => state.ui.dismissedRecovery);
  const settings = useAppState(({ ui }) => ui.settings);
  const isPutAside = useAppState(({ config }) => !config.persistence.restore_on_startup);
  const padding = useAppState(({ config }) => config.terminal.padding);
  const putBannerAway = useCallback(() => store.update(dismissBanner), [store]);
  return (
    <div
      className="window-frame"
      data-sidebar={isSidebar || undefined}
      style={{ '--pane-padding': `${padding}px` } as CSSProperties}
    >
      <div className="window-body">
        {isSidebar && <Sidebar />}
        <main className="window-main">
          <h1 className="visually-hidden">Everpane</h1>
          <Tabs isSidebarShown={isSidebar} />
          <div className="window-panes">
            <div className="window-layer" inert={settings !== null}>
              {window !== null ? (
                <PaneArea window={window} />
              ) : (
                connection !== 'connecting' && (
                  <EmptyWorkspace
                    offers={beginnings
                      .filter((action) => isPossible(action))
                      .map((action) => ({
                        title: actionTitle(action),
                        caps: keyMap.capsOf(action),
                        onChoose: () => act(action),
                      }))}
                  />
                )
              )}
            </div>
            {settings !== null && <SettingsPage view={settings} />}
            {recovery !== null && recovery.at !== dismissed && (
              <RecoveryBanner recovery={recovery} isPutAside={isPutAside} onDismiss={putBannerAway} />
            )}
          </div>
        </main>
      </div>
      <Status />
      <Overlays />
    </div>
  );
}

function Sidebar() {
  const { act, commander, store } = useApp();
  const workspace = useAppState((state) => state.workspace);
  const shown = useAppState(shownSession);
  const renaming = useAppState((state) => state.ui.renaming);
  const target = useAppState((state) => state.ui.drag?.target ?? null);
  const items = useMemo(() => sessionItems(workspace, shown), [workspace, shown]);
  return (
    <SessionList
      items={items}
      shown={shown?.id ?? null}
      dropOn={target?.kind === 'session' ? target.session : null}
      renaming={isSessionId(renaming) ? renaming : null}
      onCreate={() => act('session.new')}
      onSelect={(target) => void commander.run('focus', { target })}
      onClose={(target) => void commander.close(target)}
      onStartRename={(target) => store.update(startRenaming(target))}
      onRename={(target, name) => {
        store.update(endRenaming);
        // A session always has a name.
        if (name !== null && name !== '') void commander.run('rename', { target, name });
      }}
      onMove={(session, index) => void commander.run('session.move', { session, index })}
      onLeave={() => act('view.leave-terminal')}
    />
  );
}

function Tabs({ isSidebarShown }: { isSidebarShown: boolean }) {
  const { act, commander, store } = useApp();
  const workspace = useAppState((state) => state.workspace);
  const session = useAppState(shownSession);
  const renaming = useAppState((state) => state.ui.renaming);
  const target = useAppState((state) => state.ui.drag?.target ?? null);
  const isSettings = useAppState(({ ui }) => ui.settings !== null);
  const profiles = useAppState(({ config }) => config.profiles);
  const items = useMemo(() => tabItems(workspace, session, profiles), [workspace, session, profiles]);
  return (
    <TabStrip
      items={items}
      active={session?.activeWindow ?? null}
      settings={isSettings ? <SettingsTab onClose={() => store.update(closeSettings)} /> : null}
      besideNew={<ProfileMenu />}
      onSettings={() => act('view.settings')}
      onPress={() => store.update(closeSettings)}
      dropOn={target?.kind === 'tab' ? target.window : target?.kind === 'new-tab' ? 'new' : null}
      renaming={isWindowId(renaming) ? renaming : null}
      isSidebarShown={isSidebarShown}
      onToggleSidebar={() => act('view.sidebar')}
      onCreate={() => act('tab.new')}
      onSelect={(target) => void commander.run('focus', { target })}
      onClose={(target) => void commander.close(target)}
      onStartRename={(target) => store.update(startRenaming(target))}
      onRename={(target, name) => {
        store.update(endRenaming);
        // An empty name gives the tab back its pane's title.
        if (name !== null) void commander.run('rename', { target, name });
      }}
      onMove={(window, index) => {
        if (session !== null) void commander.run('window.move', { window, session: session.id, index });
      }}
      away={(window) => {
        const context = { store, commander };
        const dragged = { kind: 'tab', window } as const;
        return {
          handleMove: (event) => moveDrag(context, dragged, event),
          handleDrop: (event) => dropDrag(context, dragged, event),
          handleCancel: () => cancelDrag(context),
        };
      }}
      onLeave={() => act('view.leave-terminal')}
    />
  );
}

function Status() {
  const pane = useAppState(focusedPane);
  return (
    <StatusLine pane={pane && { title: paneTitle(pane), cwd: pane.cwd, cols: pane.cols, rows: pane.rows }} />
  );
}
