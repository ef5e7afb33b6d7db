// Where the app keeps things: one home with everything in it, or the platform's usual places. Pure: computes paths and
// touches nothing (prepare-places.ts makes the directories). The app and the command line must agree, so both use this.
import { posix, win32 } from 'node:path';

export interface Places {
  /** Two homes are two workspaces. */
  readonly home: string;
  readonly configFile: string;
  /** The journal, unless the configuration says otherwise (see `stateDirOf`). */
  readonly stateDir: string;
  readonly logsDir: string;
  /** The user's colour themes. */
  readonly themesDir: string;
  /** Chromium's own data. */
  readonly electronDir: string;
  /** The secret of the control socket (see socket-place.ts for the socket). */
  readonly controlTokenFile: string;
}

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  readonly userHome: string;
  /** What relative paths are relative to. */
  readonly workingDir: string;
}

/** `homeOption` (--home) wins over EVERPANE_HOME, which wins over the platform's usual places. */
export function resolvePlaces(homeOption: string | null, surroundings: Surroundings): Places {
  const { environment, platform, workingDir } = surroundings;
  const path = platform === 'win32' ? win32 : posix;
  const chosen = homeOption ?? environment.EVERPANE_HOME ?? '';
  if (chosen === '') return usualPlaces(surroundings);
  const home = path.resolve(workingDir, chosen);
  return placesIn(home, path.join(home, 'config.toml'), path);
}

/** The journal's directory: `persistence.directory`, relative to the home, or its default. */
export function stateDirOf(places: Places, configured: string, surroundings: Surroundings): string {
  if (configured === '') return places.stateDir;
  const path = surroundings.platform === 'win32' ? win32 : posix;
  const expanded = configured.replace(/^~(?=[\\/]|$)/, () => surroundings.userHome);
  return path.resolve(places.home, expanded);
}

function usualPlaces({ platform, environment, userHome }: Surroundings): Places {
  switch (platform) {
    case 'darwin': {
      const home = posix.join(userHome, 'Library', 'Application Support', 'Everpane');
      return placesIn(home, posix.join(home, 'config.toml'), posix);
    }
    case 'win32': {
      const roaming = environment.APPDATA ?? win32.join(userHome, 'AppData', 'Roaming');
      const local = environment.LOCALAPPDATA ?? win32.join(userHome, 'AppData', 'Local');
      const configFile = win32.join(roaming, 'Everpane', 'config.toml');
      return placesIn(win32.join(local, 'Everpane'), configFile, win32);
    }
    default: {
      // The XDG base directory specification: a relative path in these variables is to be ignored.
      const stateHome = absolute(environment.XDG_STATE_HOME) ?? posix.join(userHome, '.local', 'state');
      const configHome = absolute(environment.XDG_CONFIG_HOME) ?? posix.join(userHome, '.config');
      const configFile = posix.join(configHome, 'everpane', 'config.toml');
      return placesIn(posix.join(stateHome, 'everpane'), configFile, posix);
    }
  }
}

function placesIn(home: string, configFile: string, path: typeof posix): Places {
  return {
    home,
    configFile,
    stateDir: path.join(home, 'state'),
    logsDir: path.join(home, 'logs'),
    themesDir: path.join(home, 'themes'),
    electronDir: path.join(home, 'electron'),
    controlTokenFile: path.join(home, 'control.token'),
  };
}

function absolute(value: string | undefined): string | null {
  return value !== undefined && posix.isAbsolute(value) ? value : null;
}
