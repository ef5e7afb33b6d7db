// One line of the benchmarks' result, as `bench/results.json` holds it.

export interface BenchRow {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly peerName: string | null;
  /** How many times better than the peer; above 1 is better, whatever the unit. */
  readonly ratio: number | null;
  /** For a person: what is to be reached. */
  readonly target: string | null;
  readonly pass: boolean | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export function printRows(rows: readonly BenchRow[]): void {
  for (const { name, unit, ours, peer, peerName, ratio, target, pass } of rows) {
    const verdict = pass === null ? '' : pass ? 'ok' : 'MISSED';
    const against = peer === null ? '' : `${peerName} ${peer}, ${ratio}x`;
    process.stdout.write(
      `${name.padEnd(44)} ${String(ours).padStart(10)} ${unit.padEnd(6)} ${against.padEnd(34)} ${target ?? ''} ${verdict}\n`,
    );
  }
}
