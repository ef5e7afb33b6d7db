// The environment of a shell: what the app's own starter had, without what Electron, npm and the terminal that started
// the app put there for themselves, and with what this terminal says of itself.
import { delimiter, isAbsolute } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** Of Electron, Chromium and npm: a shell that had them would run node, npm and other Electron apps differently. */
const APP_PREFIXES = ['ELECTRON_', 'CHROME_', 'npm_'];
/** Of the terminal or multiplexer around us: a program would take this terminal for that one. */
const OUTER_TERMINAL_PREFIXES = [
  'ALACRITTY_',
  'GHOSTTY_',
  'GNOME_TERMINAL_',
  'ITERM_',
  'KITTY_',
  'KONSOLE_',
  'TERM_PROGRAM',
  'TERMINATOR_',
  'TILIX_',
  'VSCODE_',
  'WEZTERM_',
  'ZELLIJ',
];
const DROPPED = new Set([
  'NODE_OPTIONS',
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'INIT_CWD',
  'TERM_SESSION_ID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
  'STY',
  'WINDOW',
  'WINDOWID',
  'TMUX',
  'TMUX_PANE',
  'VTE_VERSION',
  'WT_SESSION',
  'WT_PROFILE_ID',
  'SHELLOPTS',
  'BASHOPTS',
  'SHLVL',
  'OLDPWD',
  'PWD',
  '_',
]);
/** Set by npm beside its npm_ variables, and by others for other reasons. */
const DROPPED_UNDER_NPM = new Set(['NODE', 'COLOR']);
/** Of an AppImage's runtime, which also puts directories of the image (APPDIR) into these lists. */
const DROPPED_IN_IMAGE = new Set(['APPDIR', 'APPIMAGE', 'ARGV0', 'OWD']);
const LISTS_OF_IMAGE = ['PATH', 'LD_LIBRARY_PATH', 'XDG_DATA_DIRS', 'GSETTINGS_SCHEMA_DIR'];
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/** The whole environment to start a shell with; `overrides` are the user's own and win over everything. */
export function shellEnvironment(
  inherited: Variables,
  overrides: Readonly<Record<string, string>>,
  appVersion: string,
): Record<string, string> {
  const isUnderNpm = inherited.npm_execpath !== undefined;
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(withoutImage(inherited))) {
    const isDropped = isOfOthers(name) || (isUnderNpm && DROPPED_UNDER_NPM.has(name));
    if (!isDropped) env[name] = value;
  }
  return {
    ...env,
    PATH: withoutPackageDirectories(env.PATH ?? ''),
    ...(hasLocale(env) ? {} : { LANG: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8' }),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'Everpane',
    TERM_PROGRAM_VERSION: appVersion,
    ...overrides,
  };
}

function isOfOthers(name: string): boolean {
  const startsName = (prefix: string): boolean => name.startsWith(prefix);
  return DROPPED.has(name) || APP_PREFIXES.some(startsName) || OUTER_TERMINAL_PREFIXES.some(startsName);
}

/**
 * An environment as it was before an AppImage's runtime began, ours or that of whoever started us. The user's own entries in a
 * list stay; a list that the image alone has made goes.
 */
export function withoutImage(inherited: Variables): Record<string, string> {
  const image = inherited.APPIMAGE === undefined ? undefined : inherited.APPDIR;
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    const isDropped = image !== undefined && DROPPED_IN_IMAGE.has(name);
    if (value !== undefined && !isDropped) env[name] = value;
  }
  if (image === undefined) return env;
  const isOfImage = (entry: string): boolean => entry === image || entry.startsWith(`${image}/`);
  for (const name of LISTS_OF_IMAGE) {
    const kept = env[name]?.split(delimiter).filter((entry) => entry !== '' && !isOfImage(entry)) ?? [];
    if (kept.length > 0) env[name] = kept.join(delimiter);
    else delete env[name];
  }
  return env;
}

/** `npm start` puts the checkout's own programs in front of the user's. */
function withoutPackageDirectories(path: string): string {
  const kept = path.split(delimiter).filter((entry) => entry !== '' && !isPackageDirectory(entry));
  return kept.length === 0 ? DEFAULT_PATH : kept.join(delimiter);
}

function isPackageDirectory(entry: string): boolean {
  return isAbsolute(entry) && /[/\\](node_modules[/\\]\.bin|node-gyp-bin)[/\\]?$/.test(entry);
}

function hasLocale(env: Variables): boolean {
  return [env.LC_ALL, env.LC_CTYPE, env.LANG].some((value) => value !== undefined && value !== '');
}
