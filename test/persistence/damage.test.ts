// Damage to files at rest: every bit flipped, every length, files emptied or gone. Nothing wrong may come out silently: the
// state is a prefix, streams have right bytes or say that some are lost, and whatever is missing is reported.
// EVERPANE_DAMAGE_KIB=64 takes a corpus of that size instead of 4 KiB; EVERPANE_DAMAGE_PART=3/17 every 17th bit and length of it,
// for all of them take hours then.
import { describe, expect, it } from 'vitest';
import { checkDirectory } from '../../electron/persistence/directory-check.ts';
import { LogError } from '../../electron/persistence/errors.ts';
import { repairDirectory } from '../../electron/persistence/repair-directory.ts';
import { startOfRoom } from '../../electron/persistence/segment-room.ts';
import type { SimDirNode, SimFileSystem } from '../support/sim-fs.ts';
import { crashImage, freeze, seeded } from '../support/sim-fs-crash.ts';
import { freshDisk } from './crash-points.ts';
import { CRASH_CONFIG, Oracle, Session, STATE_DIR } from './crash-workload.ts';
import { output, state } from './open-for-test.ts';

const CORPUS_BYTES = Number(process.env.EVERPANE_DAMAGE_KIB ?? 4) * 1024;
const [PART = 0, PARTS = 1] = (process.env.EVERPANE_DAMAGE_PART ?? '0/1').split('/').map(Number);
const LONG_MS = 3_600_000;

