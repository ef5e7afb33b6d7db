// With the emulator's own core: what it does with a link is what is replaced.
import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { linkServiceOf } from '../../renderer/terminal/emulator-internals.ts';
import { keepLinks, LinkTable } from '../../renderer/terminal/link-table.ts';

const link = (uri: string, text: string) => `\x1b]8;;${uri}\x1b\\${text}\x1b]8;;\x1b\\`;

describe('hyperlinks', () => {
  it('should keep their target without a marker for each line', async () => {
    const terminal = new xterm.Terminal({ cols: 40, rows: 5, scrollback: 1000, allowProposedApi: true });
    keepLinks(terminal);
    const text = Array.from(
      { length: 2000 },
      (_, number) => `${link(`https://example.org/${number}`, 'x')}\r\n`,
    );
    await new Promise<void>((resolve) => {
      terminal.write(text.join(''), resolve);
    });
    expect(terminal.markers).toHaveLength(0);
    expect(linkServiceOf(terminal).getLinkData(2000)).toMatchObject({ uri: 'https://example.org/1999' });
  });

  it('should have one number for each address, and forget the oldest when there are too many', () => {
    const table = new LinkTable(2);
    const [a, b] = [table.numberOf({ uri: 'a' }), table.numberOf({ uri: 'b' })];
    expect(table.numberOf({ uri: 'a' })).toBe(a);
    expect(table.numberOf({ uri: 'a', id: '1' })).not.toBe(a);
    expect(table.get(a)).toBeUndefined();
    expect(table.get(b)).toEqual({ uri: 'b' });
  });
});
