// Whether the system has the shared libraries that the runtime is linked against (Linux; elsewhere they come along).
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readRuntime } from '../launch/runtime-record.ts';
import { type Check, ok, warning, wrong } from './finding.ts';

const ldd = promisify(execFile);
const lddLimitMs = 10_000;

export const checkLibraries: Check = async () => {
  if (process.platform !== 'linux') return ok('they come with the app');
  const { electronPath } = await readRuntime();
  let listing: string;
  try {
    listing = (await ldd('ldd', [electronPath], { timeout: lddLimitMs })).stdout;
  } catch {
    return warning(`ldd cannot say what ${electronPath} needs`, 'try: everpane open');
  }
  const missing = missingLibraries(listing);
  return missing.length === 0
    ? ok('all that the runtime needs are there')
    : wrong(
        `missing: ${missing.join(', ')}`,
        'install them with your package manager (Debian: apt-file search NAME)',
      );
};

/** The names that a listing of ldd gives as not found. Pure. */
export function missingLibraries(listing: string): string[] {
  return [...listing.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = '']) => name);
}
