// `npm start` as the README says it, on a machine without a display, driven through the control socket.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';
import { checkout } from '../support/runtime-record.ts';

test.use({ everpaneOptions: { autoStart: false } });
test.skip(process.platform !== 'linux', 'elsewhere there always is a display');

test('should open the app under Xvfb, say so, keep npm out of the shells, and end with npm', async ({
  everpane,
}) => {
  const start = spawnStart('npm', ['start', '--silent', '--', '--home', everpane.home], everpane);
  let said = '';
  start.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await untilItAnswers(everpane);
  expect(said).toContain('running on Electron');
  expect(said).toContain('virtual display');

  const command = 'env | grep -ciE "^npm_|^INIT_CWD|node_modules"; echo counted';
  await everpane.cliOutput('send', 'p1', command, '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', '^counted$');
  expect(await everpane.cliOutput('capture', 'p1')).toMatch(/^0$/m);

  start.kill('SIGTERM');
  await once(start, 'exit');
  await everpane.expectNothingLeft();
});

test('should hand over the signal to end and pass on the exit code', async ({ everpane }) => {
  const script = join(checkout, 'scripts', 'start.mjs');
  const start = spawnStart(process.execPath, [script, '--home', everpane.home], everpane);
  const ended = once(start, 'exit');
  await untilItAnswers(everpane);
  start.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);

  const refused = spawnStart(process.execPath, [script, '--home'], everpane);
  expect(await once(refused, 'exit')).toEqual([2, null]);
});

/** In the app's environment without a display; the cache of set-up stays the user's. */
function spawnStart(command: string, args: string[], everpane: AppUnderTest): ChildProcess {
  const { DISPLAY: _display, ...env } = everpane.environment;
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return spawn(command, args, {
    cwd: checkout,
    env: { ...env, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function untilItAnswers(everpane: AppUnderTest): Promise<void> {
  await expect.poll(async () => (await everpane.cli('status')).code, { timeout: 60_000 }).toBe(0);
}
