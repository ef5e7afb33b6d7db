// What a fresh clone's `npm ci` needs of the lock, on every platform and with any registry.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockFile = resolve(import.meta.dirname, '../../package-lock.json');
const packages: Record<string, Entry> = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
const entries = Object.entries(packages).filter(([path]) => path !== '');

/** As Node resolves: beside the dependent, then in every node_modules above it. */
function isLocked(dependent: string, name: string): boolean {
  const parts = dependent.split('/node_modules/');
  return [...parts.keys()].some((index) => {
    const above = parts.slice(0, index + 1).join('/node_modules/');
    return (
      packages[`${above}/node_modules/${name}`] !== undefined ||
      packages[`node_modules/${name}`] !== undefined
    );
  });
}

describe('package-lock.json', () => {
  it('should hold the packages for all platforms, not only for the one it was made on', () => {
    const missing = entries.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('should name no registry, and a checksum for every package', () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });
});
