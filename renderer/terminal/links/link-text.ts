// The running text of a line on which a link may stand, soft wraps joined, with the way back from its characters to cells.
import type { IBuffer, IBufferCellPosition } from '@xterm/xterm';

/** Of one running line: what is longer is no text that a person reads. */
const MAX_ROWS = 20;

export interface LinkText {
  readonly text: string;
  /** One-based, as links are given; `index`: of a UTF-16 unit of the text. */
  cellAt(index: number): IBufferCellPosition;
}

/** `line`: zero-based, any of the running line's. */
export function linkTextAt(buffer: IBuffer, line: number): LinkText {
  let first = line;
  while (first > 0 && line - first < MAX_ROWS && buffer.getLine(first)?.isWrapped) first -= 1;
  let text = '';
  const cells: IBufferCellPosition[] = [];
  const cell = buffer.getNullCell();
  for (let y = first; y < first + MAX_ROWS; y += 1) {
    const row = buffer.getLine(y);
    if (row === undefined || (y > first && !row.isWrapped)) break;
    for (let x = 0; x < row.length; x += 1) {
      row.getCell(x, cell);
      if (cell.getWidth() === 0) continue;
      const chars = cell.getChars() || ' ';
      for (let unit = 0; unit < chars.length; unit += 1) cells.push({ x: x + 1, y: y + 1 });
      text += chars;
    }
  }
  return { text, cellAt: (index) => cells[Math.min(index, cells.length - 1)] ?? { x: 1, y: first + 1 } };
}
