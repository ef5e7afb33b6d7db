import { describe, expect, it } from 'vitest';
import { PaneViews } from '../../electron/host/pane-views.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import { emptyView, type ViewState } from '../../shared/snapshot.ts';
import type { StreamEntry } from '../../shared/stream.ts';

const viewAt = (offset: number): ViewState => emptyView({ incarnation: 1, offset }, { cols: 80, rows: 24 });

function output(offset: number, length: number): StreamEntry {
  return { kind: 'output', incarnation: 1, offset, data: new Uint8Array(length) };
}

function recorder(): { port: { post(message: HostMessage): void }; posted: HostMessage[] } {
  const posted: HostMessage[] = [];
  return { posted, port: { post: (message) => posted.push(message) } };
}

const offsetsIn = (messages: HostMessage[]): number[] =>
  messages.flatMap((message) =>
    message.kind === 'stream' ? message.entries.map((entry) => entry.offset) : [],
  );

describe('the views of a pane', () => {
  it('should give a view its screen first and then every unit after it, none twice', () => {
    const { port, posted } = recorder();
    const views = new PaneViews(() => undefined);
    views.deliver(output(0, 10));
    views.add(port, 1);
    views.deliver(output(10, 10));
    views.deliver(output(20, 10));
    expect(posted).toEqual([]);
    // The screen was taken a little later than the view was added: what it holds already must not come again.
    views.show(port, 1, viewAt(20));
    views.deliver(output(30, 10));
    expect(posted[0]).toMatchObject({ kind: 'attached', attachment: 1 });
    expect(offsetsIn(posted)).toEqual([20, 30]);
  });

  it('should not wait for what a view was never sent, because its screen had it already', () => {
    const { port } = recorder();
    const calls: boolean[] = [];
    const views = new PaneViews((isCongested) => calls.push(isCongested));
    views.add(port, 1);
    views.deliver(output(0, 500_000));
    views.show(port, 1, viewAt(500_000));
    expect(calls).toEqual([true, false]);
  });

  it('should not show a view that left while its screen was made', () => {
    const { port, posted } = recorder();
    const views = new PaneViews(() => undefined);
    views.add(port, 1);
    views.remove(port, 1);
    views.show(port, 1, viewAt(0));
    expect(posted).toEqual([]);
  });

  it('should call for a pause above the high mark and end it below the low one', () => {
    const { port } = recorder();
    const calls: boolean[] = [];
    const views = new PaneViews((isCongested) => calls.push(isCongested));
    views.add(port, 1);
    views.show(port, 1, viewAt(0));
    views.deliver(output(0, 300_000));
    expect(calls).toEqual([]);
    views.deliver(output(300_000, 200_000));
    expect(calls).toEqual([true]);
    views.ack(port, 1, 350_000);
    expect(calls).toEqual([true]);
    views.ack(port, 1, 100_000);
    expect(calls).toEqual([true, false]);
  });

  it('should end the pause when the slow view goes away', () => {
    const { port } = recorder();
    const calls: boolean[] = [];
    const views = new PaneViews((isCongested) => calls.push(isCongested));
    views.add(port, 1);
    views.deliver(output(0, 1_000_000));
    views.removePort(port);
    expect(calls).toEqual([true, false]);
  });

  it('should let exactly one view answer: the newest', () => {
    const first = recorder().port;
    const second = recorder().port;
    const views = new PaneViews(() => undefined);
    views.add(first, 1);
    expect(views.answers(first, 1)).toBe(true);
    views.add(second, 1);
    expect(views.answers(first, 1)).toBe(false);
    expect(views.answers(second, 1)).toBe(true);
    views.remove(second, 1);
    expect(views.answers(first, 1)).toBe(true);
  });

  it('should tell every view to start over when the pane gets a new process', () => {
    const { port, posted } = recorder();
    const views = new PaneViews(() => undefined);
    views.add(port, 7);
    views.expire();
    views.deliver(output(0, 1));
    expect(posted).toEqual([{ kind: 'stale', attachment: 7 }]);
    expect(views.count).toBe(0);
  });

  it('should let a view that left answer what it was sent, until it says that it has', () => {
    const { port, posted } = recorder();
    const calls: boolean[] = [];
    const views = new PaneViews((isCongested) => calls.push(isCongested));
    views.add(port, 1);
    views.show(port, 1, viewAt(0));
    views.deliver(output(0, 500_000));
    expect(views.leave(port, 1)).toBe(true);
    views.deliver(output(500_000, 10));
    expect(views.count).toBe(0);
    expect(calls).toEqual([true, false]);
    expect(offsetsIn(posted)).toEqual([0]);
    expect(posted.at(-1)).toEqual({ kind: 'detached', attachment: 1 });
    // Another one answers what is sent from now on, and this one what was sent before.
    views.add(port, 2);
    expect([1, 2].map((attachment) => views.answers(port, attachment))).toEqual([true, true]);
    views.remove(port, 1);
    expect([1, 2].map((attachment) => views.answers(port, attachment))).toEqual([false, true]);
  });

  it('should still give a view that left what was printed while its screen was made', () => {
    const { port, posted } = recorder();
    const views = new PaneViews(() => undefined);
    views.add(port, 1);
    views.deliver(output(0, 10));
    expect(views.leave(port, 1)).toBe(true);
    expect(posted).toEqual([]);
    views.deliver(output(10, 10));
    views.show(port, 1, viewAt(0));
    expect(posted.map(({ kind }) => kind)).toEqual(['attached', 'stream', 'detached']);
    expect(offsetsIn(posted)).toEqual([0]);
    expect(views.answers(port, 1)).toBe(true);
  });

  it('should let nobody answer a process that another had asked', () => {
    const { port, posted } = recorder();
    const views = new PaneViews(() => undefined);
    views.add(port, 1);
    views.show(port, 1, viewAt(0));
    views.leave(port, 1);
    views.add(port, 2);
    views.deliver(output(0, 10));
    views.leave(port, 2);
    posted.length = 0;
    views.expire();
    // The first has been told that nothing more comes.
    expect(posted).toEqual([{ kind: 'stale', attachment: 2 }]);
    expect([1, 2].map((attachment) => views.answers(port, attachment))).toEqual([false, false]);
  });
});
