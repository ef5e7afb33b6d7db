// What the actions on one terminal do: scrolling, its commands, copying and pasting.
import type { ActionId } from '../../shared/actions.ts';
import type { EverpaneBridge } from '../../shared/bridge.ts';
import type { AppState } from '../store/app-state.ts';
import { addNotice } from '../store/apply-message.ts';
import type { Store } from '../store/store.ts';
import type { PaneTerminal } from '../terminal/pane-terminal.ts';
import type { Paster } from './paster.ts';

export type TerminalActionId = Extract<
  ActionId,
  | 'edit.copy'
  | 'edit.copy-html'
  | 'edit.copy-ansi'
  | 'edit.paste'
  | 'edit.select-all'
  | 'edit.select-output'
  | 'edit.copy-output'
  | 'view.scroll-page-up'
  | 'view.scroll-page-down'
  | 'view.scroll-top'
  | 'view.scroll-bottom'
  | 'view.previous-command'
  | 'view.next-command'
>;

export interface TerminalDeedsContext {
  readonly store: Store<AppState>;
  readonly bridge: EverpaneBridge;
  readonly paster: Paster;
}

/** `on`: makes a deed of something to be done to the terminal that the action is about. */
export function terminalDeeds<Deed>(
  { store, bridge, paster }: TerminalDeedsContext,
  on: (act: (terminal: PaneTerminal) => void) => Deed,
): Record<TerminalActionId, Deed> {
  const say = (text: string): void =>
    store.update((state) => addNotice(state, { level: 'info', pane: null, text }));
  const copy = (text: string): void => {
    if (text !== '') void bridge.writeClipboard(text);
  };
  const copyHtml = (text: string, html: string): void => {
    const forms = { 'text/plain': text, 'text/html': html };
    const item = new ClipboardItem(
      Object.fromEntries(Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })])),
    );
    navigator.clipboard.write([item]).catch(() => copy(text));
  };
  const jump = (direction: 'previous' | 'next'): Deed =>
    on((terminal) => {
      if (!terminal.jumpToCommand(direction)) say('No shell has told here where its commands are.');
    });
  return {
    'edit.copy': on((terminal) => copy(terminal.selection())),
    'edit.copy-html': on((terminal) => {
      const text = terminal.selection();
      if (text !== '') copyHtml(text, terminal.styledSelection('html'));
    }),
    'edit.copy-ansi': on((terminal) => copy(terminal.styledSelection('ansi'))),
    'edit.paste': on((terminal) => {
      void bridge.readClipboard().then((text) => paster.paste(terminal.pane, text));
    }),
    'edit.select-all': on((terminal) => terminal.selectAll()),
    'edit.select-output': on(({ commands }) => {
      if (!commands.selectOutput()) say('There is no output of a command to select here.');
    }),
    'edit.copy-output': on(({ commands }) => {
      const text = commands.outputText();
      if (text === null) say('There is no output of a command to copy here.');
      else copy(text);
    }),
    'view.scroll-page-up': on((terminal) => terminal.scrollPages(-1)),
    'view.scroll-page-down': on((terminal) => terminal.scrollPages(1)),
    'view.scroll-top': on((terminal) => terminal.scrollToEnd('top')),
    'view.scroll-bottom': on((terminal) => terminal.scrollToEnd('bottom')),
    'view.previous-command': jump('previous'),
    'view.next-command': jump('next'),
  };
}
