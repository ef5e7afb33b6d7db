// A process that writes to a log as hard as it can until somebody kills it. Says on stdout what it may be held to:
// 'opened N' (records found), then 'safe N' whenever record N is durable. Arguments: directory, seed.
import { openLog } from '../../../electron/persistence/open-log.ts';
import type { LogRecord } from '../../../electron/persistence/types.ts';
import { seeded } from '../../support/sim-fs-crash.ts';
import { CountingMachine, printedText, REAL_CONFIG } from './counting-machine.ts';

const [dir, seed] = process.argv.slice(2);
if (dir === undefined || seed === undefined) throw new Error('usage: writer-child DIR SEED');

const random = seeded(Number(seed));
const machine = new CountingMachine();
const { log } = await openLog({ dir, machine, config: REAL_CONFIG });
process.stdout.write(`opened ${machine.count}\n`);
await log.checkpoint('start');

/** Stream 1 and 2 print a text that follows from the offset alone, so that anybody can check any part of it. */
const offsets = new Map<number, number>();
for (const stream of [1, 2]) offsets.set(stream, (await log.readStream(stream)).end?.offset ?? 0);

function print(stream: number): LogRecord {
  const offset = offsets.get(stream) ?? 0;
  const bytes = Math.floor(random() * random() * 40_000) + 1;
  offsets.set(stream, offset + bytes);
  return { kind: 'output', stream, incarnation: 1, offset, data: printedText(stream, offset, bytes) };
}

for (;;) {
  const roll = random();
  machine.count += 1;
  const records: LogRecord[] = [{ kind: 'state', data: Buffer.from(String(machine.count)) }];
  if (roll < 0.7) records.push(print(roll < 0.4 ? 1 : 2));
  const count = machine.count;
  const lsn = log.append(records, roll < 0.3 ? 'now' : 'soon');
  const durable = log.whenDurable(lsn).then(({ degraded }) => {
    if (!degraded) process.stdout.write(`safe ${count}\n`);
  });
  if (roll < 0.3) await durable;
  if (roll > 0.97) void log.checkpoint('user');
  if (roll > 0.94 && roll < 0.955) {
    // The second stream seldom: its tail grows long, but not until the disk is full.
    const stream = roll < 0.952 ? 1 : 2;
    const offset = offsets.get(stream) ?? 0;
    void log.putSnapshot(stream, { incarnation: 1, offset }, Buffer.from(`text up to ${offset}`));
  }
  if (log.backlogBytes() > 4_000_000) await log.flush();
  if (roll > 0.9) await new Promise<void>((resolve) => setImmediate(resolve));
}
