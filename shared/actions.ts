// Everything a person can ask of a window, once: id, title and default keys. The native menu, the renderer's keys and the
// command palette are made from this table; what an action does is the renderer's (a menu item only sends the id).
//
// Which keys are ours: on Linux and Windows those with Ctrl+Shift, on macOS those with Cmd. Beyond that only the few
// below that no shell reads (Ctrl+Tab, Ctrl with plus, minus and zero, Shift+PageUp/PageDown, Ctrl+F6). Everything else
// belongs to the program in the pane, Alt+arrows (word and history moves in fish, zsh, vim, emacs) and F-keys included; only
// Shift+F10 opens a menu, as it does everywhere. Resizing has Super besides Ctrl+Shift, because desktops keep Ctrl+Alt+arrows.
// Ctrl+Shift+minus is readline's undo on most layouts, which is why only the unshifted Ctrl+minus changes the font.

export interface ActionDefinition {
  readonly id: string;
  readonly title: string;
  readonly group: 'Shell' | 'Edit' | 'View' | 'Panes' | 'Tabs' | 'Sessions';
  /** The first is the one shown; the others work as well. `Plus` is the key with + or = on it. */
  readonly keys: { readonly linux: readonly string[]; readonly mac: readonly string[] };
}

const action = <const Id extends string>(
  id: Id,
  group: ActionDefinition['group'],
  title: string,
  linux: readonly string[],
  mac: readonly string[],
) => ({ id, group, title, keys: { linux, mac } }) as const;

