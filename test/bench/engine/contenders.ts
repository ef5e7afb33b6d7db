// Who is measured against whom: the log, a raw write + fdatasync loop as the limit, and three stores of good name, all at the
// same durability: what commit() resolved for survives a power cut. A peer that is not installed for this machine is left out.
import * as fs from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openLog } from '../../../electron/persistence/open-log.ts';
import type { LogConfig, StateMachine } from '../../../electron/persistence/types.ts';

export interface Contender {
  readonly name: string;
  /** Resolves when `count` records of `data` are durable, all together. */
  commit(data: Uint8Array, count: number): Promise<void>;
  close(): Promise<void>;
}

export const BENCH_CONFIG: LogConfig = {
  checkpointIntervalMs: 0,
  walFlushIntervalMs: 100,
  maxWalSizeBytes: 2 ** 40,
  keepCheckpoints: 3,
  maxStateBytes: 2 ** 40,
  segmentBytes: 16 * 1024 * 1024,
};

export const emptyMachine: StateMachine = {
  restore: () => undefined,
  apply: () => undefined,
  save: () => new Uint8Array(0),
};

/** The log: small records as structure, large ones as a pane's output. */
export async function openOurs(dir: string): Promise<Contender> {
  const { log } = await openLog({ dir: join(dir, 'ours'), machine: emptyMachine, config: BENCH_CONFIG });
  let offset = 0;
  return {
    name: 'everpane',
    async commit(data, count) {
      let lsn = 0;
      for (let index = 0; index < count; index += 1) {
        const isOutput = data.length >= 4096;
        lsn = log.append(
          [isOutput ? { kind: 'output', stream: 1, incarnation: 1, offset, data } : { kind: 'state', data }],
          index === count - 1 ? 'now' : 'soon',
        );
        offset += isOutput ? data.length : 0;
      }
      await log.whenDurable(lsn);
    },
    close: () => log.close(),
  };
}

/** What the system itself needs: one write of the same bytes, one fdatasync. */
export async function openRaw(dir: string): Promise<Contender> {
  await mkdir(dir, { recursive: true });
  const fd = fs.openSync(join(dir, 'raw'), 'w');
  return {
    name: 'raw',
    commit: (data, count) => {
      const parts = Array.from({ length: count }, () => data);
      const bytes = count === 1 ? data : Buffer.concat(parts);
      return new Promise((resolve, reject) => {
        fs.write(fd, bytes, 0, bytes.length, null, (writeError) => {
          if (writeError) reject(writeError);
          else fs.fdatasync(fd, (syncError) => (syncError ? reject(syncError) : resolve()));
        });
      });
    },
    close: async () => fs.closeSync(fd),
  };
}

/** WAL mode, synchronous = FULL, one transaction a commit. */
async function openSqlite(dir: string): Promise<Contender> {
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(join(dir, 'sqlite.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE records (lsn INTEGER PRIMARY KEY, data BLOB)');
  const insert = db.prepare('INSERT INTO records (data) VALUES (?)');
  const all = db.transaction((data: Uint8Array, count: number) => {
    for (let index = 0; index < count; index += 1) insert.run(data);
  });
  return {
    name: 'better-sqlite3',
    commit: async (data, count) => all(data, count),
    close: async () => {
      db.close();
    },
  };
}

/** One batch with sync: true a commit. */
async function openLevel(dir: string): Promise<Contender> {
  const { ClassicLevel } = await import('classic-level');
  const db = new ClassicLevel<string, Uint8Array>(join(dir, 'level'), { valueEncoding: 'view' });
  await db.open();
  let key = 0;
  return {
    name: 'classic-level',
    async commit(value, count) {
      const operations = Array.from({ length: count }, () => {
        key += 1;
        return { type: 'put' as const, key: String(key).padStart(12, '0'), value };
      });
      await db.batch(operations, { sync: true });
    },
    close: () => db.close(),
  };
}

/** One transaction a commit, waited for until it is flushed. */
async function openLmdb(dir: string): Promise<Contender> {
  const { open } = await import('lmdb');
  const db = open({ path: join(dir, 'lmdb'), encoding: 'binary', mapSize: 4 * 2 ** 30 });
  let key = 0;
  return {
    name: 'lmdb',
    async commit(data, count) {
      const value = Buffer.from(data.buffer, data.byteOffset, data.length);
      await db.transaction(() => {
        for (let index = 0; index < count; index += 1) {
          key += 1;
          db.put(key, value);
        }
      });
      await db.flushed;
    },
    close: () => db.close(),
  };
}

/** Those that run here, and why the others do not. */
export async function openContenders(dir: string): Promise<{ contenders: Contender[]; missing: string[] }> {
  const contenders: Contender[] = [await openRaw(dir), await openOurs(dir)];
  const missing: string[] = [];
  for (const open of [openSqlite, openLevel, openLmdb]) {
    try {
      contenders.push(await open(dir));
    } catch (error) {
      missing.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  return { contenders, missing };
}
