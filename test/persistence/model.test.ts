// Any sequence of what a host can do, with restarts, kills and power cuts between, against a model in memory.
// EVERPANE_MODEL_RUNS sets how many sequences (default 300).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../electron/persistence/types.ts';
import type { SimFileSystem } from '../support/sim-fs.ts';
import { crashImage, freeze, seeded } from '../support/sim-fs-crash.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, judge, Oracle, Session } from './crash-workload.ts';
import { mark, output, state } from './open-for-test.ts';

const RUNS = Number(process.env.EVERPANE_MODEL_RUNS ?? 300);

/** One thing that a host, or fate, does. */
type Step =
  | { readonly kind: 'append'; readonly shapes: readonly number[]; readonly isUrgent: boolean }
  | { readonly kind: 'flush' | 'checkpoint' | 'read' | 'close' | 'kill' }
  | { readonly kind: 'fold'; readonly stream: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'power cut'; readonly seed: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      shapes: fc.array(fc.nat({ max: 1200 }), { minLength: 1, maxLength: 5 }),
      isUrgent: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('flush' as const, 'checkpoint' as const, 'read' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('fold' as const), stream: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat({ max: 200 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('close' as const, 'kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('power cut' as const), seed: fc.nat() }) },
);

/** The flush is asked for when the last write has decided that nobody waits, and is not over yet. */
const flushedBehindTheLastWrite: Step[] = [
  { kind: 'append', shapes: [734, 700, 64], isUrgent: true },
  { kind: 'wait', ms: 82 },
  { kind: 'append', shapes: [592, 158], isUrgent: true },
  { kind: 'append', shapes: [223], isUrgent: false },
  { kind: 'close' },
];

class Model {
  #oracle = new Oracle();
  #session: Session | null = null;

  constructor(private fs: SimFileSystem) {}

  async session(): Promise<Session> {
    this.#session ??= await Session.open(this.fs, this.#oracle, { ...CRASH_CONFIG, segmentBytes: 1500 });
    return this.#session;
  }

  async run(one: Step): Promise<void> {
    const session = await this.session();
    switch (one.kind) {
      case 'append':
        session.add(
          one.shapes.map((shape, index) => this.#record(shape, index)),
          one.isUrgent ? 'now' : 'soon',
        );
        return;
      case 'flush':
        this.#oracle.confirm(await session.log.flush());
        return;
      case 'checkpoint':
        return session.checkpoint();
      case 'read':
        return this.#compareStreams(session);
      case 'fold':
        if (this.#oracle.streamsAt.at(-1)?.has(one.stream)) await session.fold(one.stream);
        return;
      case 'wait':
        session.clock.advance(one.ms);
        await new Promise<void>((resolve) => setImmediate(resolve));
        return;
      case 'close':
        await session.log.close();
        this.#oracle.confirm(this.#oracle.itemsAt.length - 1);
        this.#session = null;
        return;
      case 'kill':
        return this.#crash(crashImage(freeze(this.fs.root), 'killed', seeded(0)));
      case 'power cut':
        return this.#crash(crashImage(freeze(this.fs.root), 'mixed', seeded(one.seed)));
    }
  }

  /** Goes on from what recovery found, as a host does. */
  async #crash(image: SimFileSystem): Promise<void> {
    this.fs = image;
    const session = await judge(image, this.#oracle, this.#oracle.promised);
    this.#oracle = this.#oracle.cutTo(session.log.status().lsn);
    this.#session = session.continuedWith(this.#oracle);
  }

  /** Only a batch's first record prints: positions are known once the ones before are noted. */
  #record(shape: number, index: number): LogRecord {
    const stream = 1 + (shape % 3);
    const position = this.#oracle.pendingEnd(stream);
    if (shape % 4 === 0 || index > 0) return state(`item ${shape}`);
    if (shape % 4 === 1) return mark(stream, position.incarnation, position.offset, 'resize');
    return output(stream, position.incarnation, position.offset, 'x'.repeat(shape));
  }

  async #compareStreams(session: Session): Promise<void> {
    for (const [stream, { text }] of this.#oracle.streamsAt.at(-1) ?? []) {
      expect(await session.textOf(stream)).toBe(text);
    }
  }
}

describe('the log and a model of it', () => {
  it('should agree after any sequence of steps and crashes', { timeout: 3_600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
        const model = new Model(freshDisk());
        for (const one of steps) await model.run(one);
        await model.run({ kind: 'read' });
        await model.run({ kind: 'kill' });
        await model.run({ kind: 'read' });
      }),
      // A sequence that never ends fails, and with its seed.
      { numRuns: RUNS, timeout: 60_000, examples: [[flushedBehindTheLastWrite]] },
    );
  });
});
