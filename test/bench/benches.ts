// Which benchmarks there are. Each module exports functions called bench..., which are given an empty directory and resolve
// with rows. Invariant: one that is not in this checkout is left out and said so; what is there must have the right shape.
import { existsSync } from 'node:fs';
import type { BenchRow } from './row.ts';

export type Bench = (dir: string) => Promise<BenchRow[]>;

interface BenchModule {
  readonly suite: string;
  readonly file: string;
  readonly load: () => Promise<object>;
}

/** In the order in which they run. */
const MODULES: readonly BenchModule[] = [
  { suite: 'engine', file: './engine/recovery.ts', load: () => import('./engine/recovery.ts') },
  { suite: 'engine', file: './engine/commits.ts', load: () => import('./engine/commits.ts') },
  { suite: 'host', file: './host/checkpoints.ts', load: () => import('./host/checkpoints.ts') },
  { suite: 'restore', file: './restore.ts', load: () => import('./restore.ts') },
  { suite: 'latency', file: './latency.ts', load: () => import('./latency.ts') },
  { suite: 'cli', file: './cli.ts', load: () => import('./cli.ts') },
];

export const SUITES: readonly string[] = [...new Set(MODULES.map(({ suite }) => suite))];

export interface FoundBench {
  readonly name: string;
  readonly bench: Bench;
}

/** Of the suites in `only`, or of all of them. */
export async function findBenches(only: ReadonlySet<string> | null): Promise<{
  readonly benches: readonly FoundBench[];
  readonly missing: readonly string[];
}> {
  const benches: FoundBench[] = [];
  const missing: string[] = [];
  for (const { suite, file, load } of MODULES) {
    if (only !== null && !only.has(suite)) continue;
    if (!existsSync(urlOf(file))) {
      missing.push(file);
      continue;
    }
    const found = Object.entries((await load()) as Record<string, unknown>).filter(isBench);
    if (found.length === 0) throw new TypeError(`${file} exports no function called bench...`);
    for (const [name, bench] of found) benches.push({ name: `${suite}: ${name}`, bench });
  }
  return { benches, missing };
}

function urlOf(file: string): URL {
  return new URL(file, import.meta.url);
}

function isBench(entry: [string, unknown]): entry is [string, Bench] {
  return /^bench[A-Z]/.test(entry[0]) && typeof entry[1] === 'function';
}
