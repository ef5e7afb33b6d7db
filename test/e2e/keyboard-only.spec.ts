// The window without a mouse, and without motion: where the focus goes and that it is seen, where it returns to, and that
// nothing moves for those who do not want it.
import type { Page } from '@playwright/test';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

/** The pane whose terminal has the keyboard; a field that lies over a pane is none. */
const keyboardPane = (page: Page) => () =>
  page.evaluate(() =>
    document.activeElement?.matches('.xterm-helper-textarea')
      ? (document.activeElement.closest('[data-pane-id]')?.getAttribute('data-pane-id') ?? null)
      : null,
  );

async function runAction({ page }: AppUnderTest, title: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByTestId('command-palette').getByRole('combobox').fill(title);
  await page.keyboard.press('Enter');
}

/** What has the focus, by the name that a screen reader says; and whether anything shows that it has it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const labels = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const label = labels.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const name = element.getAttribute('aria-label') ?? (label || element.textContent || element.tagName);
    const look = (one: Element) => {
      const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
      return [outline, boxShadow, borderColor, backgroundColor].join();
    };
    /** Whether it looks otherwise than its like without the focus. */
    const stands = (one: Element) => {
      const like = one.cloneNode(false) as Element;
      one.after(like);
      const isOther = look(one) !== look(like);
      like.remove();
      return isOther;
    };
    // A field without a frame of its own lies in one.
    const frame = element.tagName === 'INPUT' ? element.parentElement : null;
    return { name: name.trim(), isSeen: stands(element) || (frame !== null && stands(frame)) };
  });

/** The names of what Tab goes through, from where the focus is, `count` steps; each of them has to be seen to have it. */
async function tabThrough(page: Page, key: 'Tab' | 'Shift+Tab', count: number): Promise<string[]> {
  const names: string[] = [];
  for (let step = 0; step < count; step++) {
    await page.keyboard.press(key);
    const { name, isSeen } = await focused(page);
    expect.soft(isSeen, `the focus is seen on ${name}`).toBe(true);
    names.push(name);
  }
  return names;
}

test('should lead through the window in its order, and back into the terminal', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  await page.keyboard.press('Control+F6');
  await expect(page.getByTestId('window-tab')).toBeFocused();
  expect((await focused(page)).isSeen).toBe(true);
  expect(await tabThrough(page, 'Shift+Tab', 3)).toEqual(['Hide sessions', 'main1', 'New session']);
  const order = ['main1', 'Hide sessions', 'user', 'New tab', 'Settings'];
  expect(await tabThrough(page, 'Tab', order.length)).toEqual(order);
  await page.keyboard.press('Tab');
  await expect.poll(keyboardPane(page)).toBe('p1');
  await page.keyboard.press('Control+F6');
  await page.keyboard.press('Escape');
  await expect.poll(keyboardPane(page)).toBe('p1');
});

test('should be able to use every control of the settings', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  await page.keyboard.press('Control+Shift+<');
  await expect(page.getByLabel('Search the settings')).toBeFocused();
  const head = ['Open config.toml', 'Close settings', 'Appearance', 'Terminal'];
  expect(await tabThrough(page, 'Tab', head.length)).toEqual(head);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('settings').getByRole('heading', { name: 'Terminal' })).toBeVisible();
  const rest = await tabThrough(page, 'Tab', 9);
  expect(rest.slice(-3)).toEqual(['block', 'Cursor blink terminal.cursor_blink', 'Padding terminal.padding']);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: 'Cursor blink' })).toHaveAttribute('aria-checked', 'true');
  await expect.poll(() => everpane.cliOutput('config', 'get', 'terminal.cursor_blink')).toBe('true');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'bar' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('settings')).toHaveCount(0);
  await expect.poll(keyboardPane(page)).toBe('p1');
});

