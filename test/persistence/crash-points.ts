// Runs a workload on a simulated disk and keeps what the power could leave after each of its operations. Invariant: a point is
// taken after every operation that changed something, with what had been confirmed by then; images derive from seeds alone.
import { newDir, type SimDirNode, SimFileSystem, type SimHooks } from '../support/sim-fs.ts';
import { type CrashKind, crashImage, freeze, seeded } from '../support/sim-fs-crash.ts';
import { judge, type Oracle, type Promised } from './crash-workload.ts';

export interface CrashPoint {
  readonly frozen: SimDirNode;
  readonly promised: Promised;
  readonly operation: string;
}

const CHANGES_NOTHING = new Set(['read', 'stat', 'list', 'open', 'close']);

/** A disk with an empty, durable home. */
export function freshDisk(): SimFileSystem {
  const fs = new SimFileSystem();
  const home = newDir();
  fs.root.names.set('home', home);
  fs.root.durableNames.set('home', home);
  return fs;
}

/** Every moment of `run` at which something on disk had just changed. */
export async function crashPoints(
  fs: SimFileSystem,
  promised: () => Promised,
  run: () => Promise<unknown>,
  skip?: SimHooks['skip'],
): Promise<CrashPoint[]> {
  const points: CrashPoint[] = [];
  fs.hooks = {
    ...(skip === undefined ? {} : { skip }),
    after({ index, kind, path }) {
      if (CHANGES_NOTHING.has(kind)) return;
      points.push({ frozen: freeze(fs.root), promised: promised(), operation: `${index} ${kind} ${path}` });
    },
  };
  try {
    await run();
  } finally {
    fs.hooks = {};
  }
  return points;
}

/** The first two variants of a point are the extremes. */
export function imageOf(point: CrashPoint, variant: number, seed: number): SimFileSystem {
  const kinds: readonly CrashKind[] = ['killed', 'strict'];
  return crashImage(point.frozen, kinds[variant] ?? 'mixed', seeded(seed));
}

/** Opens one image and judges it; the error names what is needed to see it again. */
export async function judgeImage(
  point: CrashPoint,
  variant: number,
  seed: number,
  oracle: Oracle,
): Promise<SimFileSystem> {
  const image = imageOf(point, variant, seed);
  try {
    await judge(image, oracle, point.promised);
    return image;
  } catch (error) {
    throw new Error(`variant ${variant}, seed ${seed}, crash after ${point.operation}: ${String(error)}`, {
      cause: error,
    });
  }
}
