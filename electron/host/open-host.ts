// Opens the host: journal first (lock, recover), then what came back is settled and checkpointed, and only then does
// anybody get to talk to it. Runs under plain Node as well as in Electron's main process.
import { join, resolve } from 'node:path';
import type { Config } from '../../shared/config.ts';
import { markStart } from '../../shared/start-marks.ts';
import { lastWriteAt } from '../persistence/last-write.ts';
import { QUARANTINE_DIR } from '../persistence/layout.ts';
import { openMemoryLog } from '../persistence/memory-log.ts';
import { openLog } from '../persistence/open-log.ts';
import type { Log, LogStatus, OpenedLog } from '../persistence/types.ts';
import { shellEnvironment } from '../pty/environment.ts';
import { type IntegrationPlaces, integrateShell } from '../pty/integration/shell-integration.ts';
import { defaultShell, defaultShellArgs } from '../pty/shell.ts';
import {
  findSurvivors,
  isStillRunning,
  paneVariable,
  workspaceMark,
  workspaceVariable,
} from '../pty/survivors.ts';
import type { OpenPtyResult, PtySpec } from '../pty/types.ts';
import type { ScreenWorker } from '../screen/types.ts';
import { Journal, WorkspaceMachine } from './journal.ts';
import { logConfig } from './log-config.ts';
import type { PlanContext, ProfileProgram } from './plan/plan.ts';
import { LateLosses, settleRecovery } from './recovery.ts';
import { WorkspaceHost } from './workspace-host.ts';

export interface OpenHostOptions {
  /** The journal's directory; made if missing. */
  readonly stateDir: string;
  /** The home that `status` reports. */
  readonly home: string;
  /** It was chosen (--home, EVERPANE_HOME), so shells are told of it; the usual places are found without. */
  readonly isHomeChosen: boolean;
  /** The user's home directory: where panes start. */
  readonly userHome: string;
  readonly version: string;
  readonly config: Config;
  /** The environment that the app was started with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly worker: ScreenWorker;
  openPty(spec: PtySpec): Promise<OpenPtyResult>;
  readonly shellIntegration: IntegrationPlaces;
  /** Start no shell that nobody asks for. */
  readonly isSafeMode?: boolean;
  /** The mode of the journal or its reason changed. */
  readonly onStatus?: (status: LogStatus) => void;
}

/** Has `options.worker` from now on. Rejects with LockHeldError (another writer has the journal) or UnreadableLogError (a newer Everpane wrote it). */
export async function openHost(options: OpenHostOptions): Promise<WorkspaceHost> {
  const { config } = options;
  const machine = new WorkspaceMachine(options.userHome);
  const lastWrite = config.persistence.enabled ? await lastWriteAt(options.stateDir) : null;
  const lateLosses = new LateLosses();
  // Something was written here, so there will be screens to make: the worker loads while that is read.
  if (lastWrite !== null) options.worker.warm();
  const opened = await openJournal(options, machine, lateLosses).catch(async (error: unknown) => {
    await options.worker.close();
    throw error;
  });
  const journal = new Journal(opened.log, machine);
  markStart('journal-read');
  const planContext = (current: Config): PlanContext => ({
    now: Date.now(),
    defaultCwd: options.userHome,
    defaultProgram: programOf(current, options),
    profileOf: (name) => profileProgram(name, current, options),
    defaultProfile: current.shell.default_profile === '' ? null : current.shell.default_profile,
    defaultSize: { cols: 80, rows: 24 },
  });
  const recovery = settleRecovery(journal, opened.report, {
    context: planContext(config),
    lastWriteAt: lastWrite,
  });
  // A full disk must not keep anybody from working: the log says what is wrong and heals by itself.
  const checkpointed = opened.log
    .checkpoint('start')
    .catch(() => undefined)
    .then(() => markStart('checkpointed'));
  // Without a journal there is no directory, and no workspace that processes could outlive.
  const mark = config.persistence.enabled ? await workspaceMark(options.stateDir) : null;
  const host = new WorkspaceHost({
    journal,
    memoryLog: openMemoryLog(),
    worker: options.worker,
    recovery,
    lateLosses,
    config,
    home: options.home,
    userHome: options.userHome,
    version: options.version,
    planContext,
    panes: {
      openPty: (spec) => options.openPty(spec),
      defaultShell: () => programOf(config, options),
      integrateShell: (shell, args, env) =>
        integrateShell(shell, args, { places: options.shellIntegration, zdotdir: env.ZDOTDIR }),
    },
    environmentOf: (pane, current) =>
      shellEnvironment(
        options.environment,
        {
          ...(options.isHomeChosen ? { EVERPANE_HOME: options.home } : {}),
          [paneVariable]: pane.id,
          ...(mark === null ? {} : { [workspaceVariable]: mark }),
          ...current.env,
          ...pane.program.env,
        },
        options.version,
      ),
    survivors: { find: async () => (mark === null ? [] : findSurvivors(mark)), isStillRunning },
    isSafeMode: options.isSafeMode === true,
    quarantineDir: join(options.stateDir, QUARANTINE_DIR),
  });
  // What a first run has just made is no past.
  if (config.persistence.restore_on_startup || recovery.cause === 'first-run') {
    // Screens and shells are made of what is there, whether the checkpoint is written yet or not.
    host.expectViews();
    const woken = host.wake().then(() => markStart('shells-started'));
    await Promise.all([checkpointed, woken]);
  } else {
    await checkpointed;
    await host.startAfresh();
    await host.wake();
  }
  host.wakeHidden();
  return host;
}

function openJournal(
  options: OpenHostOptions,
  machine: WorkspaceMachine,
  lateLosses: LateLosses,
): Promise<OpenedLog> {
  if (!options.config.persistence.enabled) return Promise.resolve(forgetfulJournal(machine));
  return openLog({
    dir: options.stateDir,
    machine,
    config: logConfig(options.config),
    onLoss: (loss) => lateLosses.add(loss),
    ...(options.onStatus === undefined ? {} : { onStatus: options.onStatus }),
  });
}

/** `persistence.enabled = false`: everything works and nothing is kept. */
function forgetfulJournal(machine: WorkspaceMachine): OpenedLog {
  machine.restore(null);
  const log: Log = openMemoryLog();
  return {
    log,
    report: {
      cause: 'first-run',
      at: new Date().toISOString(),
      durationMs: 0,
      checkpointLsn: null,
      replayedRecords: 0,
      replayedBytes: 0,
      losses: [],
    },
  };
}

/** An unknown name is null. A directory may begin with `~`, and is relative to the home. */
function profileProgram(name: string, config: Config, options: OpenHostOptions): ProfileProgram | null {
  const profile = Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
  if (profile === undefined) return null;
  const usual = programOf(config, options);
  const isOtherShell = profile.shell !== '' && profile.shell !== usual.shell;
  const usualArgs = isOtherShell ? defaultShellArgs(process.platform) : usual.args;
  const dir = profile.cwd.replace(/^~(?=\/|$)/, () => options.userHome);
  return {
    shell: profile.shell === '' ? usual.shell : profile.shell,
    args: profile.args.length === 0 ? usualArgs : profile.args,
    env: profile.env,
    cwd: dir === '' ? null : resolve(options.userHome, dir),
  };
}

function programOf(
  config: Config,
  { environment }: OpenHostOptions,
): { shell: string; args: readonly string[] } {
  const shell = config.shell.program === '' ? defaultShell(environment) : config.shell.program;
  const args = config.shell.args.length === 0 ? defaultShellArgs(process.platform) : config.shell.args;
  return { shell, args };
}
