// Everything that a log does, all at once, on a disk that takes its time and fails now and then: streams print, are folded and
// dropped, checkpoints and restore points are made, the log is closed and opened, the power goes. Whenever the disk is well again
// every stream is what was printed, and so it is at the next start. EVERPANE_INTERLEAVINGS sets how many runs (default 40),
// EVERPANE_INTERLEAVINGS_FROM the first one's seed.
import { expect, it } from 'vitest';
import type { LogConfig } from '../../electron/persistence/types.ts';
import { simError } from '../support/sim-fs.ts';
import { crashImage, freeze, type Random, seeded } from '../support/sim-fs-crash.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session } from './crash-workload.ts';
import { LaggingDisk } from './lagging-disk.ts';
import { output, state } from './open-for-test.ts';
import { turns } from './slow-to-name.ts';

const FIRST_SEED = Number(process.env.EVERPANE_INTERLEAVINGS_FROM ?? 1);
const RUNS = Number(process.env.EVERPANE_INTERLEAVINGS ?? 40);
const STEPS = 120;
const CODES = ['ENOSPC', 'EIO', 'EMFILE', 'EROFS'] as const;
/** Too many open files keep files from being opened, everything else keeps the disk from being written. */
const OPENINGS = new Set(['open', 'create', 'list']);
const WRITES = new Set(['create', 'write', 'datasync', 'commit', 'rename', 'syncDir', 'unlink']);

interface Printed {
  /** With '?' for what was never printed. */
  text: string;
  end: number;
}

class Run {
  readonly #seed: number;
  readonly #random: Random;
  readonly #config: LogConfig;
  readonly #streams = new Map<number, Printed>();
  readonly #items: string[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #nextStream = 1;
  #disk: LaggingDisk;
  #session: Session;

  private constructor(seed: number, random: Random, opened: Opened) {
    this.#seed = seed;
    this.#random = random;
    this.#config = opened.config;
    this.#disk = opened.disk;
    this.#session = opened.session;
  }

  static async open(seed: number): Promise<Run> {
    const random = seeded(seed);
    const disk = new LaggingDisk(freshDisk().root, random);
    const config = {
      ...CRASH_CONFIG,
      keepCheckpoints: 1 + Math.floor(random() * 3),
      segmentBytes: 1500 + Math.floor(random() * 5000),
      maxWalSizeBytes: 20_000 + Math.floor(random() * 100_000),
    };
    return new Run(seed, random, { config, disk, session: await Session.open(disk, new Oracle(), config) });
  }

  async step(number: number): Promise<void> {
    const kind = this.#pick(100);
    if (kind < 40 || this.#streams.size === 0) this.#print(number);
    else if (kind < 52) this.#begin(this.#fold(this.#someStream()));
    else if (kind < 62) this.#begin(this.#session.log.checkpoint('interval'));
    else if (kind < 66) this.#drop(this.#someStream());
    else if (kind < 70) this.#begin(this.#session.log.keepRestorePoint(new Map(), 'user'));
    else if (kind < 78) this.#session.clock.advance(this.#pick(2000));
    else if (kind < 84) await turns(this.#pick(40));
    else if (kind < 90) this.#fail();
    else if (kind < 93) await this.expectWhole('in between');
    else if (kind < 97) await this.#restart();
    else await this.#losePower();
  }

  async expectWhole(when: string): Promise<void> {
    await this.#heal();
    await this.#compare(when);
  }

  close(): Promise<void> {
    return this.#session.log.close();
  }

  #pick(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #someStream(): number {
    return [...this.#streams.keys()][this.#pick(this.#streams.size)] as number;
  }

  #print(number: number): void {
    let stream = this.#nextStream;
    if (this.#streams.size === 0 || (this.#streams.size < 5 && this.#pick(4) === 0)) this.#nextStream += 1;
    else stream = this.#someStream();
    const { text, end } = this.#streams.get(stream) ?? { text: '', end: 0 };
    // Now and then some of it never comes.
    const skipped = end > 0 && this.#pick(25) === 0 ? 5 : 0;
    const length = this.#pick(3) === 0 ? 1 + this.#pick(3000) : 1 + this.#pick(40);
    const data = String.fromCharCode(97 + this.#pick(26)).repeat(length);
    const item = `item ${number}`;
    const records = [state(item), output(stream, 1, end + skipped, data)];
    this.#session.add(records, this.#pick(2) === 0 ? 'now' : 'soon');
    this.#items.push(item);
    this.#streams.set(stream, {
      text: text + (skipped > 0 ? '?' : '') + data,
      end: end + skipped + length,
    });
  }

  #drop(stream: number): void {
    this.#streams.delete(stream);
    this.#session.log.dropStream(stream);
    if (this.#pick(2) === 0) this.#begin(this.#session.log.checkpoint('interval'));
  }

  async #fold(stream: number): Promise<void> {
    const { log } = this.#session;
    const content = await log.readStream(stream);
    let text = Buffer.from(content.snapshot?.data ?? []).toString();
    for await (const entries of content.entries) {
      for (const entry of entries) text += entry.kind === 'lost' ? '?' : Buffer.from(entry.data);
    }
    if (content.end !== null && this.#streams.has(stream)) {
      await log.putSnapshot(stream, content.end, Buffer.from(text));
    }
  }

