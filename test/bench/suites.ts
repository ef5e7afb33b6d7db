// Which benchmarks there are. Each suite is a program of its own that prints its rows as one JSON array for `--json`, so that
// none inherits another's heap, timers or warm code. Invariant: rows that have not the shape of BenchRow are refused.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from './row.ts';

export interface Suite {
  readonly name: string;
  readonly file: string;
}

/** In the order in which they run. */
export const SUITES: readonly Suite[] = ['engine', 'restore'].map((name) => ({
  name,
  file: fileURLToPath(new URL(`./${name}/main.ts`, import.meta.url)),
}));

export function isThere({ file }: Suite): boolean {
  return existsSync(file);
}

/** Rejects when the suite ends badly or prints something else than rows. `workDir` is where it puts what it measures. */
export async function runSuite({ name, file }: Suite, workDir: string): Promise<BenchRow[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: workDir },
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the suite ${name} ended with ${code}`);
  const rows: unknown = JSON.parse(printed);
  if (!Array.isArray(rows) || !rows.every(isRow)) throw new TypeError(`the suite ${name} printed no rows`);
  return rows;
}

function isRow(value: unknown): value is BenchRow {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Record<string, unknown>;
  const texts = ['id', 'name', 'unit'].every((key) => typeof row[key] === 'string');
  return (
    texts && typeof row.ours === 'number' && ['peer', 'ratio', 'target', 'pass'].every((key) => key in row)
  );
}
