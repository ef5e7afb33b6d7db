// Where something stands in a window's terminal, for the mouse: rows are drawn as spans of any cut, so a text is found by its
// characters.
import type { Page } from 'playwright';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of the first character of the last place at which `text` stands in a pane; throws if it stands nowhere. */
export async function cellOf(page: Page, text: string, pane = 'p1'): Promise<Point> {
  const found = await page.evaluate(
    ([id, wanted]) => {
      const rows = [...document.querySelectorAll(`[data-pane-id=${id}] .xterm-rows > div`)];
      const row = rows.filter((one) => one.textContent?.includes(wanted)).at(-1);
      if (row === undefined) return null;
      let before = row.textContent?.indexOf(wanted) ?? 0;
      const nodes = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (before < length) {
          const range = document.createRange();
          range.setStart(node, before);
          range.setEnd(node, before + 1);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
        before -= length;
      }
      return null;
    },
    [pane, text] as const,
  );
  if (found === null) throw new Error(`${text} is not in ${pane}`);
  return found;
}
