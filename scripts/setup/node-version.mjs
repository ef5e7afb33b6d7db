// The Node that runs us against what package.json asks for. Looked at first: with an older one the tools fail in ways that
// name everything but the cause.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Throws a SetUpError if this Node is too old. */
export function checkNodeVersion() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const why = whyTooOld(process.versions.node, engines.node);
  if (why !== undefined) throw new SetUpError(`${why}, at ${process.execPath}`);
}

/** `wanted` as in `>=20.19.0`. */
export function whyTooOld(present, wanted) {
  const least = wanted.replace(/^>=/, '');
  const [have, want] = [present, least].map((version) => version.split('.').map(Number));
  const at = have.findIndex((part, index) => part !== want[index]);
  if (at === -1 || have[at] > want[at]) return undefined;
  return `Node ${least} or newer is needed (https://nodejs.org, or your system's version manager); this is ${present}`;
}
