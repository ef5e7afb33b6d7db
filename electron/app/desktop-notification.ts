// One notification of the desktop, by Electron; where the desktop takes none, nothing happens.
import { Notification } from 'electron';
import type { NotificationText, ShownNotification } from './notifications.ts';

export function showDesktopNotification(
  { title, body }: NotificationText,
  onClick: () => void,
): ShownNotification {
  if (!Notification.isSupported()) return { close: () => undefined };
  const notification = new Notification({ title, body, silent: true });
  notification.on('click', onClick);
  notification.show();
  return notification;
}
