// Draws the pictures of one opened terminal, on a canvas over its text: wherever a cell carries a mark, that cell's part. It
// follows what the emulator paints, row by row, and takes no part in what is where.
import type { IDisposable, Terminal } from '@xterm/xterm';
import type { InlineImages, PictureRun } from '../../../shared/images/inline-images.ts';
import { cellPixels } from '../../../shared/images/picture.ts';
import type { PicturePool } from './picture-pool.ts';

/** The same columns of rows that follow each other, on screen and in the picture. */
interface Piece extends PictureRun {
  /** On the screen. */
  readonly top: number;
  rows: number;
}

export class PictureLayer implements IDisposable {
  readonly #terminal: Terminal;
  readonly #images: InlineImages;
  readonly #pool: PicturePool;
  readonly #listener: IDisposable;
  readonly #observer = new ResizeObserver(() => this.#fit());
  /** Made with the first picture. */
  #canvas: HTMLCanvasElement | null = null;

  constructor(terminal: Terminal, images: InlineImages, pool: PicturePool) {
    this.#terminal = terminal;
    this.#images = images;
    this.#pool = pool;
    this.#listener = terminal.onRender(({ start, end }) => this.#draw(start, end));
  }

  /** After pictures have come by another way than output. */
  redraw(): void {
    this.#draw(0, this.#terminal.rows - 1);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#observer.disconnect();
    this.#canvas?.remove();
  }

  readonly #drawAgain = (): void => this.redraw();

  #draw(start: number, end: number): void {
    if (this.#images.isEmpty && this.#canvas === null) return;
    const canvas = this.#canvas ?? this.#makeCanvas();
    const context = canvas?.getContext('2d') ?? null;
    if (canvas === null || context === null || canvas.width === 0) return;
    const { cols, rows } = this.#terminal;
    const cell = { width: canvas.width / cols, height: canvas.height / rows };
    const from = Math.round(start * cell.height);
    context.clearRect(0, from, canvas.width, Math.round((end + 1) * cell.height) - from);
    context.imageSmoothingQuality = 'high';
    for (const piece of this.#pieces(start, end)) this.#drawPiece(context, piece, cell);
  }

  #pieces(start: number, end: number): Piece[] {
    const { viewportY } = this.#terminal.buffer.active;
    const pieces: Piece[] = [];
    let above: Piece[] = [];
    for (let top = start; top <= end; top += 1) {
      above = this.#images.runsOf(viewportY + top).map((run) => {
        const upper = above.find((piece) => continues(piece, run));
        if (upper !== undefined) {
          upper.rows += 1;
          return upper;
        }
        const piece: Piece = { ...run, top, rows: 1 };
        pieces.push(piece);
        return piece;
      });
    }
    return pieces;
  }

  #drawPiece(context: CanvasRenderingContext2D, piece: Piece, cell: { width: number; height: number }): void {
    const picture = this.#images.get(piece.picture);
    const bitmap = picture && this.#pool.get(picture, this.#drawAgain);
    if (picture === undefined || !bitmap) return;
    // In the picture's own measure: its last column and row may be less than a cell.
    const x = (piece.start - piece.left) * cellPixels.width;
    const y = piece.row * cellPixels.height;
    const width = Math.min((piece.end - piece.start) * cellPixels.width, picture.width - x);
    const height = Math.min(piece.rows * cellPixels.height, picture.height - y);
    if (x < 0 || width <= 0 || height <= 0) return;
    const [across, down] = [bitmap.width / picture.width, bitmap.height / picture.height];
    const [right, below] = [cell.width / cellPixels.width, cell.height / cellPixels.height];
    const left = Math.round(piece.start * cell.width);
    const top = Math.round(piece.top * cell.height);
    context.drawImage(
      bitmap,
      x * across,
      y * down,
      width * across,
      height * down,
      left,
      top,
      Math.round(piece.start * cell.width + width * right) - left,
      Math.round(piece.top * cell.height + height * below) - top,
    );
  }

  #makeCanvas(): HTMLCanvasElement | null {
    const screen = this.#screen();
    if (screen === null) return null;
    const canvas = document.createElement('canvas');
    canvas.className = 'picture-layer';
    canvas.dataset.testid = 'pictures';
    screen.append(canvas);
    this.#canvas = canvas;
    this.#observer.observe(screen);
    this.#fit();
    return canvas;
  }

  /** As many dots as the screen has: pictures are as sharp as text. */
  #fit(): void {
    const screen = this.#screen();
    if (this.#canvas === null || screen === null) return;
    const width = Math.round(screen.clientWidth * devicePixelRatio);
    const height = Math.round(screen.clientHeight * devicePixelRatio);
    if (width !== this.#canvas.width || height !== this.#canvas.height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.redraw();
  }

  #screen(): HTMLElement | null {
    return this.#terminal.element?.querySelector<HTMLElement>('.xterm-screen') ?? null;
  }
}

function continues(upper: Piece, run: PictureRun): boolean {
  return (
    upper.picture === run.picture &&
    upper.row + upper.rows === run.row &&
    upper.left === run.left &&
    upper.start === run.start &&
    upper.end === run.end
  );
}