interface Corpus {
  readonly frozen: SimDirNode;
  readonly oracle: Oracle;
  /** Everything that holds data; locks and the reserve hold none. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/** Two runs with folds and checkpoints, closed in good order, of about the size asked for. */
async function makeCorpus(): Promise<Corpus> {
  const fs = freshDisk();
  const oracle = new Oracle();
  const config = { ...CRASH_CONFIG, segmentBytes: CORPUS_BYTES / 5 };
  const offsets = new Map<number, number>();
  const print = (stream: number, text: string) => {
    const offset = offsets.get(stream) ?? 0;
    offsets.set(stream, offset + text.length);
    return output(stream, 1, offset, text);
  };
  for (let run = 0; run < 2; run += 1) {
    const session = await Session.open(fs, oracle, config);
    const steps = Math.round(CORPUS_BYTES / 700);
    for (let step = 0; step < steps; step += 1) {
      await session.durable(
        session.add([state(`item ${run}.${step}`), print(1, `one ${run}.${step} `.padEnd(60, '.'))], 'now'),
      );
      await session.durable(session.add([print(2, `two ${run}.${step} `)], 'now'));
      if (step === 1) await session.fold(1);
      if (step === 2) await session.checkpoint();
    }
    await session.log.close({ checkpoint: run === 0 });
  }
  const files: string[] = [];
  let bytes = 0;
  for (const directory of ['wal', 'checkpoints', 'scrollback']) {
    for (const name of await fs.list(`${STATE_DIR}/${directory}`)) {
      files.push(`${STATE_DIR}/${directory}/${name}`);
      bytes += fs.contents(`${STATE_DIR}/${directory}/${name}`).length;
    }
  }
  return { frozen: freeze(fs.root), oracle, files, bytes };
}

function imageOf(corpus: Corpus): SimFileSystem {
  return crashImage(corpus.frozen, 'killed', seeded(1));
}

/** Whether anything was said about damage; throws when something wrong came out. */
async function judgeDamaged(
  fs: SimFileSystem,
  corpus: Corpus,
  writes = true,
): Promise<{ reported: boolean; complete: boolean; cause: string }> {
  const { oracle } = corpus;
  let session: Session;
  try {
    session = await Session.open(fs, new Oracle());
  } catch (error) {
    if (error instanceof LogError) return { reported: true, complete: false, cause: 'refused' };
    throw error;
  }
  // Plain comparisons: this is asked tens of thousands of times.
  const same = (what: string, found: string, right: string): void => {
    if (found !== right) throw new Error(`${what} is ${found} instead of ${right}`);
  };
  const { items } = session.machine;
  same('the state', items.join('|'), oracle.items.slice(0, items.length).join('|'));
  let reported = session.report.losses.length > 0;
  let complete = items.length === oracle.items.length;
  for (const [stream, { text }] of oracle.streamsAt.at(-1) ?? []) {
    const content = await session.log.readStream(stream);
    reported ||= content.snapshotLost !== null;
    let at = 0;
    if (content.snapshot !== null) {
      at = content.snapshot.position.offset;
      same(`the snapshot of ${stream}`, Buffer.from(content.snapshot.data).toString(), text.slice(0, at));
    }
    for await (const entries of content.entries) {
      for (const entry of entries) {
        if (entry.kind === 'lost') {
          reported = true;
          complete = false;
          at = entry.until.offset;
          continue;
        }
        const data = Buffer.from(entry.data).toString();
        // Without its snapshot a stream begins later; what is there must still be in its place.
        const { offset } = entry.position;
        same(`stream ${stream} at ${offset}`, data, text.slice(offset, offset + data.length));
        at = offset + data.length;
      }
    }
    if (at !== text.length || content.snapshotLost !== null) complete = false;
  }
  if (!writes) return { reported, complete, cause: session.report.cause };
  // Whatever happened, the log takes new records.
  session.add([state('afterwards')], 'now');
  await session.log.close();
  return { reported, complete, cause: session.report.cause };
}

describe('damage to files at rest', () => {
  it('should never show a wrong state for any flipped bit', { timeout: LONG_MS }, async () => {
    const corpus = await makeCorpus();
    expect(corpus.bytes).toBeGreaterThan(CORPUS_BYTES * 0.75);
    const silent: string[] = [];
    for (const file of corpus.files) {
      const size = imageOf(corpus).contents(file).length;
      for (let bit = PART; bit < size * 8; bit += PARTS) {
        const fs = imageOf(corpus);
        const bytes = Buffer.from(fs.contents(file));
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        fs.damage(file, bytes);
        const { reported, complete } = await judgeDamaged(fs, corpus, bit % 8 === 0);
        if (!reported && !complete) silent.push(`${file} bit ${bit}`);
      }
    }
    expect(silent).toEqual([]);
  });

  it('should never show a wrong state for any length that a file is cut to', {
    timeout: LONG_MS,
  }, async () => {
    const corpus = await makeCorpus();
    const silent: string[] = [];
    for (const file of corpus.files) {
      const size = imageOf(corpus).contents(file).length;
      for (let length = PART; length < size; length += PARTS) {
        const fs = imageOf(corpus);
        fs.damage(file, Buffer.from(fs.contents(file).subarray(0, length)));
        const { reported, complete, cause } = await judgeDamaged(fs, corpus);
        // A log cut at a frame's end is a shorter log; that it did not end in good order still shows.
        if (!reported && !complete && cause !== 'crash') silent.push(`${file} cut to ${length}`);
      }
    }
    expect(silent).toEqual([]);
  });

  it('should report a file that is gone, and go on', async () => {
    const corpus = await makeCorpus();
    for (const file of corpus.files) {
      const fs = imageOf(corpus);
      await fs.unlink(file);
      const { reported, complete } = await judgeDamaged(fs, corpus);
      expect(
        reported || complete || file === corpus.files.filter((one) => one.includes('/wal/')).at(-1),
        file,
      ).toBe(true);
    }
  });

  it('should keep what was damaged in quarantine and tell of it once', { timeout: LONG_MS }, async () => {
    const corpus = await makeCorpus();
    for (const file of corpus.files) {
      const fs = imageOf(corpus);
      const bytes = Buffer.from(fs.contents(file));
      bytes[Math.floor(bytes.length * 0.6)] = (bytes[Math.floor(bytes.length * 0.6)] ?? 0) ^ 0x10;
      fs.damage(file, bytes);
      const first = await Session.open(fs, new Oracle());
      for (const stream of [1, 2]) (await first.log.readStream(stream)).release();
      await first.log.checkpoint('start');
      await first.log.close();
      const quarantined = await fs.list(`${STATE_DIR}/quarantine`);
      const inUse = first.report.losses.length > 0;
      if (inUse)
        expect(
          quarantined.some((name) => name.startsWith(file.split('/').at(-1) ?? '?')),
          file,
        ).toBe(true);
      const second = await Session.open(fs, new Oracle());
      expect(second.report.losses, file).toEqual([]);
      expect(second.machine.items).toEqual(first.machine.items);
    }
  });

  it('should be found by a check, settled by a repair, and pass the next check', {
    timeout: LONG_MS,
  }, async () => {
    const corpus = await makeCorpus();
    const processes = { self: () => ({ pid: 7, startTime: '1', bootId: 'b' }), isAlive: () => false };
    const sound = await checkDirectory(STATE_DIR, { fs: imageOf(corpus), processes });
    expect(sound.findings).toEqual([]);
    expect(
      [...sound.segments, ...sound.checkpoints, ...sound.snapshots].map((one) => one.state),
    ).not.toContain('damaged');
    for (const file of corpus.files) {
      const fs = imageOf(corpus);
      const bytes = Buffer.from(fs.contents(file));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x01;
      fs.damage(file, bytes);
      const check = await checkDirectory(STATE_DIR, { fs, processes });
      expect(
        check.findings.filter((finding) => !finding.isSettled),
        file,
      ).not.toEqual([]);
      const changes: string[] = [];
      fs.hooks.after = ({ kind }) => {
        if (!['open', 'read', 'stat', 'list', 'close'].includes(kind)) changes.push(kind);
      };
      const planned = await repairDirectory(STATE_DIR, { isDryRun: true, fs, processes });
      expect(changes).toEqual([]);
      fs.hooks = {};
      const done = await repairDirectory(STATE_DIR, { isDryRun: false, fs, processes });
      expect(done).toEqual(planned);
      const after = await checkDirectory(STATE_DIR, { fs, processes });
      expect(
        after.findings.filter((finding) => !finding.isSettled),
        file,
      ).toEqual([]);
    }
  });

  it('should need no second repair, wherever the damage was', { timeout: LONG_MS }, async () => {
    const corpus = await makeCorpus();
    const processes = { self: () => ({ pid: 7, startTime: '1', bootId: 'b' }), isAlive: () => false };
    const again: string[] = [];
    for (const file of corpus.files) {
      // The room of a segment that has a successor is no part of the log: nobody looks at it.
      const size = startOfRoom(imageOf(corpus).contents(file), 0);
      for (let at = 0; at < size; at += 11) {
        const fs = imageOf(corpus);
        const bytes = Buffer.from(fs.contents(file));
        bytes[at] = (bytes[at] ?? 0) ^ 0x04;
        fs.damage(file, bytes);
        const done = await repairDirectory(STATE_DIR, { isDryRun: false, fs, processes });
        expect(done.actions, `${file} at ${at}`).not.toEqual([]);
        const { actions, losses } = await repairDirectory(STATE_DIR, { isDryRun: true, fs, processes });
        if (actions.length > 0 || losses.length > 0) again.push(`${file} at ${at}: ${actions.join('; ')}`);
      }
    }
    expect(again).toEqual([]);
  });

  it('should use an older checkpoint, with the log behind it, when the newest is damaged', async () => {
    const corpus = await makeCorpus();
    const fs = imageOf(corpus);
    const newest = corpus.files.filter((file) => file.includes('/checkpoints/')).at(-1) ?? '';
    fs.damage(newest, Buffer.alloc(100));
    const session = await Session.open(fs, new Oracle());
    expect(session.machine.items).toEqual(corpus.oracle.items);
    expect(session.report.losses).toMatchObject([{ kind: 'corrupt-checkpoint' }]);
  });

  it('should start anew, with everything kept aside, when no checkpoint can be read any more', async () => {
    const fs = freshDisk();
    const oracle = new Oracle();
    const config = { ...CRASH_CONFIG, keepCheckpoints: 1, segmentBytes: 500 };
    const session = await Session.open(fs, oracle, config);
    for (let step = 0; step < 20; step += 1)
      await session.durable(session.add([state(`item ${step}`)], 'now'));
    await session.checkpoint();
    await session.log.close();
    for (const name of await fs.list(`${STATE_DIR}/checkpoints`))
      fs.damage(`${STATE_DIR}/checkpoints/${name}`, Buffer.alloc(0));
    const next = await Session.open(fs, new Oracle(), config);
    expect(next.machine.items).toEqual([]);
    expect(next.report.losses.length).toBeGreaterThan(0);
    next.add([state('anew')], 'now');
    await next.log.close();
    const last = await Session.open(fs, new Oracle(), config);
    expect(last.machine.items).toEqual(['anew']);
    expect(last.report.losses).toEqual([]);
  });
});
