import { describe, expect, it } from 'vitest';
import { type NotificationText, showNotifications } from '../../electron/app/notifications.ts';
import type { Attention } from '../../electron/host/pane-attention.ts';
import type { AttentionListener } from '../../electron/host/types.ts';
import { type Config, defaultConfig } from '../../shared/config.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { Workspace } from '../../shared/model.ts';
import { firstRun } from '../support/workspaces.ts';

function desktop({ config = defaultConfig, hasFocus = false, isPrivate = false } = {}) {
  const listeners: AttentionListener[] = [];
  const shown: NotificationText[] = [];
  const open: NotificationText[] = [];
  const clicks: (() => void)[] = [];
  const revealed: PaneId[] = [];
  const base: Workspace = firstRun();
  const pane = base.panes.p1;
  if (pane === undefined) throw new Error('the workspace has no p1');
  const workspace: Workspace = { ...base, panes: { ...base.panes, p1: { ...pane, private: isPrivate } } };
  const stop = showNotifications({
    host: {
      config,
      workspace,
      subscribeAttention(listener) {
        listeners.push(listener);
        return () => undefined;
      },
    },
    hasFocus: () => hasFocus,
    show(text, onClick) {
      shown.push(text);
      open.push(text);
      clicks.push(onClick);
      return { close: () => void open.splice(open.indexOf(text), 1) };
    },
    reveal: (id) => revealed.push(id),
  });
  const ask = (attention: Attention, isSeen = false) => {
    for (const listener of listeners) listener(attention, { isSeen });
  };
  return { ask, shown, open, clicks, revealed, stop };
}

const said: Attention = { kind: 'notification', pane: 'p1', title: '', body: 'hello' };
const ended: Attention = {
  kind: 'command-ended',
  pane: 'p1',
  command: 'make all',
  exitCode: 2,
  ranMs: 125_000,
};
const configWith = (terminal: Partial<Config['terminal']>): Config => ({
  ...defaultConfig,
  terminal: { ...defaultConfig.terminal, ...terminal },
});

describe('notifications of the desktop', () => {
  it('should show what a pane says that nobody looks at, and lead to it', () => {
    const { ask, shown, clicks, revealed } = desktop();
    ask(said);
    ask(ended, true);
    expect(shown).toEqual([
      { title: 'Everpane', body: 'hello' },
      { title: 'make all failed (exit 2)', body: 'It ran for 2 min 5 s.' },
    ]);
    clicks[0]?.();
    expect(revealed).toEqual(['p1']);
  });

  it('should not show what is on screen in the window that a person uses', () => {
    const { ask, shown } = desktop({ hasFocus: true });
    ask(said, true);
    expect(shown).toEqual([]);
    ask(said, false);
    expect(shown).toHaveLength(1);
  });

  it('should have one for each pane, and none after the end', () => {
    const { ask, open, stop } = desktop();
    ask(said);
    ask(ended);
    expect(open).toHaveLength(1);
    stop();
    expect(open).toEqual([]);
  });

  it('should follow the settings', () => {
    const quiet = desktop({ config: configWith({ notifications: false, notify_after_secs: 0 }) });
    quiet.ask(said);
    quiet.ask(ended);
    expect(quiet.shown).toEqual([]);
  });

  it('should keep the command line of a private pane to itself', () => {
    const { ask, shown } = desktop({ isPrivate: true });
    ask(ended);
    expect(shown[0]?.title).toBe('A command failed (exit 2)');
  });

  it('should say nothing of a pane that is gone', () => {
    const { ask, shown } = desktop();
    ask({ ...said, pane: 'p77' });
    expect(shown).toEqual([]);
  });
});
