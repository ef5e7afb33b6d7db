// The native menu, made from the one table of actions. On macOS it is the menu bar and owns the keys; elsewhere the page owns
// them, the bar stays hidden and takes no key at all: Alt belongs to the program in the pane. A click only sends an id.
import type { MenuItemConstructorOptions } from 'electron';
import { keysOf } from '../../shared/action-keys.ts';
import {
  type ActionDefinition,
  type ActionId,
  actionDefinitions,
  actionTitle,
} from '../../shared/actions.ts';
import type { Config } from '../../shared/config.ts';

export interface AppMenuOptions {
  readonly platform: NodeJS.Platform;
  /** The user's own keys for actions. */
  readonly keys: Config['keys'];
  send(action: ActionId): void;
  toggleDeveloperTools(): void;
}

const groups: readonly ActionDefinition['group'][] = ['Shell', 'Edit', 'View', 'Panes', 'Tabs', 'Sessions'];

export function menuTemplate(appName: string, options: AppMenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  const menus = groups.map((group) => ({ label: group, submenu: groupItems(group, options) }));
  const own: MenuItemConstructorOptions = {
    label: appName,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      item('app.quit', options),
    ],
  };
  return isMac ? [own, ...menus, { role: 'windowMenu' }] : menus;
}

function groupItems(group: ActionDefinition['group'], options: AppMenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  const items: MenuItemConstructorOptions[] = actionDefinitions
    // macOS has it in the app's own menu.
    .filter((action) => action.group === group && !(isMac && action.id === 'app.quit'))
    .map((action) => item(action.id, options));
  if (group === 'View') {
    items.push({ type: 'separator' }, { label: 'Developer tools', click: options.toggleDeveloperTools });
  }
  return items;
}

function item(id: ActionId, { platform, keys, send }: AppMenuOptions): MenuItemConstructorOptions {
  const isMac = platform === 'darwin';
  const [key] = keysOf(id, isMac ? 'mac' : 'linux', keys);
  return {
    id,
    label: actionTitle(id),
    registerAccelerator: isMac,
    ...(key === undefined ? {} : { accelerator: key }),
    click: () => send(id),
  };
}
