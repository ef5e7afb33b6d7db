import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { autostartDir, loginEntryText, loginItemName } from '../../electron/app/login-entry.ts';
import { type LoginApp, type LoginSurroundings, loginItems } from '../../electron/app/login-items.ts';
import { OpenAtLogin } from '../../electron/app/open-at-login.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Installation {
  readonly isPackaged?: boolean;
  readonly status?: 'enabled' | 'requires-approval';
}

/** The app as the system knows it: Electron's own part is what the system keeps. */
function installedApp({ isPackaged = true, status = 'enabled' }: Installation = {}) {
  const told: object[] = [];
  const app: LoginApp = {
    isPackaged,
    getAppPath: () => '/src/everpane',
    getLoginItemSettings: () => ({
      openAtLogin: told.some((item) => 'openAtLogin' in item && item.openAtLogin === true),
      openAsHidden: false,
      wasOpenedAtLogin: false,
      wasOpenedAsHidden: false,
      restoreState: false,
      status,
      executableWillLaunchAtLogin: false,
      launchItems: [],
    }),
    setLoginItemSettings: (settings) => void told.push(settings),
  };
  return { app, told };
}

const usual: LoginSurroundings = {
  platform: 'linux',
  environment: {},
  userHome: '/home/kim',
  execPath: '/opt/Everpane/everpane',
  chosenHome: null,
};

