// Text that is composed, as by an input method for Chinese, Japanese or Korean. The page is given the events that such a method
// brings about: none is at hand where these tests run.
import type { Page } from '@playwright/test';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

const waitFor = (everpane: AppUnderTest, text: string) => everpane.cliOutput('wait', 'p1', '--text', text);

async function ready(everpane: AppUnderTest): Promise<void> {
  await waitFor(everpane, String.raw`^\$`);
  await expect(everpane.page.locator('[data-pane-id=p1] .xterm-helper-textarea')).toBeFocused();
}

const compose = (page: Page, steps: readonly (readonly [type: string, data: string])[]) =>
  page.locator('[data-pane-id=p1] .xterm-helper-textarea').evaluate((field, all) => {
    for (const [type, data] of all) {
      field.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }));
    }
  }, steps);

/** By how many rows the field that takes text lies beside the cursor. */
const rowsBesideCursor = (page: Page) =>
  page.locator('[data-pane-id=p1]').evaluate((pane) => {
    const field = pane.querySelector<HTMLElement>('.xterm-helper-textarea');
    const rows = [...pane.querySelectorAll('.xterm-rows > div')];
    const row = rows.findIndex((one) => one.querySelector('.xterm-cursor') !== null);
    const height = rows[0]?.getBoundingClientRect().height ?? 0;
    return row === -1 ? null : Math.round(Number.parseFloat(field?.style.top ?? '') / height) - row;
  });

test('should send a text that comes with two keys at once a single time', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  await page.locator('[data-pane-id=p1] .xterm-helper-textarea').evaluate((field) => {
    if (!(field instanceof HTMLTextAreaElement)) throw new Error('no field');
    const key = () =>
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Process', keyCode: 229, bubbles: true, cancelable: true }),
      );
    key();
    key();
    field.value += '、';
  });
  await page.keyboard.type('end');
  await waitFor(everpane, String.raw`^\$ 、+end`);
  expect(await everpane.cliOutput('capture', 'p1')).toBe('$ 、end');
});

test('should begin to compose where the cursor is', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  const moving = String.raw`seq 300; read -s; printf '\033[5;1Hmoved'; sleep 1000`;
  await everpane.cliOutput('send', 'p1', moving, '--enter');
  await waitFor(everpane, '^300$');
  await expect.poll(() => rowsBesideCursor(page)).toBe(0);
  // While the cursor is out of sight nothing follows it.
  await page.keyboard.press('Control+Shift+Home');
  await expect(page.locator('.xterm-rows > div').first()).toContainText('seq 300');
  await everpane.cliOutput('send', 'p1', '', '--enter');
  await waitFor(everpane, '^moved');
  await page.keyboard.press('Control+Shift+End');
  await expect(page.locator('.xterm-rows > div').nth(4)).toContainText('moved');
  await expect.poll(() => rowsBesideCursor(page)).not.toBeNull();
  await compose(page, [['compositionstart', '']]);
  expect(await rowsBesideCursor(page)).toBe(0);
  await compose(page, [['compositionend', '']]);
});

test('should keep its place when the pane becomes smaller', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  await everpane.cliOutput('send', 'p1', 'seq 300; sleep 1000', '--enter');
  await waitFor(everpane, '^300$');
  await expect.poll(() => rowsBesideCursor(page)).toBe(0);
  const rows = page.locator('[data-pane-id=p1] .xterm-rows > div');
  const before = await rows.count();
  await everpane.cliOutput('split', 'p1', '--down');
  await expect.poll(() => rows.count()).toBeLessThan(before);
  await expect.poll(() => rowsBesideCursor(page)).toBe(0);
});

test('should show the end of a text that is too long for its room', async ({ everpane }) => {
  const { page } = everpane;
  await ready(everpane);
  const { cols } = await everpane.cliJson<{ cols: number }>('capture', 'p1');
  await page.keyboard.type('x'.repeat(cols - 12));
  await waitFor(everpane, 'x{20}');
  await compose(page, [
    ['compositionstart', ''],
    ['compositionupdate', 'にほんごをにゅうりょくする'],
  ]);
  const edges = () =>
    page.locator('[data-pane-id=p1]').evaluate((pane) => {
      const screen = pane.querySelector('.xterm-screen')?.getBoundingClientRect();
      const preview = pane.querySelector('.composition-view.active');
      const range = document.createRange();
      range.selectNodeContents(preview ?? pane);
      const [box, text] = [preview?.getBoundingClientRect(), range.getBoundingClientRect()];
      return {
        isInside: (box?.right ?? Number.NaN) <= (screen?.right ?? 0) + 0.5,
        showsEnd: Math.abs(text.right - (box?.right ?? Number.NaN)) < 1,
        isCut: text.width > (box?.width ?? 0),
      };
    });
  await expect.poll(edges).toEqual({ isInside: true, showsEnd: true, isCut: true });
  await compose(page, [['compositionend', '']]);
});
