// What can be wrong with an installation, one check each: what is found, and the mend where it is not as it should be.
// The checks change nothing and need no running app.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { describeProblem, readConfigFile } from '../../electron/config/read-config-file.ts';
import { isPrivateDirectory } from '../../electron/home/private-directory.ts';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import { lockOwner } from '../../electron/persistence/lock.ts';
import { nodeFileSystem } from '../../electron/persistence/node-file-system.ts';
import { systemProcesses } from '../../electron/persistence/process-table.ts';
import { defaultShell } from '../../electron/pty/shell.ts';
import { version } from '../../shared/build-info.ts';
import { type AppConnection, tryConnect } from '../app-connection.ts';
import type { Cli } from '../cli.ts';
import { messageOf } from '../cli-error.ts';
import { builtDir, packagedExecutable, readRuntime } from '../launch/runtime-record.ts';
import { configuredStateDir } from '../state-dir.ts';
import { checkClock } from './clock.ts';
import { type Check, type Finding, ok, warning, wrong } from './finding.ts';
import { checkIntegration } from './integration.ts';
import { checkLibraries } from './libraries.ts';
import { checkSandbox } from './sandbox.ts';

const oldestNode = 20;
/** Below this the next checkpoint may not fit. */
const leastRoomBytes = 256 * 1024 * 1024;
/** Whoever has not answered by then does not. */
const answerMs = 5000;

export const checks: Readonly<Record<string, Check>> = {
  async version() {
    const major = Number(process.versions.node.split('.')[0]);
    const found = `Everpane ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
    // Installed where there is no Node, the command runs on the app's own, which is as new as the app.
    if (process.execPath === packagedExecutable(builtDir, process.platform)) return ok(found);
    return major >= oldestNode ? ok(found) : wrong(found, `install Node ${oldestNode} or newer`);
  },

  async runtime() {
    const { electronPath } = await readRuntime();
    try {
      accessSync(electronPath, constants.X_OK);
    } catch {
      return wrong(`${electronPath} cannot be run`, 'set it up again: npm start');
    }
    return ok(electronPath);
  },

  async home({ places }) {
    if (!existsSync(places.home)) return ok(`${places.home} (not there yet: the first start makes it)`);
    const open = [places.home, places.logsDir, places.electronDir]
      .filter((dir) => existsSync(dir))
      .find((dir) => !isPrivateDirectory(dir));
    return open === undefined
      ? ok(places.home)
      : wrong(`${open} is not a directory of yours that is closed to others`, `chmod 700 '${open}'`);
  },

  async config({ places }) {
    const [problem] = (await readConfigFile(places.configFile)).problems;
    return problem === undefined
      ? ok(places.configFile)
      : warning(describeProblem(problem), `edit ${places.configFile}`);
  },

  async room({ places }) {
    const { bavail, bsize } = await statfs(nearestExisting(places.home));
    const found = `${Math.round((bavail * bsize) / 1024 / 1024)} MiB free for ${places.home}`;
    return bavail * bsize >= leastRoomBytes
      ? ok(found)
      : warning(found, 'make room: soon nothing can be saved');
  },

  async app(cli) {
    // Who may not look does not know; what follows says why.
    const owner = await ownerOf(await configuredStateDir(cli)).catch(() => null);
    const mend =
      owner === null ? 'see the reason' : `end it: kill -9 ${owner} (nothing is lost), then: everpane open`;
    let connection: AppConnection | null;
    try {
      connection = await tryConnect(cli.places, { timeoutMs: answerMs });
    } catch (error) {
      return wrong(messageOf(error), mend);
    }
    if (connection === null) {
      return owner === null
        ? ok('not running')
        : wrong(`process ${owner} holds the journal and does not answer`, mend);
    }
    try {
      const { pid, persistence } = await connection.request('status', {});
      const found = `running, process ${pid}, journal ${persistence.mode}`;
      return persistence.mode === 'recording' || persistence.mode === 'disabled'
        ? ok(found)
        : wrong(`${found}: ${persistence.reason ?? ''}`, 'see the reason; nothing new is safe until then');
    } finally {
      connection.close();
    }
  },

  async journal(cli) {
    const dir = await configuredStateDir(cli);
    if (!existsSync(join(dir, 'wal'))) return ok(`${dir} (empty)`);
    const { findings, checkedBytes } = await checkDirectory(dir);
    const open = findings.filter(({ isSettled }) => !isSettled);
    return open.length === 0
      ? ok(`${dir}, ${checkedBytes} bytes check out`)
      : wrong(`${open.length} damaged places in ${dir}`, 'see: everpane verify');
  },

  async display({ environment }) {
    if (process.platform !== 'linux') return ok('the system has one');
    const display = environment.WAYLAND_DISPLAY || environment.DISPLAY;
    if (display) return ok(display);
    return findProgram('Xvfb', environment.PATH)
      ? ok('none; windows open on a virtual one (Xvfb)')
      : wrong('none, and no Xvfb', 'on Debian: apt-get install xvfb');
  },

  async shell({ environment }) {
    const shell = environment.SHELL ?? '';
    if (shell === '') return ok(`${defaultShell(environment)} (SHELL is not set)`);
    return existsSync(shell)
      ? ok(shell)
      : wrong(`SHELL is ${shell}, which is not there`, 'choose another login shell');
  },

  sandbox: checkSandbox,
  integration: checkIntegration,
  libraries: checkLibraries,
  clock: checkClock,
};

/** A check that itself fails has found something, too. */
export async function runChecks(cli: Cli): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [check, run] of Object.entries(checks)) {
    const result = await run(cli).catch((error: unknown) => wrong(messageOf(error), 'mend that first'));
    findings.push({ check, ...result });
  }
  return findings;
}

async function ownerOf(stateDir: string): Promise<number | null> {
  if (!existsSync(stateDir)) return null;
  return (await lockOwner(nodeFileSystem, stateDir, systemProcesses))?.pid ?? null;
}

function nearestExisting(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? nearestExisting(dirname(path)) : path;
}

function findProgram(name: string, path = ''): boolean {
  return path.split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, name)));
}
