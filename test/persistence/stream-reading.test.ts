// What reading one stream costs among many. Invariant: it follows what that stream printed, not what all printed together.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExtentList } from '../../electron/persistence/extent-list.ts';
import type { StreamEntry } from '../../electron/persistence/types.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openForTest, output } from './open-for-test.ts';

const STREAMS = 50;
const CHUNK = 1000;

async function entriesOf(entries: AsyncIterable<readonly StreamEntry[]>): Promise<StreamEntry[]> {
  const all: StreamEntry[] = [];
  for await (const some of entries) all.push(...some);
  return all;
}

describe('reading one stream of many', () => {
  for (const isDurable of [true, false]) {
    it(`should hand out no more memory than it printed, ${isDurable ? 'from the disk' : 'while it is not durable yet'}`, async () => {
      const { log } = await openForTest(join(await tempDir(), 'state'));
      for (let round = 0; round < 20; round += 1) {
        const records = Array.from({ length: STREAMS }, (_, index) =>
          output(index + 1, 1, round * CHUNK, Buffer.alloc(CHUNK, 65 + round)),
        );
        log.append(records, 'soon');
        if (isDurable) await log.flush();
      }
      const entries = await entriesOf((await log.readStream(7)).entries);
      const text = entries.map((entry) =>
        entry.kind === 'output' ? Buffer.from(entry.data).toString() : '?',
      );
      const expected = Array.from({ length: 20 }, (_, round) =>
        String.fromCharCode(65 + round).repeat(CHUNK),
      );
      expect(text.join('')).toBe(expected.join(''));
      const memory = new Set(
        entries.flatMap((entry) => (entry.kind === 'output' ? [entry.data.buffer] : [])),
      );
      const held = [...memory].reduce((sum, buffer) => sum + buffer.byteLength, 0);
      expect(held).toBe(20 * CHUNK);
    });
  }
});

describe('the stretches of a stream', () => {
  const at = (start: number, bytes: number) => ({
    segment: 1,
    start,
    end: start + 10_000,
    first: { incarnation: 1, offset: start },
    bytes,
  });

  it('should be one where its frames follow one another, however little of them is its own', () => {
    const extents = new ExtentList();
    for (let frame = 0; frame < 50; frame += 1) extents.add(at(frame * 10_000, 20));
    expect(extents.copy()).toEqual([{ ...at(0, 1000), end: 500_000 }]);
    expect(extents.totalBytes).toBe(1000);
  });

  it('should stay apart where much of others lies between, and where they grow too long to be read at once', () => {
    const extents = new ExtentList();
    extents.add(at(0, 20));
    extents.add(at(50_000, 20));
    expect(extents.length).toBe(2);
    for (let frame = 6; frame < 300; frame += 1) extents.add(at(frame * 10_000, 20));
    for (const { start, end } of extents.copy()) expect(end - start).toBeLessThanOrEqual(1024 * 1024);
    expect(extents.length).toBe(4);
  });
});
