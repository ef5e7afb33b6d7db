// Panes that ask for a person, as notifications of the desktop: only those that nobody looks at, only as far as the settings
// allow, never more than a few at once. What a program says is shown as plain text and does nothing.
import type { Config } from '../../shared/config.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { Pane } from '../../shared/model.ts';
import type { Attention } from '../host/pane-attention.ts';
import type { Host } from '../host/types.ts';

export interface ShownNotification {
  close(): void;
}

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

export interface NotificationsOptions {
  readonly host: Pick<Host, 'config' | 'workspace' | 'subscribeAttention'>;
  /** Whether a window of the app has the keyboard. */
  hasFocus(): boolean;
  show(text: NotificationText, onClick: () => void): ShownNotification;
  /** The person wants to see the pane. */
  reveal(pane: PaneId): void;
}

/** The oldest goes when there are more. */
const MOST_SHOWN = 5;

/** Returns the way to stop. */
export function showNotifications(options: NotificationsOptions): () => void {
  const { host } = options;
  const shown = new Map<PaneId, ShownNotification>();
  const unsubscribe = host.subscribeAttention((attention, { isSeen }) => {
    const pane = host.workspace.panes[attention.pane];
    if (pane === undefined || (isSeen && options.hasFocus())) return;
    if (!isWanted(attention, host.config)) return;
    // One for a pane: what it says last.
    shown.get(pane.id)?.close();
    shown.delete(pane.id);
    const oldest = [...shown][0];
    if (shown.size >= MOST_SHOWN && oldest !== undefined) {
      oldest[1].close();
      shown.delete(oldest[0]);
    }
    shown.set(
      pane.id,
      options.show(notificationText(attention, pane), () => options.reveal(pane.id)),
    );
  });
  return () => {
    unsubscribe();
    for (const notification of shown.values()) notification.close();
  };
}

function isWanted(attention: Attention, { terminal }: Config): boolean {
  return attention.kind === 'command-ended' ? terminal.notify_after_secs > 0 : terminal.notifications;
}

/** A private pane's command line does not leave it. */
function notificationText(attention: Attention, pane: Pane): NotificationText {
  if (attention.kind === 'notification') {
    const { title, body } = attention;
    return title === '' ? { title: 'Everpane', body } : { title, body };
  }
  const { exitCode, ranMs } = attention;
  const name = pane.private ? null : attention.command;
  const how = exitCode === null ? 'ended' : exitCode === 0 ? 'is done' : `failed (exit ${exitCode})`;
  return {
    title: `${name === null ? 'A command' : shortened(name)} ${how}`,
    body: `It ran for ${duration(ranMs)}.`,
  };
}

const shortened = (command: string): string => (command.length > 60 ? `${command.slice(0, 59)}…` : command);

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
