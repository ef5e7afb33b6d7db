// A view that takes the place of another whose stream was cut anywhere.
import headless from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { StreamWriter } from '../../renderer/terminal/stream-writer.ts';
import { joinSplitCharacters } from '../../shared/emulator/split-characters.ts';
import { InlineImages } from '../../shared/images/inline-images.ts';
import { emptyView, type ViewState } from '../../shared/snapshot.ts';

const SIZE = { cols: 20, rows: 5 };
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAACgAAAAyCAYAAAAus5mQAAAA';

function viewAt(offset: number, text = ''): ViewState {
  const view = emptyView({ incarnation: 1, offset }, SIZE);
  return { ...view, primary: { ...view.primary, text, x: text.length } };
}

/** What is on the screen once `before` was printed, another view was shown, and `after` was printed. */
async function shownAfter(before: Uint8Array, after: Uint8Array) {
  const terminal = new headless.Terminal({ ...SIZE, allowProposedApi: true });
  joinSplitCharacters(terminal);
  const images = new InlineImages(terminal, { keepBytes: 1024 * 1024 });
  const titles: string[] = [];
  terminal.onTitleChange((title) => titles.push(title));
  const writer = new StreamWriter(terminal);
  const events = { onReplay: () => undefined, onParsed: () => undefined, onViewWritten: () => undefined };
  writer.showView(viewAt(0), events);
  writer.showEntries([{ kind: 'output', incarnation: 1, offset: 0, data: before }], events);
  writer.showView(viewAt(1000, 'saved'), events);
  writer.showEntries([{ kind: 'output', incarnation: 1, offset: 1000, data: after }], events);
  await new Promise<void>((resolve) =>
    writer.showView(viewAt(1000 + after.length), { ...events, onViewWritten: () => resolve() }),
  );
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true));
  return { lines, titles, isEmpty: images.isEmpty, cursor: [active.cursorX, active.cursorY] };
}

const HALVES = {
  'a sixel picture': '\x1bPq"1;1;40;50!40~-!40~',
  "a file's picture": `\x1b]1337;File=inline=1:${PICTURE}`,
  'a title': '\x1b]2;half a ti',
};

describe('a view that takes the place of another', () => {
  it.each(Object.entries(HALVES))('should show nothing of %s that was begun', async (_, half) => {
    const encoder = new TextEncoder();
    const after = encoder.encode(' and\r\nmore');
    const expected = await shownAfter(encoder.encode(''), after);
    expect(expected.lines.slice(0, 2)).toEqual(['saved and', 'more']);
    expect(await shownAfter(encoder.encode(half), after)).toEqual(expected);
  });

  it('should show nothing of a character that was begun', async () => {
    const [first, ...rest] = new TextEncoder().encode('—');
    const after = Uint8Array.from([...rest, 0x61]);
    const expected = await shownAfter(new Uint8Array(0), after);
    expect(await shownAfter(Uint8Array.of(first ?? 0), after)).toEqual(expected);
  });
});
