// Proof that the crash tests bite: take away one sync at a time and a crash must be found that loses something.
import { describe, expect, it } from 'vitest';
import type { SimOp } from '../support/sim-fs.ts';
import { crashPoints, freshDisk, judgeImage } from './crash-points.ts';
import { Oracle, runWorkload, STATE_DIR } from './crash-workload.ts';

interface Mutation {
  readonly name: string;
  /** A new one for each run: some remember what came before. */
  skip(): (op: SimOp) => boolean;
}

/** Here every image has to be judged; the others end with the first that fails. */
const LONG_MS = 600_000;

const inDir = (op: SimOp, dir: string): boolean => op.path.startsWith(`${STATE_DIR}/${dir}/`);

const MUTATIONS: readonly Mutation[] = [
  { name: 'syncing the log', skip: () => (op) => op.kind === 'datasync' && inDir(op, 'wal') },
  {
    name: 'syncing the header of a new segment',
    skip: () => {
      const seen = new Set<string>();
      return (op) => {
        if (op.kind !== 'datasync' || !inDir(op, 'wal') || seen.has(op.path)) return false;
        seen.add(op.path);
        return true;
      };
    },
  },
  {
    name: 'syncing records behind the header',
    skip: () => {
      const seen = new Set<string>();
      return (op) => {
        if (op.kind !== 'datasync' || !inDir(op, 'wal')) return false;
        if (seen.has(op.path)) return true;
        seen.add(op.path);
        return false;
      };
    },
  },
  {
    name: 'making a commit in written room durable',
    skip: () => (op) => op.kind === 'commit' && inDir(op, 'wal'),
  },
  {
    name: 'syncing the record that room is written along with',
    skip: () => {
      // The second sync of a segment: the first is its header's.
      const syncs = new Map<string, number>();
      return (op) => {
        if (op.kind !== 'datasync' || !inDir(op, 'wal')) return false;
        syncs.set(op.path, (syncs.get(op.path) ?? 0) + 1);
        return syncs.get(op.path) === 2;
      };
    },
  },
  {
    name: 'syncing the name of a segment',
    skip: () => (op) => op.kind === 'syncDir' && op.path === `${STATE_DIR}/wal`,
  },
  { name: 'syncing a checkpoint', skip: () => (op) => op.kind === 'datasync' && inDir(op, 'checkpoints') },
  {
    name: 'syncing the name of a checkpoint before the log behind it goes',
    skip: () => (op) => op.kind === 'syncDir' && op.path === `${STATE_DIR}/checkpoints`,
  },
  { name: 'syncing a snapshot', skip: () => (op) => op.kind === 'datasync' && inDir(op, 'scrollback') },
  {
    name: 'syncing the name of a snapshot',
    skip: () => (op) => op.kind === 'syncDir' && op.path === `${STATE_DIR}/scrollback`,
  },
  {
    name: 'syncing the directories themselves',
    skip: () => (op) => op.kind === 'syncDir' && op.path === STATE_DIR,
  },
  {
    name: 'syncing the name of the state directory',
    skip: () => (op) => op.kind === 'syncDir' && op.path === '/home',
  },
  {
    name: 'syncing what recovery accepted before the next segment vouches for it',
    skip: () => {
      const opened = new Set<string>();
      return (op) => {
        // A segment that was not made in this run of the log is only ever synced by recovery.
        if (op.kind === 'create') opened.add(op.path);
        if (op.kind === 'mkdir' && op.path === STATE_DIR) opened.clear();
        return op.kind === 'datasync' && inDir(op, 'wal') && !opened.has(op.path);
      };
    },
  },
];

/** The first crash that the oracle does not accept, or null. */
async function findFailure(skip: (op: SimOp) => boolean): Promise<string | null> {
  const oracle = new Oracle();
  const fs = freshDisk();
  let points: Awaited<ReturnType<typeof crashPoints>> = [];
  try {
    points = await crashPoints(
      fs,
      () => oracle.promised,
      () => runWorkload(fs, oracle),
      skip,
    );
    for (let variant = 1; variant < 8; variant += 1) {
      for (const [index, point] of points.entries())
        await judgeImage(point, variant, variant * 7919 + index, oracle);
    }
  } catch (error) {
    return String(error);
  }
  return null;
}

describe('the crash tests', () => {
  it('should find nothing wrong as long as every sync is made', { timeout: LONG_MS }, async () => {
    expect(await findFailure(() => false)).toBeNull();
  });

  for (const { name, skip } of MUTATIONS) {
    it(`should fail without ${name}`, async () => {
      expect(await findFailure(skip())).not.toBeNull();
    });
  }
});