test('should give the focus back to what had it', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  await page.keyboard.press('Control+Shift+D');
  await expect.poll(keyboardPane(page)).toBe('p2');
  const openings: Record<string, () => Promise<void>> = {
    palette: () => page.keyboard.press('Control+Shift+P'),
    find: () => page.keyboard.press('Control+Shift+F'),
    menu: () => page.keyboard.press('Shift+F10'),
    launcher: () => page.keyboard.press('Control+Shift+J'),
    profiles: () => runAction(everpane, 'New tab with a profile'),
    timeline: () => runAction(everpane, 'Go back to a restore point'),
    settings: () => page.keyboard.press('Control+Shift+<'),
    rename: () => runAction(everpane, 'Rename tab'),
    journal: () => page.getByTestId('status-journal').click(),
  };
  for (const [what, open] of Object.entries(openings)) {
    await open();
    await expect.poll(keyboardPane(page), `${what} takes the focus`).not.toBe('p2');
    await page.keyboard.press('Escape');
    await expect.poll(keyboardPane(page), `${what} gives it back`).toBe('p2');
  }
  await page.keyboard.type('sleep 1234\n');
  await expect(page.locator('[data-pane-id=p2]')).toContainText('sleep 1234');
  await runAction(everpane, 'Close tab');
  await expect(page.getByRole('dialog')).toBeVisible();
  // It stays inside until it is answered.
  for (let step = 0; step < 5; step++) {
    await page.keyboard.press('Tab');
    const isInside = await page.evaluate(
      () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
    );
    expect(isInside).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect.poll(keyboardPane(page)).toBe('p2');
  await page.keyboard.press('Control+F6');
  const tab = page.getByTestId('window-tab');
  await page.keyboard.press('F2');
  await page.keyboard.type('named');
  await page.keyboard.press('Enter');
  await expect(tab).toContainText('named');
});

test('should move nothing where motion is not wanted, and little where it is', async ({ everpane }) => {
  const { page } = everpane;
  await expect.poll(keyboardPane(page)).toBe('p1');
  await page.keyboard.press('Control+Shift+D');
  await expect.poll(keyboardPane(page)).toBe('p2');
  /** Milliseconds of the longest animation or transition that anything on the page has. */
  const longest = () =>
    page.evaluate(() => {
      const ms = (text: string) =>
        Math.max(...text.split(', ').map((part) => Number.parseFloat(part) * 1000));
      const all = [...document.querySelectorAll('*')].flatMap((element) =>
        [undefined, '::before', '::after', '::backdrop'].map((pseudo) => getComputedStyle(element, pseudo)),
      );
      return Math.max(
        ...all.map((style) =>
          Math.max(
            style.animationName === 'none' ? 0 : ms(style.animationDuration),
            ms(style.transitionDuration),
          ),
        ),
      );
    });
  // As the terminal's scroll bar is for a while after it was seen.
  await page.evaluate(() => {
    const bar = document.createElement('div');
    bar.className = 'invisible fade';
    document.querySelector('.xterm .xterm-scrollable-element')?.append(bar);
  });
  const views: Record<string, () => Promise<void>> = {
    panes: async () => undefined,
    palette: () => page.keyboard.press('Control+Shift+P'),
    menu: () => page.keyboard.press('Shift+F10'),
    timeline: () => runAction(everpane, 'Go back to a restore point'),
    journal: () => page.getByTestId('status-journal').click(),
    settings: () => page.keyboard.press('Control+Shift+<'),
  };
  for (const motion of ['no-preference', 'reduce'] as const) {
    await page.emulateMedia({ reducedMotion: motion });
    for (const [view, open] of Object.entries(views)) {
      await open();
      await page.evaluate(() => new Promise(requestAnimationFrame));
      const found = await longest();
      if (motion === 'reduce') expect.soft(found, view).toBe(0);
      else expect.soft(found, view).toBeLessThanOrEqual(120);
      if (view !== 'panes') await page.keyboard.press('Escape');
      await expect.poll(keyboardPane(page)).toBe('p2');
    }
  }
});
