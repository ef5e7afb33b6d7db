// The composition root: finds the places, tells Chromium what it must know before it starts, and puts the parts together.
// No logic of its own; what a start does in which order is app/run-app.ts.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { buildId, version } from '../shared/build-info.ts';
import type { Config } from '../shared/config.ts';
import { markStart } from '../shared/start-marks.ts';
import { commandOfApp } from './app/app-image.ts';
import { registerAppScheme } from './app/app-protocol.ts';
import { configureChromium } from './app/chromium-switches.ts';
import { CrashRelaunch } from './app/crash-relaunch.ts';
import { endOnQuit, endOnSignals } from './app/end-signals.ts';
import { surviveErrors } from './app/error-log.ts';
import { GracefulEnd } from './app/graceful-end.ts';
import { lacksCard, watchGraphics } from './app/graphics.ts';
import { handOver } from './app/hand-over.ts';
import { lockDownContents } from './app/lock-down.ts';
import { loginItems } from './app/login-items.ts';
import { PageFiles } from './app/page-files.ts';
import { runApp } from './app/run-app.ts';
import { explainFailure, explainRefusal, fail } from './app/start-failure.ts';
import { ConfigFile } from './config/config-file.ts';
import { openControlServer } from './control/server.ts';
import { outsideArchive } from './home/archive.ts';
import { closeTreeToOthers } from './home/close-tree.ts';
import { readHomeOption } from './home/home-option.ts';
import { openLogFile } from './home/log-file.ts';
import { type Places, resolvePlaces, stateDirOf } from './home/places.ts';
import { preparePlaces } from './home/prepare-places.ts';
import { findSocketPlace, prepareSocketPlace } from './home/socket-place.ts';
import { openHost } from './host/open-host.ts';
import { openPty } from './pty/open-pty.ts';
import { openScreenWorker } from './screen/open-screen-worker.ts';

markStart('loaded');
const startedAt = Date.now();
const { env: environment, platform } = process;
const surroundings = { platform, environment, userHome: homedir(), workingDir: process.cwd() };

// Before the start below, which uses it.
const safeModeText =
  'Everpane crashed several times while it was starting. This is safe mode: everything is kept, shells wait until you start ' +
  'them, and windows are drawn without the graphics card. Quit and start Everpane again to leave it.';

const option = readHomeOption(process.argv);
if (option.kind === 'missing-value') fail(app, 2, '--home needs a directory: --home DIR');
else start(resolvePlaces(option.kind === 'given' ? option.dir : null, surroundings));

function start(places: Places): void {
  const rendererDir = join(__dirname, '..', 'renderer');
  const pageFiles = new PageFiles(rendererDir);
  const repairs = prepared(places);
  if (repairs === null) return;
  const logFile = openLogFile(places.logsDir);
  const log = (message: string): void => logFile.write('info', message);
  const say = (message: string): void => {
    process.stderr.write(`everpane: ${message}\n`);
    logFile.write('warn', message);
  };
  surviveErrors((message) => {
    process.stderr.write(`everpane: ${message}\n`);
    logFile.write('error', message);
  });
  for (const repair of repairs) say(repair);

  const relaunch = new CrashRelaunch({
    markerPath: join(places.home, 'relaunch'),
    logPath: join(places.logsDir, 'start.log'),
    command: commandOfApp({ environment, execPath: process.execPath }),
    argv: process.argv,
    log,
  });
  const end = new GracefulEnd({
    async shutDown(reason) {
      log(`ending: ${reason}`);
      await relaunch.disarm();
      const first = await started;
      if (first.kind === 'first') await first.value.close();
      log('ended');
      await logFile.flush();
    },
    exit: (code) => app.exit(code),
    say,
    limitMs: 10_000,
  });
  endOnSignals(end);
  endOnQuit(app, end);
  configureChromium(app, { electronDir: places.electronDir, logsDir: places.logsDir, say });
  registerAppScheme();
  lockDownContents(app, log);
  const graphics = watchGraphics(app, {
    avoidCard: relaunch.isSafeMode || lacksCard(app, { platform }),
    log,
  });
  log(
    `start of version ${version} (build ${buildId}), process ${process.pid}, Electron ${process.versions.electron}`,
  );

  const config = new ConfigFile(places.configFile, (reading) => {
    void started.then((first) => {
      if (first.kind === 'first') first.value.applyConfig(reading);
    });
  });
  const isHomeChosen = option.kind === 'given' || Boolean(environment.EVERPANE_HOME);
  const started = runApp({
    app,
    end,
    graphics,
    relaunch,
    config,
    places,
    loginItems: loginItems(app, {
      ...surroundings,
      execPath: process.execPath,
      chosenHome: isHomeChosen ? places.home : null,
    }),
    files: {
      rendererDir,
      pageFiles,
      preloadPath: join(__dirname, 'preload.cjs'),
    },
    notices: [...repairs, ...(relaunch.isSafeMode ? [safeModeText] : [])].map(
      (text) => ({ level: 'warn', pane: null, text }) as const,
    ),
    handOver: () =>
      handOver({
        socketPath: findSocketPlace(places.home),
        tokenPath: places.controlTokenFile,
        limitMs: 3000,
      }),
    openHost: (current: Config) =>
      openHost({
        stateDir: stateDirOf(places, current.persistence.directory, surroundings),
        home: places.home,
        isHomeChosen,
        userHome: surroundings.userHome,
        version,
        config: current,
        environment,
        worker: openScreenWorker(outsideArchive(join(__dirname, 'screen-worker.cjs'))),
        openPty,
        shellIntegration: {
          scriptsDir: outsideArchive(join(__dirname, 'shell-integration')),
          nonceDir: join(places.home, 'run'),
        },
        isSafeMode: relaunch.isSafeMode,
      }),
    openControl: (host, windows) =>
      openControlServer({
        host,
        app: {
          version,
          electron: process.versions.electron ?? '',
          home: places.home,
          startedAt,
          focusWindow: () => windows.bringToFront(),
          quit: () => void end.begin('the quit command'),
        },
        socketPath: prepareSocketPlace(places.home, environment),
        tokenPath: places.controlTokenFile,
      }),
    log,
  });
  started.then(
    (first) => {
      if (first.kind === 'first')
        void closeTreeToOthers(places.home).then((closed) => closed.forEach(log), log);
      if (first.kind === 'handed-over') {
        log('handed over to the app that runs');
        void logFile.flush().then(() => app.exit(0));
      }
      if (first.kind === 'refused') fail(app, 1, explainRefusal(places.home, first));
    },
    (error: unknown) => {
      if (!end.hasBegun) fail(app, 1, explainFailure(error));
    },
  );
}

/** The home made usable, and what had to be repaired in it; null when it cannot be used. */
function prepared(places: Places): string[] | null {
  try {
    return preparePlaces(places);
  } catch (error) {
    fail(app, 1, explainFailure(error));
    return null;
  }
}
