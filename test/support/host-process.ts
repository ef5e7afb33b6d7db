// The app without its windows, as a process of its own: the real host with real ptys behind the real control socket.
// Bundled once per run (build-test-host.ts) and started by cli-harness.ts with EVERPANE_HOME set; says "ready" on stdout
// when it answers.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ConfigFile } from '../../electron/config/config-file.ts';
import { openControlServer } from '../../electron/control/server.ts';
import { resolvePlaces, stateDirOf } from '../../electron/home/places.ts';
import { preparePlaces } from '../../electron/home/prepare-places.ts';
import { prepareSocketPlace } from '../../electron/home/socket-place.ts';
import { openHost } from '../../electron/host/open-host.ts';
import { openPty } from '../../electron/pty/open-pty.ts';
import { openScreenWorker } from '../../electron/screen/open-screen-worker.ts';
import { checkout } from './runtime-record.ts';

void main();

async function main(): Promise<void> {
  const startedAt = Date.now();
  const environment = process.env;
  const surroundings = {
    platform: process.platform,
    environment,
    userHome: homedir(),
    workingDir: process.cwd(),
  };
  const places = resolvePlaces(null, surroundings);
  preparePlaces(places);
  let follow = (): void => undefined;
  const configFile = new ConfigFile(places.configFile, () => follow());
  const { config } = await configFile.open();
  const host = await openHost({
    stateDir: stateDirOf(places, config.persistence.directory, surroundings),
    home: places.home,
    isHomeChosen: true,
    userHome: surroundings.userHome,
    version: '1.2.3',
    config,
    environment,
    worker: openScreenWorker(join(checkout, 'out', 'main', 'screen-worker.cjs')),
    openPty,
    shellIntegration: {
      scriptsDir: join(checkout, 'electron', 'pty', 'integration', 'scripts'),
      nonceDir: join(places.home, 'run'),
    },
  });
  follow = () => host.configure(configFile.config);
  follow();
  const control = await openControlServer({
    host,
    app: {
      version: '1.2.3',
      electron: '',
      home: places.home,
      startedAt,
      focusWindow: () => process.stdout.write('focus\n'),
      quit: () => void end(),
    },
    socketPath: prepareSocketPlace(places.home, environment),
    tokenPath: places.controlTokenFile,
  });
  process.on('SIGTERM', () => void end());
  process.stdout.write('ready\n');

  async function end(): Promise<void> {
    await configFile.close();
    await control.close();
    await host.shutdown();
    process.exit(0);
  }
}
