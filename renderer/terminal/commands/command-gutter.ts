// The marks beside a terminal's text: a bar at a command that failed, at the one that runs and at the one that was jumped
// to; and where failures lie in all of the scrollback, along the scroll bar. Drawn beside the emulator and never in it; no
// cell, selection or capture knows of it. Costs as much as there is on screen.
import type { Terminal } from '@xterm/xterm';
import type { CommandGuide } from './command-guide.ts';
import type { CommandSpan } from './command-spans.ts';
import './command-gutter.css';

/** Ticks along the scroll bar; failures of long ago are left out. */
const MAX_TICKS = 200;

interface GutterMark {
  readonly row: number;
  readonly tone: 'failed' | 'interrupted' | 'running' | 'target';
  readonly words: string;
}

export class CommandGutter {
  readonly #terminal: Terminal;
  readonly #guide: CommandGuide;
  readonly #bars = layer('command-bars');
  readonly #ticks = layer('command-ticks');
  /** Measured when it changes: to ask while the emulator paints would lay the page out twice a frame. */
  readonly #observer = new ResizeObserver(() => this.#measure());
  #rowHeight = 0;
  #drawn = '';

  constructor(terminal: Terminal, guide: CommandGuide) {
    this.#terminal = terminal;
    this.#guide = guide;
    // Whatever scrolls is painted; while lines pour in, each of them is a scroll.
    terminal.onRender(() => this.draw());
    terminal.onResize(() => this.#measure());
  }

  /** `container`: laid out around the terminal's own element. */
  mount(container: HTMLElement): void {
    container.append(this.#bars, this.#ticks);
    const screen = this.#screen();
    if (screen !== null) this.#observer.observe(screen);
    this.#measure();
  }

  unmount(): void {
    this.#observer.disconnect();
    this.#bars.remove();
    this.#ticks.remove();
  }

  draw(): void {
    if (!this.#bars.isConnected) return;
    const spans = this.#guide.spans();
    const marks = this.#marks(spans);
    const ticks = this.#tickPlaces(spans);
    const rowHeight = this.#rowHeight;
    const now = JSON.stringify([marks, ticks, rowHeight]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#bars.replaceChildren(...marks.map((mark) => barOf(mark, rowHeight)));
    this.#ticks.replaceChildren(...ticks.map(tickAt));
  }

  #measure(): void {
    this.#rowHeight = (this.#screen()?.clientHeight ?? 0) / this.#terminal.rows;
    this.draw();
  }

  #screen(): HTMLElement | null {
    return this.#terminal.element?.querySelector<HTMLElement>('.xterm-screen') ?? null;
  }

  #marks(spans: readonly CommandSpan[]): GutterMark[] {
    const { viewportY } = this.#terminal.buffer.active;
    const target = this.#guide.targetLine;
    return spans.flatMap((span): GutterMark[] => {
      const row = span.line - viewportY;
      if (row < 0 || row >= this.#terminal.rows) return [];
      const { state } = span;
      const isTelling = state === 'failed' || state === 'interrupted' || state === 'running';
      const tone = isTelling ? state : span.line === target ? 'target' : null;
      return tone === null ? [] : [{ row, tone, words: wordsOf(span) }];
    });
  }

  /** In thousandths of the whole length. */
  #tickPlaces(spans: readonly CommandSpan[]): number[] {
    const { length } = this.#terminal.buffer.active;
    if (length <= this.#terminal.rows) return [];
    const failed = spans.filter(({ state }) => state === 'failed').slice(-MAX_TICKS);
    return [...new Set(failed.map(({ line }) => Math.round((line / length) * 1000)))];
  }
}

function layer(className: string): HTMLElement {
  const made = document.createElement('div');
  made.className = className;
  return made;
}

function barOf({ row, tone, words }: GutterMark, rowHeight: number): HTMLElement {
  const bar = layer('command-bar');
  bar.dataset.tone = tone;
  bar.dataset.testid = 'command-mark';
  bar.title = words;
  bar.style.transform = `translateY(${row * rowHeight}px)`;
  bar.style.height = `${rowHeight}px`;
  return bar;
}

function tickAt(place: number): HTMLElement {
  const tick = layer('command-tick');
  tick.style.top = `${place / 10}%`;
  return tick;
}

function wordsOf({ state, exitCode }: CommandSpan): string {
  switch (state) {
    case 'failed':
      return `exited ${exitCode}`;
    case 'interrupted':
      return 'interrupted';
    case 'running':
      return 'running';
    default:
      return '';
  }
}
