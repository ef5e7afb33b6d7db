// What comes back in the window is what was drawn there: real output of real programs, its text and its looks row by row in
// the page, and everything that `capture --ansi` can tell, before a kill and after it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isInstalled, type Sample, samples, writeCorpus } from '../../host/restoring/corpus.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

/** Those that end at the prompt: what stands on an alternate screen does not come back. */
const printed = samples.filter(
  ({ needs, steps: [step] }) => needs.every(isInstalled) && step?.until.test('all-printed') === true,
);

interface Run {
  readonly text: string;
  readonly looks: string;
}

/** The rows that are drawn, each as runs of one look. */
function drawnRows(everpane: AppUnderTest, pane: string): Promise<Run[][]> {
  return everpane.page.locator(`[data-pane-id=${pane}] .xterm-rows`).evaluate((rows) =>
    [...rows.children].map((row) => {
      const runs: { text: string; looks: string }[] = [];
      for (const span of row.querySelectorAll('span')) {
        const style = getComputedStyle(span);
        const text = (span.textContent ?? '').replaceAll('\u00a0', ' ');
        const looks = [
          style.color,
          style.backgroundColor,
          style.fontWeight,
          style.fontStyle,
          style.textDecorationLine,
          style.textDecorationStyle,
          style.textDecorationColor,
          style.opacity,
        ].join(' ');
        const last = runs.at(-1);
        if (last?.looks === looks) runs[runs.length - 1] = { text: last.text + text, looks };
        else runs.push({ text, looks });
      }
      return runs;
    }),
  );
}

const capture = (everpane: AppUnderTest, pane: string) =>
  everpane.cliOutput('capture', pane, '--scrollback', '--ansi');

/** The output from its beginning on as far as the window shows it; neither prompt nor cursor is among those rows. */
async function drawnOutput(everpane: AppUnderTest, pane: string): Promise<Run[][]> {
  await everpane.cliOutput('focus', pane);
  const shown = everpane.page.locator(`[data-pane-id=${pane}]`);
  await shown.locator('.xterm-screen').click();
  await everpane.page.keyboard.press('Control+Shift+Home');
  await expect(shown.locator('.xterm-rows > div').first()).toHaveText(/^begins/);
  const drawn = await drawnRows(everpane, pane);
  const end = drawn.findIndex((runs) => runs.some(({ text }) => text.includes('all-printed')));
  return end === -1 ? drawn : drawn.slice(0, end);
}

test('should draw again, row by row, what real programs had printed', async ({ everpane }) => {
  test.setTimeout(480_000);
  const before = new Map<string, { sample: Sample; captured: string; drawn: Run[][] }>();
  for (const [index, sample] of printed.entries()) {
    const corpus = join(everpane.userHome, `corpus-${index}`);
    await mkdir(corpus);
    await writeCorpus(corpus, sample);
    const pane = await everpane.cliOutput('new-window', '--cwd', corpus);
    await everpane.cliOutput('wait', pane, '--text', String.raw`\$$`);
    await everpane.cliOutput('send', pane, "clear; printf 'b%s\\n' egins", '--enter');
    await everpane.cliOutput('wait', pane, '--text', String.raw`^begins\n\$`);
    await everpane.cliOutput('send', pane, sample.steps[0]?.keys.trimEnd() ?? '', '--enter');
    await everpane.cliOutput('wait', pane, '--text', String.raw`^all-printed\n\$`);
    const drawn = await drawnOutput(everpane, pane);
    expect(drawn.length).toBeGreaterThan(2);
    before.set(pane, { sample, captured: await capture(everpane, pane), drawn });
  }
  await everpane.cliOutput('flush');
  const once = new Map<string, string>();
  for (let start = 1; start <= 2; start++) {
    await everpane.kill9();
    await everpane.start();
    for (const [pane, { sample, captured, drawn }] of before) {
      await test.step(`${sample.name}, start ${start}`, async () => {
        expect(await drawnOutput(everpane, pane), sample.name).toEqual(drawn);
        // The new shell's prompt stands below everything, and what was not touched leaves no trace at the next start.
        await everpane.cliOutput('wait', pane, '--text', String.raw`\$$`);
        const after = await capture(everpane, pane);
        expect(after.startsWith(captured), sample.name).toBe(true);
        expect(after, sample.name).toBe(once.get(pane) ?? after);
        once.set(pane, after);
      });
    }
  }
});