  /** May fail with the disk, and is not waited for. */
  #begin(work: Promise<unknown>): void {
    const done: Promise<unknown> = work
      .catch(() => undefined)
      .finally(() => {
        this.#underWay.delete(done);
      });
    this.#underWay.add(done);
  }

  #fail(): void {
    if (this.#pick(5) === 0) {
      this.#disk.capacityBytes = this.#disk.usedBytes() + this.#pick(4000);
      return;
    }
    const code = CODES[this.#pick(CODES.length)] as string;
    const fits = code === 'EMFILE' ? OPENINGS : WRITES;
    const share = this.#random() * 0.3;
    let left = 1 + this.#pick(6);
    this.#disk.hooks.before = ({ kind, path }) => {
      if (left === 0 || !fits.has(kind) || this.#random() >= share) return undefined;
      left -= 1;
      throw simError(code, path);
    };
  }

  /** The disk is well again, time passes, and a person asks where that is not enough. */
  async #heal(): Promise<void> {
    const { log, clock } = this.#session;
    this.#disk.hooks = {};
    this.#disk.capacityBytes = Number.POSITIVE_INFINITY;
    for (let second = 0; second < 40 && log.status().mode === 'degraded'; second += 1) {
      clock.advance(1000);
      await turns(30);
    }
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    for (let tries = 0; tries < 3 && log.status().mode !== 'recording'; tries += 1) {
      await log.checkpoint('user').catch(() => undefined);
    }
    expect(log.status(), `seed ${this.#seed}`).toMatchObject({ mode: 'recording' });
  }

  async #compare(when: string): Promise<void> {
    const context = `seed ${this.#seed}, ${when}`;
    expect(this.#session.machine.items, context).toEqual(this.#items);
    for (const [stream, { text }] of this.#streams) {
      expect(await this.#session.textOf(stream), `${context}, stream ${stream}`).toBe(text);
    }
  }

  async #restart(): Promise<void> {
    await this.expectWhole('before a restart');
    this.#begin(this.#session.log.checkpoint('interval'));
    await turns(this.#pick(30));
    await this.#session.log.close({ checkpoint: this.#pick(2) === 0 });
    await this.#open('after a restart');
  }

  async #losePower(): Promise<void> {
    const { log } = this.#session;
    await this.#heal();
    // A failure may have been on its way.
    while ((await log.flush()) < log.status().lsn) {
      await turns(60);
      await this.#heal();
    }
    const image = crashImage(freeze(this.#disk.root), 'strict', this.#random);
    await log.close();
    this.#disk = new LaggingDisk(image.root, this.#random);
    await this.#open('after a power cut');
  }

  async #open(when: string): Promise<void> {
    this.#session = await Session.open(this.#disk, new Oracle(), this.#config);
    expect(this.#session.report.losses, `seed ${this.#seed}, ${when}`).toEqual([]);
    const { log } = this.#session;
    // What a host does with streams that none of its panes has.
    for (const { stream } of [...log.streams()]) if (!this.#streams.has(stream)) log.dropStream(stream);
    await this.#compare(when);
  }
}

interface Opened {
  readonly config: LogConfig;
  readonly disk: LaggingDisk;
  readonly session: Session;
}

it('should keep every stream whole, whatever happens at the same time', {
  timeout: 60_000 + RUNS * 1000,
}, async () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
    const run = await Run.open(seed);
    for (let number = 0; number < STEPS; number += 1) await run.step(number);
    await run.expectWhole('at the end');
    await run.close();
  }
});
