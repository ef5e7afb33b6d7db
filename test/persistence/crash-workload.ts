// A workload for crash tests and the oracle that judges what recovery made of it. Invariant: the oracle knows for every LSN
// what the state and each stream must be, and for every moment what had been confirmed; it accepts exactly the prefixes.

import type { FileSystem } from '../../electron/persistence/file-system.ts';
import { parseSnapshotName } from '../../electron/persistence/layout.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import { endOfRecord } from '../../electron/persistence/position.ts';
import { decodeSnapshot, MAX_SNAPSHOT_FILE_BYTES } from '../../electron/persistence/snapshot-file.ts';
import type {
  Log,
  LogConfig,
  LogRecord,
  OpenedLog,
  RecoveryReport,
  StreamPosition,
  Urgency,
} from '../../electron/persistence/types.ts';
import { readWhole } from '../../electron/persistence/whole-file.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ListMachine } from './list-machine.ts';
import { mark, output, state } from './open-for-test.ts';

export const STATE_DIR = '/home/state';

/** Everything small, so that a short workload meets every boundary. */
export const CRASH_CONFIG: LogConfig = {
  checkpointIntervalMs: 0,
  walFlushIntervalMs: 20,
  maxWalSizeBytes: 1024 * 1024,
  keepCheckpoints: 2,
  maxStateBytes: 1024 * 1024 * 1024,
  segmentBytes: 3000,
};

/** No process is alive but the one that asks. */
const ALONE = { self: () => ({ pid: 7, startTime: '1', bootId: 'boot' }), isAlive: () => false };

/** What a stream holds at an LSN: text with marks as '<...>', for comparison with what a snapshot stands for. */
interface StreamAt {
  readonly text: string;
  readonly end: StreamPosition;
}

/** What has been promised at some moment. */
export interface Promised {
  readonly durableLsn: number;
  readonly checkpointLsn: number;
}

export class Oracle {
  /** By LSN: how many state records, and each stream. Index 0 is the empty beginning. */
  readonly items: string[] = [];
  readonly itemsAt: number[] = [0];
  readonly streamsAt: ReadonlyMap<number, StreamAt>[] = [new Map()];
  promised: Promised = { durableLsn: 0, checkpointLsn: 0 };

  note(record: LogRecord): void {
    const streams = new Map(this.streamsAt.at(-1));
    if (record.kind === 'state') this.items.push(Buffer.from(record.data).toString());
    else {
      const text = Buffer.from(record.data).toString();
      const before = streams.get(record.stream)?.text ?? '';
      const end = endOfRecord(record.kind, record.incarnation, record.offset, record.data.length);
      streams.set(record.stream, { text: before + (record.kind === 'mark' ? `<${text}>` : text), end });
    }
    this.itemsAt.push(this.items.length);
    this.streamsAt.push(streams);
  }

  /** Where the next record of a stream goes. */
  pendingEnd(stream: number): StreamPosition {
    return this.streamsAt.at(-1)?.get(stream)?.end ?? { incarnation: 1, offset: 0 };
  }

  /** What is known when a crash has left everything up to `lsn` and nothing behind it. */
  cutTo(lsn: number): Oracle {
    const cut = new Oracle();
    cut.items.push(...this.items.slice(0, this.itemsAt[lsn]));
    cut.itemsAt.splice(0, 1, ...this.itemsAt.slice(0, lsn + 1));
    cut.streamsAt.splice(0, 1, ...this.streamsAt.slice(0, lsn + 1));
    cut.promised = { durableLsn: lsn, checkpointLsn: Math.min(lsn, this.promised.checkpointLsn) };
    return cut;
  }

  confirm(lsn: number): void {
    if (lsn > this.promised.durableLsn) this.promised = { ...this.promised, durableLsn: lsn };
  }

  confirmCheckpoint(lsn: number): void {
    this.promised = { ...this.promised, checkpointLsn: lsn };
  }
}

/** One run of a host over a file system. The oracle may span several. */
export class Session {
  private constructor(
    readonly log: Log,
    readonly report: RecoveryReport,
    readonly machine: ListMachine,
    readonly clock: ManualClock,
    private readonly oracle: Oracle,
  ) {}

  static async open(fs: FileSystem, oracle: Oracle, config: LogConfig = CRASH_CONFIG): Promise<Session> {
    const machine = new ListMachine();
    const clock = new ManualClock();
    const opened: OpenedLog = await openLog({ dir: STATE_DIR, machine, config, fs, clock, processes: ALONE });
    return new Session(opened.log, opened.report, machine, clock, oracle);
  }

  /** The same session, judged by another oracle from here on. */
  continuedWith(oracle: Oracle): Session {
    return new Session(this.log, this.report, this.machine, this.clock, oracle);
  }

  /** A stream's whole text, marks as '<...>' and what is lost as '?'. */
  async textOf(stream: number): Promise<string> {
    const content = await this.log.readStream(stream);
    let text = content.snapshot === null ? '' : Buffer.from(content.snapshot.data).toString();
    for await (const entries of content.entries) {
      for (const entry of entries) {
        if (entry.kind === 'lost') text += '?';
        else text += entry.kind === 'output' ? Buffer.from(entry.data) : `<${Buffer.from(entry.data)}>`;
      }
    }
    return text;
  }

