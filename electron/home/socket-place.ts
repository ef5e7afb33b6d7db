// Where the control socket lies. Usually control.sock in the home; if that path is longer than the system allows, a link of
// that name points at the socket, which lies in a private directory with a short name. Whoever may read the home thus finds
// it without knowing the environment of the app. Knows no protocol.
import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canonicalHome } from './prepare-places.ts';
import { ensurePrivateDirectory, isPrivateDirectory, PrivacyError } from './private-directory.ts';

/** sizeof(sun_path) without the final NUL: unix(7) on Linux, sys/un.h on macOS and the BSDs. */
const longestSocketPathBytes = process.platform === 'linux' ? 107 : 103;

/** For the app: the path to listen on. Call it only as the home's one owner. Throws PrivacyError if there is no safe place. */
export function prepareSocketPlace(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const direct = directPath(home);
  if (fits(direct)) return direct;
  const path = shortPath(canonicalHome(home), environment);
  const link = linkPath(home);
  const aside = `${link}.${process.pid}`;
  rmSync(aside, { force: true });
  symlinkSync(path, aside);
  renameSync(aside, link);
  return path;
}

/** For clients: the path to connect to, or null if no app has ever listened there. Throws PrivacyError if it is not safe. */
export function findSocketPlace(home: string): string | null {
  const direct = directPath(home);
  if (fits(direct)) return direct;
  const path = linkTarget(linkPath(home));
  if (path === null) return null;
  if (!isPrivateDirectory(dirname(path))) {
    throw new PrivacyError('not-ours', path, `${dirname(path)} is not a private directory of yours`);
  }
  return path;
}

function directPath(home: string): string {
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\everpane-${nameOf(home.toLowerCase())}`
    : linkPath(home);
}

function linkPath(home: string): string {
  return join(home, 'control.sock');
}

function fits(path: string): boolean {
  return process.platform === 'win32' || Buffer.byteLength(path) <= longestSocketPathBytes;
}

/** FNV-1a, 64 bits: it only tells homes apart, and loading node:crypto takes longer than all else that a client does. */
function nameOf(home: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(home)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

function shortPath(home: string, environment: Readonly<Record<string, string | undefined>>): string {
  const directory = `everpane-${process.getuid?.() ?? 0}`;
  const bases = [environment.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].filter((base) => base?.startsWith('/'));
  let refusal: unknown = new PrivacyError('not-makeable', home, 'there is no place for the control socket');
  for (const base of bases) {
    const dir = join(base ?? '', directory);
    const path = join(dir, `${nameOf(home)}.sock`);
    if (!fits(path)) continue;
    try {
      ensurePrivateDirectory(dir);
      if (isPrivateDirectory(dir)) return path;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

function linkTarget(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch (error) {
    // ENOENT: never started; EINVAL: not a link, so not made by us.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EINVAL'))
      return null;
    throw error;
  }
}
