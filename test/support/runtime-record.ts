// What set-up wrote down about the Electron that runs the app (out/runtime.json).
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface RuntimeRecord {
  readonly kind: 'official' | 'override' | 'stand-in';
  /** The executable. */
  readonly electronPath: string;
  /** Null when an override does not tell. */
  readonly electronVersion: string | null;
  /** The application directory: Electron's first argument. */
  readonly appPath: string;
}

/** The checkout's top directory. */
export const checkout = resolve(import.meta.dirname, '..', '..');

/** Throws when the checkout is not set up (`npm run build`). */
export function readRuntimeRecord(): RuntimeRecord {
  return JSON.parse(readFileSync(join(checkout, 'out', 'runtime.json'), 'utf8'));
}
