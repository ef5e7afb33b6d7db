// The renderer's composition root: makes the parts and connects them. No logic here.
import '@xterm/xterm/css/xterm.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ActionId } from '../shared/actions.ts';
import { actionDefinitions } from '../shared/actions.ts';
import type { EverpaneBridge } from '../shared/bridge.ts';
import { markStart } from '../shared/start-marks.ts';
import { createLiveKeyMap } from './actions/key-map.ts';
import { allowsAction } from './app/allows-action.ts';
import { AppContext } from './app/app-context.ts';
import { followBells } from './app/bells.ts';
import { createCommander } from './app/commander.ts';
import {
  currentTheme,
  followAppearance,
  followBanner,
  followPanes,
  followSettings,
  followTheme,
  followTitle,
} from './app/follow-state.ts';
import { listenKeys } from './app/listen-keys.ts';
import { listenMenus } from './app/open-menu.ts';
import { handlePaneInput } from './app/pane-input.ts';
import { createPaster } from './app/paster.ts';
import { createPerform } from './app/perform.ts';
import { createReadiness } from './app/report-ready.ts';
import { zoomFont } from './app/ui-state.ts';
import { WindowFrame } from './app/window-frame.tsx';
import { zoomByWheel } from './app/zoom-by-wheel.ts';
import { HostClient } from './port/host-client.ts';
import { keepConnected } from './port/keep-connected.ts';
import { hintLearned } from './status/key-hints.ts';
import { initialState } from './store/app-state.ts';
import { applyMessage } from './store/apply-message.ts';
import { focusedPane } from './store/selectors.ts';
import { createStore } from './store/store.ts';
import { loadTerminalFonts } from './styles/fonts.ts';
import { appearanceFor } from './terminal/appearance.ts';
import { createPicturePool } from './terminal/images/picture-pool.ts';
import { TerminalDeck } from './terminal/terminal-deck.ts';
import { createWebglPool } from './terminal/webgl-pool.ts';

declare global {
  interface Window {
    readonly everpane: EverpaneBridge;
  }
}

function start(bridge: EverpaneBridge, root: HTMLElement): void {
  markStart('page-loaded');
  const store = createStore({ ...initialState, settings: bridge.settings });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const platform = bridge.platform === 'darwin' ? 'mac' : 'linux';
  document.documentElement.dataset.platform = bridge.platform;
  followTheme(store, dark, document.documentElement);
  const fonts = loadTerminalFonts(document.fonts);

  const client = new HostClient();
  const commander = createCommander(store, client);
  const readiness = createReadiness(store, () => bridge.reportReady());
  const ring = followBells({ store, bridge, deck: () => deck, now: () => performance.now() });
  const paneInput = { store, client, commander, deck: () => deck };
  const paster = createPaster(paneInput);
  const deck: TerminalDeck = new TerminalDeck({
    client,
    webgl: createWebglPool({ isUsable: !bridge.softwareGraphics }),
    pictures: createPicturePool(),
    appearanceOf: () => appearanceFor(initialState.config, currentTheme(initialState, dark), 0),
    isMac: platform === 'mac',
    openLink: (uri) => void bridge.openExternal(uri),
    findPaths: async (pane, texts) => {
      const outcome = await client.command('path.find', { pane, texts: [...texts] });
      return outcome.kind === 'done' ? outcome.value.found : [];
    },
    openPath: (pane, { path, line, column }) => void commander.run('path.open', { pane, path, line, column }),
    pathOfFile: (file) => bridge.pathOfFile(file),
    pastesOnMiddleClick: () => store.get().config.terminal.middle_click_paste,
    onBell: (pane) => ring(pane),
    onPaste: (pane, text) => paster.paste(pane, text),
    onInput: (pane, data) => handlePaneInput(paneInput, pane, data),
    isLive: (pane) => store.get().workspace.live[pane] !== undefined,
    onFocus: (pane) => {
      if (focusedPane(store.get())?.id !== pane) void commander.run('focus', { target: pane });
    },
    onSelection: (text) => {
      if (store.get().config.terminal.copy_on_select && text !== '') void bridge.writeClipboard(text);
    },
    onPainted: (pane) => readiness.handlePainted(pane),
  });
  followAppearance(store, dark, deck);
  followPanes(store, deck);
  followTitle(store, document);
  followSettings(store);
  followBanner(store, sessionStorage);

  const keyMap = createLiveKeyMap(platform, () => store.get().config);
  const { act, isPossible } = createPerform({ store, commander, deck, bridge, paster });
  const actByKey = (action: ActionId): void => {
    const hint = hintLearned(store.get(), action);
    if (hint !== null) void client.command('keys.learn', { actions: [hint] });
    act(action);
  };
  listenKeys(window, {
    keyMap,
    act: actByKey,
    allows: (action) => allowsAction(store.get(), document, action),
  });
  listenMenus(document, store);
  zoomByWheel(root, { isMac: platform === 'mac', zoom: (by) => store.update(zoomFont(by)) });
  bridge.onSettings((settings) => store.update((state) => ({ ...state, settings })));
  bridge.onMenuAction((action) => {
    if (isActionId(action)) act(action);
  });

  createRoot(root).render(
    <StrictMode>
      <AppContext value={{ bridge, store, commander, deck, keyMap, paster, act, isPossible }}>
        <WindowFrame />
      </AppContext>
    </StrictMode>,
  );
  const handleLost = keepConnected({ bridge, client, store, page: window, ready: fonts });
  client.listen({
    onState: (message) => {
      if (message.kind === 'welcome') markStart('welcomed');
      store.update((state) => applyMessage(state, message, Date.now()));
      if (message.kind === 'welcome') deck.reattach();
    },
    onLost: handleLost,
  });
}

const isActionId = (text: string): text is ActionId => actionDefinitions.some(({ id }) => id === text);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
start(window.everpane, root);
