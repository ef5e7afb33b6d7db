import headless from '@xterm/headless';
import { beforeEach, describe, expect, it } from 'vitest';
import { followOutputOnceErased } from '../../renderer/terminal/erased-scrollback.ts';
import { StreamWriter } from '../../renderer/terminal/stream-writer.ts';
import { emptyView } from '../../shared/snapshot.ts';
import type { StreamEntry, StreamMark } from '../../shared/stream.ts';

const LINES = 'line\r\n'.repeat(50);
const CLEAR: StreamMark = { kind: 'clear' };

describe('a view of a user who looks back', () => {
  let terminal: headless.Terminal;
  let writer: StreamWriter;
  let offset: number;
  beforeEach(async () => {
    terminal = new headless.Terminal({ cols: 20, rows: 5, scrollback: 100, allowProposedApi: true });
    followOutputOnceErased(terminal);
    writer = new StreamWriter(terminal);
    offset = 0;
    await new Promise<void>((resolve) =>
      writer.showView(emptyView({ incarnation: 1, offset }, { cols: 20, rows: 5 }), {
        onReplay: () => undefined,
        onParsed: () => undefined,
        onViewWritten: () => resolve(),
      }),
    );
    await printed(LINES);
    terminal.scrollLines(-10);
  });

  const printed = (...pieces: (string | StreamMark)[]) =>
    new Promise<void>((resolve) => {
      const entries = [...pieces, ' '].map((piece): StreamEntry => {
        const at = { incarnation: 1, offset };
        if (typeof piece !== 'string') {
          offset += 1;
          return { kind: 'mark', ...at, mark: piece };
        }
        const data = new TextEncoder().encode(piece);
        offset += data.length;
        return { kind: 'output', ...at, data };
      });
      let left = entries.filter(({ kind }) => kind === 'output').length;
      writer.showEntries(entries, {
        onReplay: () => undefined,
        onViewWritten: () => undefined,
        onParsed: () => {
          left -= 1;
          if (left === 0) resolve();
        },
      });
    });
  const isAtEnd = () => terminal.buffer.normal.viewportY === terminal.buffer.normal.baseY;

  it.each([['\x1b[3J'], ['\x1b[H\x1b[2J\x1b[3J'], ['\x1b[?3J'], [CLEAR]])(
    'should follow the output again when the scrollback is erased (%j)',
    async (erase) => {
      await printed(erase, LINES);
      expect(terminal.buffer.normal.baseY).toBeGreaterThan(30);
      expect(isAtEnd()).toBe(true);
    },
  );

  it.each(['\x1b[2J', '\x1b[J', '\x1b[1J', '\x1b[?1049h\x1b[3J\x1b[?1049l', '\x1b[3K'])(
    'should stay where it is when anything else is erased (%j)',
    async (erase) => {
      const before = terminal.buffer.normal.viewportY;
      await printed(erase, LINES.slice(0, 60));
      expect(terminal.buffer.normal.viewportY).toBe(before);
      expect(isAtEnd()).toBe(false);
    },
  );

  it('should be refused in an emulator of another make', () => {
    expect(() => followOutputOnceErased({})).toThrow('whether somebody has scrolled');
  });
});
