// Durable commits: records of four sizes, one, a hundred and a thousand per sync. Invariant: contenders take turns within a
// round, each round in another order, so that what else the machine does, and what one leaves for the disk to do behind its
// turn, falls on all of them alike; the median of the rounds counts.

import { type BenchRow, median, rounded } from '../row.ts';
import type { Contender } from './contenders.ts';
import { openContenders } from './contenders.ts';

const SIZES = [64, 256, 4096, 65_536] as const;
const PER_SYNC = [1, 100, 1000] as const;
const ROUNDS = 20;
const TURN_MS = 60;

function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  return order;
}

/** Records per second. */
async function takeTurn(contender: Contender, data: Uint8Array, perSync: number): Promise<number> {
  const begun = performance.now();
  let records = 0;
  do {
    await contender.commit(data, perSync);
    records += perSync;
  } while (performance.now() - begun < TURN_MS);
  return (records * 1000) / (performance.now() - begun);
}

export async function benchCommits(dir: string): Promise<BenchRow[]> {
  const { contenders, missing } = await openContenders(dir);
  for (const reason of missing) process.stderr.write(`a peer is left out: ${reason}\n`);
  const rows: BenchRow[] = [];
  for (const size of SIZES) {
    for (const perSync of PER_SYNC) {
      if (size * perSync > 16 * 1024 * 1024) continue;
      const data = Buffer.alloc(size, 'everpane ');
      const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const contender of shuffled(contenders)) {
          rates.get(contender.name)?.push(await takeTurn(contender, data, perSync));
        }
      }
      rows.push(...rowsFor(size, perSync, rates));
    }
  }
  for (const contender of contenders) await contender.close();
  return rows;
}

function rowsFor(size: number, perSync: number, rates: ReadonlyMap<string, readonly number[]>): BenchRow[] {
  const ours = median(rates.get('everpane') ?? []);
  const rows: BenchRow[] = [];
  for (const [peerName, peerRates] of rates) {
    if (peerName === 'everpane') continue;
    const peer = median(peerRates);
    const ratio = ours / peer;
    const least = leastRatio(peerName, size, perSync);
    rows.push({
      id: `commit-${size}-${perSync}-${peerName}`,
      name: `durable commits, ${perSync} x ${size} B per sync`,
      unit: 'rec/s',
      ours: rounded(ours),
      peer: rounded(peer),
      peerName,
      ratio: rounded(ratio),
      target: least === null ? null : `>= ${least}`,
      pass: least === null ? null : ratio >= least,
    });
  }
  return rows;
}

function leastRatio(peerName: string, size: number, perSync: number): number | null {
  if (peerName === 'raw') return perSync === 1 ? 0.9 : size * perSync >= 1024 * 1024 ? 0.8 : null;
  if (peerName === 'better-sqlite3') return size >= 4096 ? 1.5 : 1;
  return null;
}
