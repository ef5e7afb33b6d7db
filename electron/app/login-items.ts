// What the system starts at login, on each platform, as far as it is ours. Invariant: nothing but our own entry is written or
// removed, and what a person switched off in the system's settings stays off until it is asked for anew.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'electron';
import { fileOfApp } from './app-image.ts';
import {
  autostartDir,
  isSwitchedOff,
  type LoginLaunch,
  loginEntryText,
  loginItemName,
} from './login-entry.ts';

export interface LoginItems {
  /** `isNew`: a person has just asked for it. Rejects with an Error whose message says why it cannot be. */
  set(isWanted: boolean, isNew: boolean): Promise<void>;
}

export interface LoginSurroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly execPath: string;
  /** Null for the usual places. */
  readonly chosenHome: string | null;
}

/** The part of Electron's `app` that is used. */
export type LoginApp = Pick<
  App,
  'isPackaged' | 'getAppPath' | 'getLoginItemSettings' | 'setLoginItemSettings'
>;

export function loginItems(app: LoginApp, surroundings: LoginSurroundings): LoginItems {
  switch (surroundings.platform) {
    case 'darwin':
      return macItems(app, surroundings);
    case 'win32':
      return windowsItems(app, surroundings);
    default:
      return linuxItems(app, surroundings);
  }
}

/** What starts this app with this home again. */
function launchOf(app: LoginApp, { chosenHome, environment, execPath }: LoginSurroundings): LoginLaunch {
  const file = fileOfApp({ environment, execPath });
  const appPath = app.isPackaged ? [] : [app.getAppPath()];
  return { file, args: [...appPath, ...(chosenHome === null ? [] : ['--home', chosenHome])] };
}

function linuxItems(app: LoginApp, surroundings: LoginSurroundings): LoginItems {
  const dir = autostartDir(surroundings.environment, surroundings.userHome);
  const file = join(dir, `${loginItemName(surroundings.chosenHome)}.desktop`);
  return {
    async set(isWanted, isNew) {
      if (!isWanted) return rm(file, { force: true });
      const text = loginEntryText(launchOf(app, surroundings));
      const present = await readIfThere(file);
      if (present === text || (!isNew && present !== null && isSwitchedOff(present))) return;
      await mkdir(dir, { recursive: true, mode: 0o700 });
      // Desktops read what ends in .desktop.
      const aside = `${file}.${process.pid}`;
      await writeFile(aside, text, { mode: 0o600 });
      await rename(aside, file);
    },
  };
}

/** The system keeps it by the app's own bundle: there is no room for arguments. */
function macItems(app: LoginApp, { chosenHome }: LoginSurroundings): LoginItems {
  return {
    async set(isWanted) {
      const isPossible = app.isPackaged && chosenHome === null;
      if (!isPossible && !isWanted) return;
      if (!isPossible)
        throw new Error('macOS opens only an installed app at login, with its usual workspace');
      if (app.getLoginItemSettings().openAtLogin !== isWanted) {
        app.setLoginItemSettings({ openAtLogin: isWanted });
      }
      // Electron before 27 has no status.
      if (isWanted && app.getLoginItemSettings().status === 'requires-approval') {
        throw new Error('allow it in System Settings, General, Login Items');
      }
    },
  };
}

/** A value of the registry's Run key; Task Manager's own switch for it is kept elsewhere and stays as it is. */
function windowsItems(app: LoginApp, surroundings: LoginSurroundings): LoginItems {
  const { file, args } = launchOf(app, surroundings);
  const item = { path: file, args: args.map((argument) => `"${argument}"`) };
  return {
    async set(isWanted) {
      if (app.getLoginItemSettings(item).openAtLogin === isWanted) return;
      const name = loginItemName(surroundings.chosenHome);
      app.setLoginItemSettings({ ...item, name, openAtLogin: isWanted });
    },
  };
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
