// The writer into a real emulator (the same parser and buffers as in the window, without a page).
import headless from '@xterm/headless';
import { beforeEach, describe, expect, it } from 'vitest';
import { StreamWriter, type StreamWriterEvents } from '../../renderer/terminal/stream-writer.ts';
import { emptyView, type ViewState } from '../../shared/snapshot.ts';
import type { StreamEntry } from '../../shared/stream.ts';

function viewOf(text: string, at: Partial<ViewState> = {}): ViewState {
  const lines = text.split('\r\n');
  const empty = emptyView({ incarnation: 1, offset: 0 }, { cols: 20, rows: 5 });
  const primary = { ...empty.primary, text, x: lines.at(-1)?.length ?? 0, y: lines.length - 1 };
  return { ...empty, primary, ...at };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const output = (offset: number, text: string): StreamEntry => ({
  kind: 'output',
  incarnation: 1,
  offset,
  data: bytes(text),
});
const resize = (offset: number, cols: number, rows: number): StreamEntry => ({
  kind: 'mark',
  incarnation: 1,
  offset,
  mark: { kind: 'resize', cols, rows },
});

describe('the stream writer', () => {
  let terminal: headless.Terminal;
  let writer: StreamWriter;
  let events: StreamWriterEvents;
  let log: string[];
  beforeEach(() => {
    terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
    writer = new StreamWriter(terminal);
    log = [];
    events = {
      onReplay: (isReplay) => log.push(isReplay ? 'replay' : 'live'),
      onViewWritten: (view) => log.push(`view ${view.position.offset}`),
      onParsed: (count) => log.push(`parsed ${count}`),
    };
  });
  const line = (y: number) => terminal.buffer.active.getLine(y)?.translateToString(true);
  /** All that was queued has been parsed. */
  const settled = () =>
    new Promise<void>((resolve) =>
      writer.showView(viewOf(''), { ...events, onViewWritten: () => resolve() }),
    );
  const parsedAll = () => new Promise<void>((resolve) => terminal.write('', resolve));
  const parsed = (total: number) =>
    new Promise<void>((resolve) => {
      let left = total;
      const { onParsed } = events;
      events = {
        ...events,
        onParsed: (count) => {
          onParsed(count);
          left -= count;
          if (left === 0) resolve();
        },
      };
    });

  it('should put the view on at its size, then what follows', async () => {
    writer.showView(viewOf('one\r\ntwo> '), events);
    const done = parsed(2);
    writer.showEntries([output(0, 'ls')], events);
    await done;
    expect([terminal.cols, terminal.rows]).toEqual([20, 5]);
    expect([line(0), line(1)]).toEqual(['one', 'two> ls']);
    expect(log).toEqual(['replay', 'live', 'view 0', 'parsed 2']);
  });

  it('should resize exactly where the mark stands, even if all comes at once', async () => {
    writer.showView(viewOf(''), events);
    const done = parsed(24);
    // At 20 columns the first ten characters fit; at 4 the later ones wrap.
    writer.showEntries([output(0, '0123456789\r\n'), resize(12, 4, 5), output(13, '0123456789\r\n')], events);
    await done;
    expect(terminal.cols).toBe(4);
    const text = Array.from({ length: terminal.buffer.active.length }, (_, y) => line(y)).join('|');
    expect(text).toContain('0123|4567|89|0123|4567|89');
  });

  it('should resize once all that stands before it was parsed, and before any of what follows', async () => {
    writer.showView(viewOf(''), events);
    const sizes: string[] = [];
    terminal.onLineFeed(() => sizes.push(`${terminal.cols}`));
    const flood = 'x\r\n'.repeat(200_000);
    const done = parsed(2 * flood.length);
    writer.showEntries(
      [output(0, flood), resize(flood.length, 44, 5), output(flood.length + 1, flood)],
      events,
    );
    await done;
    expect(sizes.slice(0, 200_000).every((size) => size === '20')).toBe(true);
    expect(sizes.slice(200_000).every((size) => size === '44')).toBe(true);
    expect(sizes).toHaveLength(400_000);
  });

  it('should leave a terminal alone that stands at the view already', async () => {
    writer.showView(viewOf('abc'), events);
    let done = parsed(3);
    writer.showEntries([output(0, 'def')], events);
    await done;
    log.length = 0;
    let resets = 0;
    const { reset } = terminal;
    terminal.reset = () => {
      resets++;
      reset.call(terminal);
    };
    writer.showView(viewOf('something else', { position: { incarnation: 1, offset: 3 } }), events);
    done = parsed(1);
    writer.showEntries([output(3, '!')], events);
    await done;
    expect(resets).toBe(0);
    expect(line(0)).toBe('abcdef!');
    expect(log).toEqual(['live', 'view 3', 'parsed 1']);
  });

  it('should follow the size of a pane that has no process, whose place does not change with it', async () => {
    for (const [cols, rows] of [
      [20, 5],
      [12, 4],
      [40, 8],
    ] as const) {
      writer.showView(viewOf('failed', { cols, rows }), events);
      await parsedAll();
      expect([terminal.cols, terminal.rows, line(0)]).toEqual([cols, rows, 'failed']);
    }
    const living = viewOf('failed', { cols: 30, rows: 6, position: { incarnation: 1, offset: 1 } });
    writer.showView({ ...living, cols: 40, rows: 8 }, events);
    writer.showEntries([resize(1, 30, 6)], events);
    await parsedAll();
    log.length = 0;
    writer.showView({ ...living, position: { incarnation: 1, offset: 2 } }, events);
    await parsedAll();
    expect(log).toEqual(['live', 'view 2']);
  });

  it('should start over for a view from further on', async () => {
    writer.showView(viewOf('old'), events);
    writer.showView(viewOf('new', { position: { incarnation: 2, offset: 7 } }), events);
    const done = parsed(1);
    writer.showEntries([{ kind: 'output', incarnation: 2, offset: 7, data: bytes('!') }], events);
    await done;
    expect(line(0)).toBe('new!');
  });

  it('should acknowledge and leave out what is on the screen already', async () => {
    writer.showView(viewOf(''), events);
    const done = parsed(5);
    writer.showEntries([output(0, 'ab'), output(0, 'ab'), output(2, 'c')], events);
    await done;
    expect(line(0)).toBe('abc');
  });

  it('should clear where the mark stands', async () => {
    writer.showView(viewOf(''), events);
    const done = parsed(8);
    const clear: StreamEntry = { kind: 'mark', incarnation: 1, offset: 5, mark: { kind: 'clear' } };
    writer.showEntries([output(0, 'a\r\nb$'), clear, output(6, 'xyz')], events);
    await done;
    expect(line(0)).toBe('b$xyz');
  });

  it('should write nothing more once it is disposed of', async () => {
    writer.showView(viewOf('kept'), events);
    await settled();
    log.length = 0;
    writer.dispose();
    writer.showEntries([output(0, 'lost')], events);
    await new Promise<void>((resolve) => terminal.write('', resolve));
    expect(log).toEqual([]);
    expect(line(0)).toBe('kept');
  });
});
