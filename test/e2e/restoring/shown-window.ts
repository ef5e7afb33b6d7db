// The window that shows a pane, seen and used from the main process: the text of the pane's rows, keys and the mouse. It goes
// on working where Playwright gives up: after the page's process died, and when the pane turns up in another window.
import type { AppUnderTest } from '../../support/app.ts';

/** One place of a pane's screen, counted from its top left corner; both from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export class ShownPane {
  readonly #everpane: AppUnderTest;
  readonly #pane: string;

  constructor(everpane: AppUnderTest, pane: string) {
    this.#everpane = everpane;
    this.#pane = pane;
  }

  /** The rows as they are drawn; empty while no window shows the pane. */
  async rows(): Promise<string[]> {
    const rows = await this.#ask<string[]>(
      `[...pane.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent ?? '')`,
    );
    return (rows ?? []).map((row) => row.trimEnd());
  }

  /** Where `text` stands, or null. Wide characters before it are not reckoned with. */
  async find(text: string): Promise<Place | null> {
    const rows = await this.rows();
    const row = rows.findIndex((line) => line.includes(text));
    return row === -1 ? null : { row, column: rows[row]?.indexOf(text) ?? 0 };
  }

  /** A press and a release of the first button. */
  async click(place: Place): Promise<void> {
    const at = await this.#pointAt(place);
    await this.#everpane.app.evaluate(({ webContents }, { id, x, y }) => {
      const contents = webContents.fromId(id);
      contents?.sendInputEvent({ type: 'mouseMove', x, y });
      contents?.sendInputEvent({ type: 'mouseDown', x, y, button: 'left', clickCount: 1 });
      contents?.sendInputEvent({ type: 'mouseUp', x, y, button: 'left', clickCount: 1 });
    }, at);
  }

  /** A turn of the wheel towards the person. */
  async wheelDown(place: Place): Promise<void> {
    const at = await this.#pointAt(place);
    await this.#everpane.app.evaluate(({ webContents }, { id, x, y }) => {
      webContents
        .fromId(id)
        ?.sendInputEvent({ type: 'mouseWheel', x, y, deltaX: 0, deltaY: -120, canScroll: true });
    }, at);
  }

  /** Types into the terminal that has the keyboard; `Down`, `Escape` and the like are keys of that name. */
  async press(...keys: string[]): Promise<void> {
    const { id } = await this.#pointAt({ row: 0, column: 0 });
    await this.#ask(`pane.querySelector('.xterm-helper-textarea').focus()`);
    await this.#everpane.app.evaluate(
      ({ webContents }, { id: contentsId, keys: names }) => {
        const contents = webContents.fromId(contentsId);
        for (const keyCode of names) {
          contents?.sendInputEvent({ type: 'keyDown', keyCode });
          if (keyCode.length === 1) contents?.sendInputEvent({ type: 'char', keyCode });
          contents?.sendInputEvent({ type: 'keyUp', keyCode });
        }
      },
      { id, keys },
    );
  }

  async #pointAt({ row, column }: Place): Promise<{ id: number; x: number; y: number }> {
    const { cols, rows } = await this.#everpane.cliJson<{ cols: number; rows: number }>(
      'capture',
      this.#pane,
    );
    const box = await this.#ask<{ id: number; x: number; y: number; width: number; height: number }>(
      `{ id, ...pane.querySelector('.xterm-screen').getBoundingClientRect().toJSON() }`,
    );
    if (box === null) throw new Error(`${this.#pane} is not shown`);
    const x = Math.round(box.x + ((column + 0.5) * box.width) / cols);
    const y = Math.round(box.y + ((row + 0.5) * box.height) / rows);
    return { id: box.id, x, y };
  }

  /** The value of an expression over `pane`, its element, and `id`, its page's; null while no window shows the pane. */
  #ask<T>(expression: string): Promise<T | null> {
    return this.#everpane.app.evaluate(
      async ({ BrowserWindow }, { pane, code }) => {
        for (const { webContents: contents } of BrowserWindow.getAllWindows()) {
          if (contents.isCrashed() || contents.isLoading()) continue;
          const script = `((id) => {
            const pane = document.querySelector('[data-pane-id=${pane}]');
            return pane === null ? null : (${code});
          })(${contents.id})`;
          const value: unknown = await contents.executeJavaScript(script, true);
          if (value !== null && value !== undefined) return value as never;
        }
        return null;
      },
      { pane: this.#pane, code: expression },
    );
  }
}
