// The one importer of node-pty. Its JavaScript terminal is not used on Unix: it asks for IUTF8 only when it decodes text
// itself, gives up a terminal 200 ms after its process ended whether or not everything was read, and spins while input
// does not fit. Its native part has none of that, and is pinned by an exact version and by the tests of this folder.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as nodePty from 'node-pty';
import { cellPixels } from '../../shared/images/picture.ts';

export interface ForkRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly cols: number;
  readonly rows: number;
  /** Exit status and signal number, 0 for none; comes on the event loop, possibly before all output was read. */
  readonly onExit: (exitCode: number, signal: number) => void;
}

export interface ForkedPty {
  /** The master side, non-blocking, without close-on-exec. */
  readonly fd: number;
  readonly pid: number;
  /** Path of the slave side. */
  readonly pty: string;
}

interface NativeBinding {
  fork(...args: unknown[]): ForkedPty;
  resize(fd: number, cols: number, rows: number, xPixel: number, yPixel: number): void;
}

/** node-pty was replaced by a version that this code does not know. */
export class NativeBindingError extends Error {
  readonly code = 'NATIVE_BINDING';
}

const SAME_USER = -1;

/** Starts a process on a new terminal in UTF-8 mode. Throws what the system said. */
export function forkPty(request: ForkRequest): ForkedPty {
  const pairs = Object.entries(request.env).map(([name, value]) => `${name}=${value}`);
  return binding().fork(
    request.file,
    request.args,
    pairs,
    request.cwd,
    request.cols,
    request.rows,
    SAME_USER,
    SAME_USER,
    true,
    spawnHelperPath(),
    request.onExit,
  );
}

/** Programs that print pictures read from it how many pixels there are. */
export function resizePty(fd: number, cols: number, rows: number): void {
  binding().resize(fd, cols, rows, cols * cellPixels.width, rows * cellPixels.height);
}

function binding(): NativeBinding {
  const native: unknown = 'native' in nodePty ? nodePty.native : undefined;
  if (!isNativeBinding(native)) {
    throw new NativeBindingError('node-pty offers no native fork and resize here');
  }
  return native;
}

function isNativeBinding(value: unknown): value is NativeBinding {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fork' in value &&
    typeof value.fork === 'function' &&
    'resize' in value &&
    typeof value.resize === 'function'
  );
}

/** On macOS processes are started by a small program that lies beside the native module. */
function spawnHelperPath(): string {
  if (process.platform !== 'darwin') {
    return '';
  }
  const home = dirname(createRequire(import.meta.url).resolve('node-pty/package.json'));
  const unpacked = home.replace('app.asar', 'app.asar.unpacked');
  const places = ['build/Release', 'build/Debug', `prebuilds/darwin-${process.arch}`];
  const found = places.map((place) => join(unpacked, place, 'spawn-helper')).find((path) => existsSync(path));
  if (found === undefined) {
    throw new NativeBindingError(`node-pty's spawn-helper is not in ${unpacked}`);
  }
  return found;
}
