// The first window of a start gets screens that were made before it was there, and what has happened since. It must show
// what a window that is opened now is given.
import { expect, it } from 'vitest';
import { replay } from '../../../electron/screen/replay.ts';
import { restoreView } from '../../../electron/screen/view-state.ts';
import type { StreamEntry } from '../../../shared/stream.ts';
import { shown } from '../../screen/cells.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openTestHost, TestClient, typeAndSee } from '../../support/test-host.ts';
import { viewOf } from './view-of.ts';

const scrollbackLines = 1_000;
const config = { persistence: { scrollback_max_lines: scrollbackLines } };
const leftBehind = "printf '\\033[31m%0100d\\n\\033[4mleft\\033[?2004h\\033[?25l' 7";

it.each([
  { told: 'the size that it had', size: { cols: 80, rows: 24 } },
  { told: 'another size', size: { cols: 47, rows: 11 } },
])('should show a window of $told what it would be given later', async ({ size }) => {
  const dir = await tempDir();
  const first = await openTestHost({ dir, config });
  await typeAndSee(first, 'p1', leftBehind, /^left.*[$#]\s*$/mu);
  await first.shutdown();

  const second = await openTestHost({ dir, config });
  const client = new TestClient();
  second.connect(client.port, 'o1');
  client.say({ kind: 'attach', attachment: 1, pane: 'p1', ...size });
  const prompt = await second.wait('p1', { kind: 'text', pattern: /[$#]\s*$/u }, { timeoutMs: 10_000 });
  expect(prompt.kind).toBe('met');
  const later = await viewOf(second, 'p1', size);
  const entries = (): StreamEntry[] =>
    client.received.flatMap((message) => (message.kind === 'stream' ? message.entries : []));
  const early = client.received.flatMap((message) => (message.kind === 'attached' ? [message.view] : []))[0];
  if (early === undefined) expect.unreachable('no view came');
  expect(early.position.offset).toBe(0);
  const emulator = restoreView(early, scrollbackLines);
  expect(replay(emulator, entries(), early.position)).toEqual(later.position);
  expect(shown(emulator)).toEqual(shown(restoreView(later, scrollbackLines)));
});
