// Makes the app of a home run: talks to it if it does, joins a start that is under way, starts it else. One process at a
// time starts it (a lock beside the journal's), and it returns only when the app answers or cannot be expected to.
import { setTimeout as delay } from 'node:timers/promises';
import { preparePlaces } from '../../electron/home/prepare-places.ts';
import { tryConnect } from '../app-connection.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { type StartedApp, startApp } from './start-app.ts';
import { appLockOwner, tryStartLock } from './start-locks.ts';

const limitMs = 30_000;
const pollMs = 25;
/** An app that takes longer is not there for us, whatever it does. */
const helloMs = 5000;

/** Rejects with a CliError that says why when the app does not answer within 30 s. */
export async function openApp(cli: Cli): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (const repair of preparePlaces(cli.places)) cli.warn(repair);
  for (;;) {
    if (await answers(cli, deadline)) return;
    if (performance.now() > deadline) throw await tooLate(cli);
    const isUnderWay = (await appLockOwner(cli)) !== null;
    const lock = isUnderWay ? null : await tryStartLock(cli.places);
    if (lock === null) {
      await delay(pollMs);
      continue;
    }
    try {
      // The one who held the lock before may have succeeded meanwhile.
      if (await answers(cli, deadline)) return;
      await awaitStart(cli, await startApp(cli), deadline);
      return;
    } finally {
      await lock.release();
    }
  }
}

async function awaitStart(cli: Cli, app: StartedApp, deadline: number): Promise<void> {
  try {
    while (!(await answers(cli, deadline))) {
      if (app.failure() !== null) throw new CliError(`the app ${app.failure()}${await app.lastWords()}`);
      if (performance.now() > deadline) {
        throw new CliError(
          `the app (pid ${app.pid}) did not answer within ${limitMs / 1000} s${await app.lastWords()}`,
        );
      }
      await delay(pollMs);
    }
  } finally {
    app.release();
  }
}

/** Whether the app answers; it comes to the front then. An app that is just ending does not count. */
async function answers(cli: Cli, deadline: number): Promise<boolean> {
  const timeoutMs = Math.min(helloMs, Math.max(pollMs, deadline - performance.now()));
  const connection = await tryConnect(cli.places, { timeoutMs }).catch(() => null);
  if (connection === null) return false;
  try {
    await connection.request('activate', {}, { timeoutMs });
    return true;
  } catch {
    return false;
  } finally {
    connection.close();
  }
}

async function tooLate(cli: Cli): Promise<CliError> {
  const owner = await appLockOwner(cli);
  return new CliError(
    owner === null
      ? `another start of the app did not succeed within ${limitMs / 1000} s; try again`
      : `process ${owner} holds ${cli.places.home} and does not answer; end it with: kill -9 ${owner} (nothing is lost)`,
  );
}
