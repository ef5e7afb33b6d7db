import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { PanePacing } from '../../electron/host/pane-pacing.ts';
import { TypingFirst } from '../../electron/host/typing-first.ts';
import { openMemoryLog } from '../../electron/persistence/memory-log.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, TestClient } from '../support/test-host.ts';

function atHand(): { first: TypingFirst; pass(ms: number): void } {
  let now = 1_000;
  const first = new TypingFirst(() => now);
  return {
    first,
    pass(ms) {
      now += ms;
    },
  };
}

/** What a pane gets through in so long when it prints 16 KB whenever it may. */
function floodFor(hand: ReturnType<typeof atHand>, panes: readonly `p${number}`[], ms: number): number[] {
  const mayAt = panes.map(() => 0);
  const through = panes.map(() => 0);
  for (let at = 0; at < ms; at++) {
    hand.first.handleTyped('p1');
    for (const [index, pane] of panes.entries()) {
      if ((mayAt[index] ?? 0) > at) continue;
      through[index] = (through[index] ?? 0) + 16_384;
      mayAt[index] = at + hand.first.restAfter(pane, 16_384);
    }
    hand.pass(1);
  }
  return through;
}

describe('whoever types', () => {
  it('should hold nobody back who prints while nobody types', () => {
    const { first } = atHand();
    for (let chunk = 0; chunk < 100; chunk++) expect(first.restAfter('p2', 128_000)).toBe(0);
  });

  it('should make a flood in another pane rest, until a second after the last key', () => {
    const { first, pass } = atHand();
    first.handleTyped('p1');
    expect(first.restAfter('p2', 128_000)).toBeGreaterThan(200);
    pass(900);
    expect(first.restAfter('p2', 128_000)).toBeGreaterThan(200);
    pass(200);
    expect(first.restAfter('p2', 128_000)).toBe(0);
  });

  it('should not hold back the panes that are typed into', () => {
    const { first } = atHand();
    first.handleTyped('p1');
    first.handleTyped('p2');
    expect(first.restAfter('p1', 128_000)).toBe(0);
    expect(first.restAfter('p2', 128_000)).toBe(0);
  });

  it('should let through what is no flood', () => {
    const { first, pass } = atHand();
    for (let second = 0; second < 10; second++) {
      first.handleTyped('p1');
      expect(first.restAfter('p2', 4_000)).toBe(0);
      pass(100);
    }
  });

  it('should give all floods together what one alone gets', () => {
    const [alone = 0] = floodFor(atHand(), ['p2'], 3_000);
    const together = floodFor(atHand(), ['p2', 'p3', 'p4', 'p5'], 3_000);
    const sum = together.reduce((total, bytes) => total + bytes, 0);
    expect(sum).toBeLessThan(1.5 * alone);
    for (const bytes of together) expect(bytes).toBeGreaterThan(0.15 * alone);
  });

  it('should let all floods go on a second after the last key, however many there are', () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const first = new TypingFirst(() => performance.now());
    const held = new Set<string>();
    first.handleTyped('p1');
    for (let number = 2; number < 42; number++) {
      const pane = `p${number}` as const;
      const program = {
        hold: (_: string, isHeld: boolean) => (isHeld ? held.add(pane) : held.delete(pane)),
      };
      new PanePacing(pane, openMemoryLog(), first).handleOutput(program, 128 * 1024);
    }
    expect(held.size).toBe(40);
    vi.advanceTimersByTime(1_100);
    expect(held.size).toBe(0);
  });

  it('should drop nothing of a flood that it makes rest', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const client = new TestClient();
    host.connect(client.port, 'o1');
    const count = 30_000;
    const { pane } = await runCommand(host, 'window.create', {
      command: ['/bin/sh', '-c', `stty -echo; read line; seq 1 ${count}; read line`],
    });
    client.say({ kind: 'attach', attachment: 1, pane, cols: 80, rows: 24 });
    await client.until((messages) => messages.some(({ kind }) => kind === 'attached'));
    await host.send(pane, '\r');
    const isEnd = () => client.streamed(1).endsWith(`${count}\r\n`);
    // A key in the other pane for everything that the flood gets through.
    while (!isEnd()) {
      client.say({ kind: 'input', pane: 'p1', data: 'x' });
      const seen = client.received.length;
      await client.until((messages) => messages.length > seen);
      client.say({ kind: 'ack', attachment: 1, bytes: 400_000 });
    }
    const numbers = client.streamed(1).match(/\d+(?=\r\n)/g);
    expect(numbers).toEqual(Array.from({ length: count }, (_, index) => `${index + 1}`));
  });
});
