// Damaged files under a window: what came back, from when, what did not and why, and where the damaged file lies, one click
// away; and gone for good once it was put away.
import { existsSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppStatus } from '../../../shared/status.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

/** Turns over every bit of some bytes in the middle of a file. */
async function damage(path: string, at: number, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const piece = Buffer.alloc(bytes);
    await file.read(piece, 0, bytes, at);
    await file.write(
      piece.map((byte) => ~byte & 0xff),
      0,
      bytes,
      at,
    );
  } finally {
    await file.close();
  }
}

async function newest(dir: string): Promise<string> {
  const names = (await readdir(dir)).filter((name) => !name.startsWith('.')).sort();
  return join(dir, names.at(-1) ?? '');
}

async function prepare(everpane: AppUnderTest): Promise<void> {
  await everpane.cliOutput('split', 'p1', '--right');
  await everpane.cliOutput('checkpoint');
  for (const round of [1, 2, 3]) {
    for (const pane of ['p1', 'p2']) {
      await everpane.cliOutput('send', pane, `seq 1 500; echo round-$((${round}+0))-${pane}`, '--enter');
      await everpane.cliOutput('wait', pane, '--text', `^round-${round}-${pane}$`);
    }
    await everpane.cliOutput('flush');
  }
}

test('should tell what could not be restored, why, and where the damaged file lies', async ({ everpane }) => {
  await prepare(everpane);
  const { checkpoint } = (await everpane.cliJson<AppStatus>('status')).persistence;
  await everpane.kill9();
  const segment = await newest(join(everpane.home, 'state', 'wal'));
  const content = await readFile(segment);
  await damage(segment, content.indexOf('round-2-p1'), 16);
  await everpane.start();
  const { page } = everpane;
  const { asOf, losses } = (await everpane.cliJson<AppStatus>('status')).recovery;
  // Not when the journal was written last, for that did not come back.
  expect(asOf).toBe(checkpoint?.at);
  expect(losses.map(({ kind }) => kind)).toContain('corrupt-segment');
  // What stands behind the damage is not used either, and counted.
  const [loss] = losses.filter(({ kind }) => kind === 'corrupt-segment');
  expect((loss?.offset ?? 0) + (loss?.bytes ?? 0)).toBeGreaterThan(content.lastIndexOf('round-3-p2'));
  const banner = page.getByTestId('recovery-banner');
  await expect(banner).toHaveAttribute('data-tone', 'warn');
  await expect(banner).toContainText(
    /^Back: 1 session, 2 panes, as of \d\d:\d\d:\d\d\. 1 thing could not be restored\./,
  );
  await banner.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('dialog', { name: 'What came back' });
  await expect(details).toContainText('Came back');
  const lost = details.getByRole('list', { name: 'What could not be restored' });
  await expect(lost).toContainText(/Part of the journal is damaged: [\d.]+ KB could not be used\./);
  for (const loss of losses) {
    await expect(lost).toContainText(loss.detail);
    await expect(lost).toContainText(loss.file);
  }
  const aside = (await readdir(join(everpane.home, 'state', 'quarantine'))).filter(
    (name) => !name.startsWith('.'),
  );
  expect(aside.length).toBeGreaterThan(0);
  await expect(details).toContainText(
    `Damaged files are kept in ${join(everpane.home, 'state', 'quarantine')}`,
  );
  await page.screenshot({ path: test.info().outputPath('damage.png') });

  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await banner.getByRole('button', { name: 'Close' }).click();
  await expect(banner).toBeHidden();
  await page.reload();
  await expect(page.getByTestId('pane')).toHaveCount(2);
  await expect(banner).toBeHidden();
  await everpane.restart();
  await expect(everpane.page.getByTestId('recovery-banner')).toHaveAttribute('data-tone', 'good');
  for (const name of aside) expect(existsSync(join(everpane.home, 'state', 'quarantine', name))).toBe(true);
});
