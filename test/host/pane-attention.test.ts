import { describe, expect, it } from 'vitest';
import { type Attention, PaneAttention } from '../../electron/host/pane-attention.ts';
import { createScanner } from '../../electron/host/scanner/scanner.ts';

function attending({ afterMs = 30_000 } = {}) {
  const told: Attention[] = [];
  const clock = { ms: 0 };
  const attention = new PaneAttention({
    pane: 'p1',
    now: () => clock.ms,
    afterMs: () => afterMs,
    running: () => 'make',
    tell: (one) => told.push(one),
  });
  const scanner = createScanner();
  return {
    told,
    clock,
    attention,
    print: (text: string) => attention.heed(scanner.scan(Buffer.from(text))),
  };
}

describe('a pane that asks for a person', () => {
  it('should say that a long command has ended, and how', () => {
    const { told, clock, print } = attending();
    print('\x1b]133;C\x07');
    clock.ms = 31_000;
    print('\x1b]133;D;2\x07');
    expect(told).toEqual([
      { kind: 'command-ended', pane: 'p1', command: 'make', exitCode: 2, ranMs: 31_000 },
    ]);
  });

  it('should not speak of short commands, nor of an end without a beginning', () => {
    const { told, clock, print, attention } = attending();
    print('\x1b]133;C\x07');
    clock.ms = 29_000;
    print('\x1b]133;D;0\x07');
    clock.ms = 90_000;
    print('\x1b]133;D;0\x07\x1b]133;C\x07');
    attention.handleStart();
    clock.ms = 190_000;
    print('\x1b]133;D;0\x07');
    expect(told).toEqual([]);
  });

  it('should pass on notifications, cut and few at a time', () => {
    const { told, clock, print } = attending();
    print(`\x1b]9;done\x07\x1b]777;notify;${'t'.repeat(500)};${'b'.repeat(5000)}\x07\x1b]9;\x07`);
    expect(told[0]).toEqual({ kind: 'notification', pane: 'p1', title: '', body: 'done' });
    expect(told[1]).toMatchObject({ title: 't'.repeat(120), body: 'b'.repeat(500) });
    print('\x1b]9;x\x07'.repeat(100));
    expect(told).toHaveLength(3);
    clock.ms = 11_000;
    print('\x1b]9;x\x07');
    expect(told).toHaveLength(4);
  });
});
