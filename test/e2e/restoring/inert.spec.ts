// Replay is inert in the real window: a hostile program's output, restored and shown, types nothing into the new shell and
// does nothing outside its pane.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostileCorpus, recordingShell } from '../../host/restoring/hostile-corpus.ts';
import type { AppUnderTest } from '../../support/app.ts';
import { expect, test } from '../../support/app-fixture.ts';

test.use({ everpaneOptions: { autoStart: false } });

async function typed(everpane: AppUnderTest, start: number): Promise<string> {
  return (await readFile(join(everpane.userHome, `stdin.${start}`))).toString('latin1');
}

/** From now on the app notes what it opens; the clipboard holds what nobody may change. */
function watchOutside(everpane: AppUnderTest): Promise<void> {
  return everpane.app.evaluate(({ app, clipboard, shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { openedByTest: opened });
    clipboard.writeText('untouched');
    shell.beep = () => void opened.push('beep');
    shell.openExternal = async (uri) => void opened.push(uri);
    app.on('browser-window-created', () => opened.push('a window'));
  });
}

function outside(everpane: AppUnderTest): Promise<{ clipboard: string; opened: string[]; windows: number }> {
  return everpane.app.evaluate(async ({ BrowserWindow, clipboard }) => ({
    clipboard: await clipboard.readText(),
    opened: Reflect.get(globalThis, 'openedByTest'),
    windows: BrowserWindow.getAllWindows().length,
  }));
}

test('should do nothing but show what a hostile program left', async ({ everpane }) => {
  const program = join(everpane.userHome, 'recording-shell');
  await writeFile(program, recordingShell(everpane.userHome), { mode: 0o755 });
  await writeFile(join(everpane.userHome, 'corpus'), hostileCorpus({ longStringBytes: 10 * 1024 * 1024 }));
  await writeFile(
    join(everpane.home, 'config.toml'),
    `[restore]\nrelaunch_after_crash = false\n[shell]\nprogram = "${program}"\n`,
  );
  await everpane.start();
  // The window does answer: the program that asked was told.
  await expect.poll(() => typed(everpane, 1), { timeout: 60_000 }).toContain('\x1b[?62;4;22c');
  await everpane.cliOutput('wait', 'p1', '--idle', '500');
  await everpane.cliOutput('flush');
  await everpane.kill9();

  for (const start of [2, 3]) {
    await everpane.start();
    await watchOutside(everpane);
    const rows = everpane.page.getByTestId('pane').locator('.xterm-rows');
    await expect(rows).toContainText(`shell number ${start}`);
    await everpane.page.reload();
    await expect(rows).toContainText(`shell number ${start}`);
    await expect(rows).toContainText('hostile text ends');
    await everpane.cliOutput('wait', 'p1', '--idle', '500');
    expect(await typed(everpane, start)).toBe('');
    expect(await outside(everpane)).toEqual({ clipboard: 'untouched', opened: [], windows: 1 });
    await everpane.quit();
  }
});
