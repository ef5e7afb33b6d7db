// The app as users run it: with Chromium's sandbox on. Where the tests run as root, this one runs as another user.
import { readFileSync } from 'node:fs';
import { expect, test } from '../support/app-fixture.ts';

test.use({ everpaneOptions: { sandbox: true } });
test.skip(process.platform !== 'linux', 'reads what the kernel says of the processes');

test('should run its pages in the sandbox, and restore there', async ({ everpane }) => {
  const before = await rendererProcess();
  expect(before.commandLine).not.toContain('no-sandbox');
  // proc(5): 2 is a seccomp filter, which Chromium's sandbox puts on its renderers.
  expect(before.status).toMatch(/^Seccomp:\s+2$/m);
  expect(before.status).not.toMatch(/^Uid:\s+0\s/m);
  // A renderer has its own pid namespace: its pid outside, and one inside.
  expect(before.status).toMatch(/^NSpid:\s+\d+\s+\d+/m);

  await everpane.cliOutput('send', 'p1', 'echo sandboxed-$((40 + 2))', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^sandboxed-42$');
  await everpane.cliOutput('flush');
  await everpane.kill9();
  await everpane.restart();
  await expect(everpane.page.getByTestId('recovery-banner')).toBeVisible();
  expect(await everpane.cliOutput('capture', 'p1', '--scrollback')).toContain('sandboxed-42');

  async function rendererProcess() {
    const pid = await everpane.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.webContents.getOSProcessId();
    });
    return {
      commandLine: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
      status: readFileSync(`/proc/${pid}/status`, 'utf8'),
    };
  }
});
