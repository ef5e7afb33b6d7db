// A view that the emulator fails in, through the writer that feeds it.
import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { StreamWriter, type StreamWriterEvents } from '../../renderer/terminal/stream-writer.ts';
import { guardParse } from '../../shared/emulator/guarded-parse.ts';
import { emptyView } from '../../shared/snapshot.ts';
import type { StreamEntry } from '../../shared/stream.ts';

const SIZE = { cols: 10, rows: 3 };
/** Erasing up to the last cell of the screen: xterm.js looks for the line after it, and throws. */
const FATAL = '\x1b[3;10H\x1b[1J';

const output = (offset: number, text: string): StreamEntry => ({
  kind: 'output',
  incarnation: 1,
  offset,
  data: new TextEncoder().encode(text),
});

describe('a view whose emulator fails', () => {
  const open = () => {
    const terminal = new headless.Terminal({ ...SIZE, allowProposedApi: true });
    const failures: unknown[] = [];
    guardParse(terminal, (error) => failures.push(error));
    const writer = new StreamWriter(terminal);
    const line = (y: number) => terminal.buffer.active.getLine(y)?.translateToString(true);
    return { terminal, failures, writer, line };
  };
  const shown = (writer: StreamWriter, events: Partial<StreamWriterEvents>, offset: number) =>
    new Promise<void>((resolve) =>
      writer.showView(emptyView({ incarnation: 1, offset }, SIZE), {
        onReplay: () => undefined,
        onParsed: () => undefined,
        ...events,
        onViewWritten: () => resolve(),
      }),
    );

  it('should acknowledge all of it and show what follows', async () => {
    const { writer, failures, line } = open();
    await shown(writer, {}, 0);
    const sent = [`${FATAL}lost`, '\x1b[2J\x1b[HHELLO', `${FATAL}lost`, '\x1b[2;1Hagain'];
    const total = sent.join('').length;
    const acknowledged = await new Promise<number>((resolve) => {
      let sum = 0;
      const onParsed = (bytes: number): void => {
        sum += bytes;
        if (sum === total) resolve(sum);
      };
      const events = { onReplay: () => undefined, onViewWritten: () => undefined, onParsed };
      let offset = 0;
      for (const text of sent) {
        writer.showEntries([output(offset, text)], events);
        offset += text.length;
      }
    });
    expect(acknowledged).toBe(total);
    expect(failures).toHaveLength(2);
    expect([line(0), line(1)]).toEqual(['HELLO', 'again']);
  });

  it('should be shown another view', async () => {
    const { writer, failures, line } = open();
    await shown(writer, {}, 0);
    const events = { onReplay: () => undefined, onViewWritten: () => undefined, onParsed: () => undefined };
    writer.showEntries([output(0, FATAL)], events);
    await shown(writer, {}, 100);
    writer.showEntries([output(100, 'after')], events);
    await shown(writer, {}, 105);
    expect(failures).toHaveLength(1);
    expect(line(0)).toBe('after');
  });
});
