// A saved screen that was damaged on disk: its pane says so itself, where a person looks, and the other panes say nothing.
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

/** What is enough to be folded when the app ends. */
const LINES = 20_000;

async function fill(everpane: AppUnderTest, pane: string): Promise<void> {
  await everpane.cliOutput('send', pane, `seq 1 ${LINES}; echo end-of-$((0))-${pane}`, '--enter');
  await everpane.cliOutput('wait', pane, '--text', `^end-of-0-${pane}$`);
}

async function snapshotOf(everpane: AppUnderTest, stream: number): Promise<string> {
  const dir = join(everpane.home, 'state', 'scrollback');
  const name = (await readdir(dir)).find((file) => file.startsWith(`${stream}-`));
  if (name === undefined) throw new Error(`no snapshot of stream ${stream}`);
  return join(dir, name);
}

/** Turns over every bit of a few bytes in the middle. */
async function damage(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const piece = Buffer.alloc(16);
    await file.read(piece, 0, piece.length, Math.floor(size / 2));
    await file.write(
      piece.map((byte) => ~byte & 0xff),
      0,
      piece.length,
      Math.floor(size / 2),
    );
  } finally {
    await file.close();
  }
}

test('should say on the pane that its saved screen was damaged, and on no other', async ({ everpane }) => {
  await everpane.cliOutput('split', 'p1', '--right');
  for (const pane of ['p1', 'p2']) await fill(everpane, pane);
  await everpane.restart();
  // Until nothing is kept that it could be made from again.
  for (let times = 0; times < 4; times++) await everpane.cliOutput('checkpoint');
  await everpane.quit();
  await damage(await snapshotOf(everpane, 1));
  await everpane.start();
  const { page } = everpane;
  await expect(page.locator('[data-pane-id=p2] .xterm-rows')).toContainText('end-of-0-p2');
  const notice = page.locator('[data-pane-id=p1]').getByRole('alert');
  await expect(notice).toContainText('Part of the history could not be read');
  await expect(page.getByRole('alert')).toHaveCount(1);
  await page.screenshot({ path: test.info().outputPath('damaged-pane.png') });
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});
