// Replay is inert in the real window: a hostile program's output, restored and shown, types nothing into the new shell and
// does nothing outside its pane.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pack, Unpackr } from 'msgpackr';
import { decodeSnapshot, encodeSnapshot } from '../../../electron/persistence/snapshot-file.ts';
import type { ViewState } from '../../../shared/snapshot.ts';
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

/** A shell that prints `corpus` at its first start and writes down whatever is typed into it. */
async function useRecordingShell(everpane: AppUnderTest, corpus: string | Buffer): Promise<void> {
  const program = join(everpane.userHome, 'recording-shell');
  await writeFile(program, recordingShell(everpane.userHome), { mode: 0o755 });
  await writeFile(join(everpane.userHome, 'corpus'), corpus);
  await writeFile(
    join(everpane.home, 'config.toml'),
    `[restore]\nrelaunch_after_crash = false\n[shell]\nprogram = "${program}"\n`,
  );
}

/** Writes poison into every text of the newest saved screen, under a right checksum, and so that it keeps its length. */
async function poisonSavedScreen(everpane: AppUnderTest): Promise<void> {
  const dir = join(everpane.home, 'state', 'scrollback');
  const names = (await readdir(dir)).filter((name) => name.endsWith('.snap')).sort();
  const path = join(dir, names.at(-1) ?? 'none');
  const bytes = await readFile(path);
  const file = decodeSnapshot(bytes);
  if (file.kind !== 'ok') throw new Error(`${path} is no snapshot`);
  const fields: ViewState = new Unpackr({ mapsAsObjects: true }).unpack(Buffer.from(file.data));
  const poison = hostileCorpus({ longStringBytes: 1_000 }).toString();
  const forge = (fill: number): Buffer =>
    Buffer.concat(
      encodeSnapshot(
        file.header,
        pack({
          ...fields,
          title: poison,
          pen: poison,
          primary: {
            ...fields.primary,
            text: `${'x'.repeat(fill)}\r\nforged begins ${poison} forged ends`,
            lastCell: { x: 1e9, pen: poison, chars: poison, joins: true },
          },
          alternate: { ...fields.primary, text: poison },
          modes: { ...fields.modes, mouseTracking: '\x1b[c', focusReports: true },
        }),
      ),
    );
  const forged = forge(bytes.length - forge(0).length);
  // The number that says how long the text is takes more bytes for a longer one.
  const exact = forge(2 * bytes.length - forge(0).length - forged.length);
  expect(exact.length).toBe(bytes.length);
  await writeFile(path, exact);
}

test('should show as text what somebody wrote into a saved screen', async ({ everpane }) => {
  const line = 'an honest line of some length, so that the screen is folded before long\r\n';
  await useRecordingShell(everpane, line.repeat(60_000));
  await everpane.start();
  await everpane.cliOutput('wait', 'p1', '--text', '^shell number 1$');
  await everpane.cliOutput('checkpoint');
  await everpane.kill9();
  await poisonSavedScreen(everpane);
  await everpane.start();
  await watchOutside(everpane);
  const rows = everpane.page.getByTestId('pane').locator('.xterm-rows');
  await expect(rows).toContainText('shell number 2');
  await everpane.page.reload();
  await expect(rows).toContainText('shell number 2');
  expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).toContain('forged begins');
  await everpane.cliOutput('wait', 'p1', '--idle', '500');
  expect(await typed(everpane, 2)).toBe('');
  expect(await outside(everpane)).toEqual({ clipboard: 'untouched', opened: [], windows: 1 });
});

test('should do nothing but show what a hostile program left', async ({ everpane }) => {
  await useRecordingShell(everpane, hostileCorpus({ longStringBytes: 10 * 1024 * 1024 }));
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
