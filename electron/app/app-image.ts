// The app in an AppImage: a file that its own runtime mounts in another place at each start, and takes down when the app ends. So
// what starts the app again is the file. The runtime says where it is (APPIMAGE), and where it is mounted (APPDIR):
// https://docs.appimage.org/packaging-guide/environment-variables.html. Pure.
import { withoutImage } from '../pty/environment.ts';

export interface AppProcess {
  readonly execPath: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The file that starts this app: it is there also when the app has ended. */
export function fileOfApp({ environment, execPath }: AppProcess): string {
  const { APPDIR = '', APPIMAGE = '' } = environment;
  // A terminal that is an AppImage itself hands its variables on to whatever is started in it: then they are not ours.
  const isOurs = APPDIR !== '' && execPath.startsWith(`${APPDIR.replace(/\/+$/, '')}/`);
  return isOurs && APPIMAGE !== '' ? APPIMAGE : execPath;
}

/** The same as a command, its arguments to follow: an image starts with what was there before the one that runs. */
export function commandOfApp(app: AppProcess): readonly string[] {
  const file = fileOfApp(app);
  if (file === app.execPath) return [file];
  const before = withoutImage(app.environment);
  const names = Object.keys(app.environment);
  const gone = names.filter((name) => before[name] === undefined).flatMap((name) => ['-u', name]);
  const changed = names.filter((name) => (before[name] ?? app.environment[name]) !== app.environment[name]);
  return ['env', ...gone, ...changed.map((name) => `${name}=${before[name]}`), file];
}