  add(records: readonly LogRecord[], urgency: Urgency): number {
    for (const record of records) this.oracle.note(record);
    const lsn = this.log.append(records, urgency);
    for (const record of records) {
      if (record.kind === 'state') this.machine.items.push(Buffer.from(record.data).toString());
    }
    return lsn;
  }

  async durable(lsn: number): Promise<void> {
    const { degraded } = await this.log.whenDurable(lsn);
    if (!degraded) this.oracle.confirm(lsn);
  }

  async checkpoint(): Promise<void> {
    const { lsn } = await this.log.checkpoint('user');
    this.oracle.confirm(lsn);
    this.oracle.confirmCheckpoint(lsn);
  }

  /** Folds a stream: the snapshot is the text that it stands for. */
  async fold(stream: number): Promise<void> {
    const now = this.oracle.streamsAt.at(-1)?.get(stream);
    if (now === undefined) throw new Error(`stream ${stream} is empty`);
    await this.log.putSnapshot(stream, now.end, Buffer.from(now.text));
  }
}

/** Batches, bursts, folds, checkpoints, a kill and a restart, over three streams. About forty steps. */
export async function runWorkload(fs: FileSystem, oracle: Oracle): Promise<void> {
  let count = 0;
  const offsets = new Map<number, number>();
  const next = (stream: number, bytes: number): LogRecord => {
    const offset = offsets.get(stream) ?? 0;
    count += 1;
    const data = `${stream}:${count};`.padEnd(bytes, '.');
    offsets.set(stream, offset + data.length);
    return output(stream, 1, offset, data);
  };
  const resize = (stream: number): LogRecord => {
    const offset = offsets.get(stream) ?? 0;
    offsets.set(stream, offset + 1);
    return mark(stream, 1, offset, '80x24');
  };
  const item = (): LogRecord => {
    count += 1;
    return state(`item ${count}`);
  };

  for (let round = 0; round < 3; round += 1) {
    const session = await Session.open(fs, oracle);
    await session.checkpoint();
    for (let step = 0; step < 6; step += 1) {
      session.add([item(), next(1, 40), item()], 'now');
      session.add([next(2, 300)], 'soon');
      await session.durable(session.add([item()], 'now'));
      session.add([next(1, 700), resize(1), next(3, 20)], 'soon');
      if (step % 2 === 0) session.clock.advance(60);
      if (step === 1 || step === 4) await session.fold(1 + (round % 2));
      if (step === 2) await session.checkpoint();
      if (step === 3) oracle.confirm(await session.log.flush());
      if (step === 4) {
        // A checkpoint while the log grows and rotates under it.
        const written = session.checkpoint();
        for (let burst = 0; burst < 6; burst += 1) {
          session.add([item(), next(3, 900)], 'now');
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
        await written;
      }
      if (step === 5) {
        // And one while programs print what nobody waits for: it is in the file, and not synced.
        const written = session.checkpoint();
        for (let burst = 0; burst < 6; burst += 1) {
          session.add([next(2, 80)], 'soon');
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
        await written;
      }
      await settle();
    }
    if (round === 0) {
      // Killed: what was only handed to the system is found by the next start, and is not durable by itself.
      session.add([item(), next(2, 60)], 'soon');
      await settle();
      continue;
    }
    if (round === 1) await session.fold(3);
    await session.log.close({ checkpoint: round === 1 });
    oracle.confirm(oracle.itemsAt.length - 1);
  }
}

/** Lets everything that is under way on the simulated disk finish. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Opens what a crash left and throws if it is not a state that had to, or could, be there. Resolves with the session. */
export async function judge(fs: FileSystem, oracle: Oracle, promised: Promised): Promise<Session> {
  const session = await Session.open(fs, new Oracle());
  const { lsn, mode } = session.log.status();
  const fail = (what: string): never => {
    throw new Error(
      `${what}; LSN ${lsn}, promised ${promised.durableLsn}; ${JSON.stringify(session.report)}`,
    );
  };
  if (mode !== 'recording') fail(`mode is ${mode}: ${session.log.status().reason}`);
  if (lsn < promised.durableLsn) fail('a confirmed record is gone');
  if (lsn >= oracle.itemsAt.length) fail('records that never were');
  for (const loss of session.report.losses) if (loss.kind !== 'torn-tail') fail('damage was reported');
  const expected = oracle.items.slice(0, oracle.itemsAt[lsn]);
  if (session.machine.items.join('|') !== expected.join('|'))
    fail(`the state is ${session.machine.items.join('|')}`);
  // One that is torn would not show in what a stream says, as long as an older one stands in for it.
  for (const name of await fs.list(`${STATE_DIR}/scrollback`)) {
    if (parseSnapshotName(name) === null) continue;
    const bytes = await readWhole(fs, `${STATE_DIR}/scrollback/${name}`, MAX_SNAPSHOT_FILE_BYTES);
    if (bytes === null || decodeSnapshot(bytes).kind !== 'ok') fail(`the snapshot ${name} is torn`);
  }
  for (const [stream, want] of oracle.streamsAt[lsn] ?? []) {
    const content = await session.log.readStream(stream);
    if (content.snapshotLost !== null) fail(`the snapshot of stream ${stream} is lost`);
    content.release();
    const text = await session.textOf(stream);
    if (text !== want.text) fail(`stream ${stream} is ${text.length} long instead of ${want.text.length}`);
  }
  return session;
}