export const actionDefinitions = [
  action('tab.new', 'Shell', 'New tab', ['Ctrl+Shift+T'], ['Cmd+T']),
  action('tab.new-with-profile', 'Shell', 'New tab with a profile…', [], []),
  action('tab.new-private', 'Shell', 'New private tab', [], []),
  action('tab.run-command', 'Shell', 'Run a command in a new tab…', ['Ctrl+Shift+J'], ['Cmd+Shift+J']),
  action('session.new', 'Shell', 'New session', ['Ctrl+Shift+N'], ['Cmd+N']),
  action('os-window.new', 'Shell', 'New window', [], ['Cmd+Alt+N']),
  action('os-window.quick', 'Shell', 'Show or hide the quick terminal', [], []),
  action('pane.split-right', 'Shell', 'Split right', ['Ctrl+Shift+D'], ['Cmd+D']),
  action('pane.split-down', 'Shell', 'Split down', ['Ctrl+Shift+E'], ['Cmd+Shift+D']),
  action('pane.close', 'Shell', 'Close pane', ['Ctrl+Shift+W'], ['Cmd+W']),
  action('pane.reopen', 'Shell', 'Reopen closed pane', ['Ctrl+Shift+O'], ['Cmd+Shift+T']),
  action('app.quit', 'Shell', 'Quit', [], ['Cmd+Q']),

  action('edit.copy', 'Edit', 'Copy', ['Ctrl+Shift+C'], ['Cmd+C']),
  action('edit.copy-html', 'Edit', 'Copy with colours', [], []),
  action('edit.copy-ansi', 'Edit', 'Copy with escape sequences', [], []),
  action('edit.paste', 'Edit', 'Paste', ['Ctrl+Shift+V'], ['Cmd+V']),
  action('edit.select-all', 'Edit', 'Select all', ['Ctrl+Shift+A'], ['Cmd+A']),
  action('edit.select-output', 'Edit', 'Select output of the command', ['Ctrl+Shift+M'], ['Cmd+Shift+A']),
  action('edit.copy-output', 'Edit', 'Copy output of the command', ['Ctrl+Shift+Y'], ['Cmd+Shift+C']),
  action('edit.find', 'Edit', 'Find', ['Ctrl+Shift+F'], ['Cmd+F']),
  action('edit.clear', 'Edit', 'Clear pane', ['Ctrl+Shift+K'], ['Cmd+K']),

  action('view.palette', 'View', 'Command palette', ['Ctrl+Shift+P'], ['Cmd+Shift+P']),
  action('view.settings', 'View', 'Settings', ['Ctrl+Shift+,'], ['Cmd+,']),
  action('view.keyboard', 'View', 'Keyboard shortcuts', [], []),
  action('view.timeline', 'View', 'Go back to a restore point…', [], []),
  action('view.menu', 'View', 'Open the menu', ['Shift+F10'], []),
  action('view.sidebar', 'View', 'Show or hide sessions', ['Ctrl+Shift+B'], ['Cmd+Shift+B']),
  action('view.font-larger', 'View', 'Larger font', ['Ctrl+Plus'], ['Cmd+Plus']),
  action('view.font-smaller', 'View', 'Smaller font', ['Ctrl+-'], ['Cmd+-']),
  action('view.font-reset', 'View', 'Reset font size', ['Ctrl+0'], ['Cmd+0']),
  action('view.scroll-page-up', 'View', 'Scroll page up', ['Shift+PageUp'], ['Shift+PageUp']),
  action('view.scroll-page-down', 'View', 'Scroll page down', ['Shift+PageDown'], ['Shift+PageDown']),
  action('view.scroll-top', 'View', 'Scroll to top', ['Ctrl+Shift+Home'], ['Cmd+Home']),
  action('view.scroll-bottom', 'View', 'Scroll to bottom', ['Ctrl+Shift+End'], ['Cmd+End']),
  action('view.previous-command', 'View', 'Go to the previous command', ['Ctrl+Shift+H'], ['Cmd+Up']),
  action('view.next-command', 'View', 'Go to the next command', ['Ctrl+Shift+L'], ['Cmd+Down']),
  action('view.broadcast', 'View', 'Type into all panes of the tab', ['Ctrl+Shift+I'], ['Cmd+Alt+I']),
  action('view.screen-reader', 'View', 'Turn support for screen readers on or off', [], []),
  action('view.leave-terminal', 'View', 'Move focus to the tabs or back', ['Ctrl+F6'], ['Cmd+F6']),

  action('pane.focus-left', 'Panes', 'Focus pane left', ['Ctrl+Shift+Left'], ['Cmd+Alt+Left']),
  action('pane.focus-right', 'Panes', 'Focus pane right', ['Ctrl+Shift+Right'], ['Cmd+Alt+Right']),
  action('pane.focus-up', 'Panes', 'Focus pane above', ['Ctrl+Shift+Up'], ['Cmd+Alt+Up']),
  action('pane.focus-down', 'Panes', 'Focus pane below', ['Ctrl+Shift+Down'], ['Cmd+Alt+Down']),
  action('pane.zoom', 'Panes', 'Zoom pane', ['Ctrl+Shift+Z', 'Ctrl+Shift+Enter'], ['Cmd+Shift+Enter']),
  action('pane.equalise', 'Panes', 'Make panes the same size', ['Ctrl+Shift+S'], ['Cmd+Alt+=']),
  action('pane.resize-left', 'Panes', 'Resize pane to the left', ['Ctrl+Shift+Cmd+Left'], ['Cmd+Ctrl+Left']),
  action(
    'pane.resize-right',
    'Panes',
    'Resize pane to the right',
    ['Ctrl+Shift+Cmd+Right'],
    ['Cmd+Ctrl+Right'],
  ),
  action('pane.resize-up', 'Panes', 'Resize pane upwards', ['Ctrl+Shift+Cmd+Up'], ['Cmd+Ctrl+Up']),
  action('pane.resize-down', 'Panes', 'Resize pane downwards', ['Ctrl+Shift+Cmd+Down'], ['Cmd+Ctrl+Down']),
  action('pane.swap-left', 'Panes', 'Swap with the pane on the left', [], []),
  action('pane.swap-right', 'Panes', 'Swap with the pane on the right', [], []),
  action('pane.swap-up', 'Panes', 'Swap with the pane above', [], []),
  action('pane.swap-down', 'Panes', 'Swap with the pane below', [], []),
  action('pane.move-to-tab', 'Panes', 'Move pane to another tab…', [], []),
  action('pane.move-to-new-tab', 'Panes', 'Move pane to a new tab', [], []),
  action('pane.rerun', 'Panes', 'Run again what was running', ['Ctrl+Shift+G'], ['Cmd+Shift+G']),
  action(
    'pane.dismiss-restored',
    'Panes',
    'Dismiss what is said of the restore',
    ['Ctrl+Shift+X'],
    ['Cmd+Shift+X'],
  ),
  action('pane.respawn', 'Panes', 'Start the shell again', [], []),

  action('tab.next', 'Tabs', 'Next tab', ['Ctrl+Tab', 'Ctrl+Shift+PageDown'], ['Cmd+Shift+]', 'Ctrl+Tab']),
  action(
    'tab.previous',
    'Tabs',
    'Previous tab',
    ['Ctrl+Shift+Tab', 'Ctrl+Shift+PageUp'],
    ['Cmd+Shift+[', 'Ctrl+Shift+Tab'],
  ),
  action('tab.rename', 'Tabs', 'Rename tab', ['Ctrl+Shift+R'], ['Cmd+Shift+R']),
  action('tab.move-left', 'Tabs', 'Move tab to the left', [], []),
  action('tab.move-right', 'Tabs', 'Move tab to the right', [], []),
  action('tab.move-to-session', 'Tabs', 'Move tab to another session…', [], []),
  action('tab.move-to-new-window', 'Tabs', 'Move tab to a new window', [], []),
  action('tab.close', 'Tabs', 'Close tab', [], []),

  action('session.next', 'Sessions', 'Next session', ['Ctrl+Shift+]'], ['Cmd+Alt+]']),
  action('session.previous', 'Sessions', 'Previous session', ['Ctrl+Shift+['], ['Cmd+Alt+[']),
  action('session.rename', 'Sessions', 'Rename session', [], []),
  action('session.move-up', 'Sessions', 'Move session up', [], []),
  action('session.move-down', 'Sessions', 'Move session down', [], []),
  action('session.open-in-window', 'Sessions', 'Show session in a new window', [], []),
  action('session.close', 'Sessions', 'Close session', [], []),
] as const satisfies readonly ActionDefinition[];

export type ActionId = (typeof actionDefinitions)[number]['id'];

const titles = new Map<ActionId, string>(actionDefinitions.map(({ id, title }) => [id, title]));

/** As people read it. */
export function actionTitle(id: ActionId): string {
  return titles.get(id) ?? id;
}