/** What a desktop starts for an entry: the string's escapes undone, then its quotes, which are a part of the shell's. */
function argumentsOf(text: string): string[] {
  const exec = /^Exec=(.*)$/m.exec(text)?.[1] ?? '';
  const unescaped = exec.replace(/\\([\\ntr])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === 'r' ? '\r' : '\\',
  );
  const script = `printf '%s\\0' ${unescaped.replaceAll('%%', '%')}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe.skipIf(process.platform === 'win32')('the entry for login on Linux', () => {
  it('should start exactly the program and arguments, whatever they consist of', () => {
    const odd = ['/opt/a b/ever"pane', '--home', '/h/$HOME `x` \\n 100% %u\ttab\nline'];
    const [file = '', ...args] = odd;
    expect(argumentsOf(loginEntryText({ file, args }))).toEqual(odd);
    expect(loginEntryText({ file, args }).split('\n')).toHaveLength(9);
  });

  it('should lie where XDG says, one for each home', () => {
    expect(autostartDir({}, '/home/kim')).toBe('/home/kim/.config/autostart');
    expect(autostartDir({ XDG_CONFIG_HOME: '/cfg' }, '/home/kim')).toBe('/cfg/autostart');
    expect(autostartDir({ XDG_CONFIG_HOME: 'cfg' }, '/home/kim')).toBe('/home/kim/.config/autostart');
    const names = [null, '/a', '/b'].map(loginItemName);
    expect(new Set(names).size).toBe(3);
  });

  async function setUp(surroundings: Partial<LoginSurroundings> = {}, { isPackaged = true } = {}) {
    const userHome = await tempDir();
    const { app } = installedApp({ isPackaged });
    const items = loginItems(app, { ...usual, userHome, ...surroundings });
    const dir = join(userHome, '.config', 'autostart');
    const file = join(dir, `${loginItemName(surroundings.chosenHome ?? null)}.desktop`);
    return { dir, file, items };
  }

  it('should come and go with the setting, closed to others', async () => {
    const { dir, file, items } = await setUp();
    await items.set(false, false);
    await items.set(true, true);
    expect(argumentsOf(await readFile(file, 'utf8'))).toEqual(['/opt/Everpane/everpane']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await items.set(false, true);
    expect(await readdir(dir)).toEqual([]);
  });

  it('should name a chosen home, a checkout and the file of an AppImage', async () => {
    const home = await setUp({ chosenHome: '/work of mine' });
    await home.items.set(true, true);
    const image = await setUp({
      execPath: '/tmp/.mount_EverpaX/everpane',
      environment: { APPIMAGE: '/apps/Everpane.AppImage', APPDIR: '/tmp/.mount_EverpaX' },
    });
    await image.items.set(true, true);
    const checkout = await setUp(
      { environment: { APPIMAGE: '/other', APPDIR: '/tmp/.mount_other' } },
      { isPackaged: false },
    );
    await checkout.items.set(true, true);
    expect(argumentsOf(await readFile(home.file, 'utf8')).slice(1)).toEqual(['--home', '/work of mine']);
    expect(argumentsOf(await readFile(image.file, 'utf8'))).toEqual(['/apps/Everpane.AppImage']);
    expect(argumentsOf(await readFile(checkout.file, 'utf8'))).toEqual([usual.execPath, '/src/everpane']);
  });

  it('should follow an app that has moved, and leave what a desktop switched off until it is asked for anew', async () => {
    const { dir, file, items } = await setUp();
    await mkdir(dir, { recursive: true });
    const old = loginEntryText({ file: '/old/everpane', args: [] });
    await writeFile(file, old);
    await items.set(true, false);
    expect(argumentsOf(await readFile(file, 'utf8'))).toEqual([usual.execPath]);

    const off = old.replace('enabled=true', 'enabled=false');
    await writeFile(file, off);
    await items.set(true, false);
    expect(await readFile(file, 'utf8')).toBe(off);
    await items.set(true, true);
    expect(argumentsOf(await readFile(file, 'utf8'))).toEqual([usual.execPath]);
  });
});

describe('login items elsewhere', () => {
  it('should be told to macOS once, and be refused where it could not keep the home', async () => {
    const { app, told } = installedApp();
    const items = loginItems(app, { ...usual, platform: 'darwin' });
    await items.set(false, false);
    await items.set(true, true);
    await items.set(true, false);
    expect(told).toEqual([{ openAtLogin: true }]);
    const other = loginItems(app, { ...usual, platform: 'darwin', chosenHome: '/h' });
    await other.set(false, false);
    await expect(other.set(true, true)).rejects.toThrow('usual workspace');
  });

  it('should say where macOS wants a person to allow it', async () => {
    const { app } = installedApp({ status: 'requires-approval' });
    const items = loginItems(app, { ...usual, platform: 'darwin' });
    await expect(items.set(true, true)).rejects.toThrow('System Settings');
  });

  it('should be a value of its own in the registry of Windows, with the home in quotes', async () => {
    const { app, told } = installedApp();
    const chosenHome = 'C:\\Users\\Kim B\\work';
    const items = loginItems(app, { ...usual, platform: 'win32', execPath: 'C:\\E.exe', chosenHome });
    await items.set(false, false);
    await items.set(true, true);
    expect(told).toEqual([
      {
        path: 'C:\\E.exe',
        args: ['"--home"', `"${chosenHome}"`],
        name: loginItemName(chosenHome),
        openAtLogin: true,
      },
    ]);
  });
});

describe('opening at login', () => {
  it('should tell the system once at the start and at each change', async () => {
    const calls: (readonly [boolean, boolean])[] = [];
    const login = new OpenAtLogin({
      items: { set: async (isWanted, isNew) => void calls.push([isWanted, isNew]) },
      say: () => expect.unreachable(),
    });
    for (const wanted of [false, false, true, true, false]) await login.follow(wanted);
    expect(calls).toEqual([
      [false, false],
      [true, true],
      [false, true],
    ]);
  });

  it('should say why it cannot be, and go on', async () => {
    const said: string[] = [];
    const login = new OpenAtLogin({
      items: { set: (isWanted) => (isWanted ? Promise.reject(new Error('no room')) : Promise.resolve()) },
      say: (text) => void said.push(text),
    });
    await login.follow(true);
    await login.follow(false);
    expect(said).toEqual(['Opening at login could not be switched on: no room.']);
  });
});
