import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../electron/app/menu-template.ts';
import { actionDefinitions } from '../../shared/actions.ts';

function itemsOf(platform: NodeJS.Platform, sent: string[] = []): MenuItemConstructorOptions[] {
  const template = menuTemplate('Everpane', {
    platform,
    keys: {},
    send: (action) => sent.push(action),
    toggleDeveloperTools: () => sent.push('developer tools'),
  });
  return template.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []));
}

describe('menuTemplate', () => {
  it('should offer every action once and send its id', () => {
    for (const platform of ['linux', 'darwin'] as const) {
      const sent: string[] = [];
      for (const item of itemsOf(platform, sent)) {
        if (item.id !== undefined) (item.click as (() => void) | undefined)?.();
      }
      expect(sent).toEqual(expect.arrayContaining(actionDefinitions.map(({ id }) => id)));
      expect(sent).toHaveLength(actionDefinitions.length);
    }
  });

  it('should take no key from the page where the page owns the keys', () => {
    const items = itemsOf('linux');
    expect(items.filter((item) => item.accelerator && item.registerAccelerator !== false)).toEqual([]);
    // A mnemonic would make Alt and a letter open a menu.
    expect(items.filter((item) => item.label?.includes('&'))).toEqual([]);
    expect(items.filter((item) => item.role !== undefined).map((item) => item.role)).toEqual([]);
  });

  it('should own the keys of the menu bar on macOS', () => {
    const items = itemsOf('darwin');
    expect(items.find((item) => item.id === 'edit.copy')).toMatchObject({
      accelerator: 'Cmd+C',
      registerAccelerator: true,
    });
  });
});
