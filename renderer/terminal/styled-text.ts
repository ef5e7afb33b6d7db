// A selection with its colours: as HTML for other programs, as escape sequences for another terminal. Reads an emulator's
// cells and changes nothing.
import type { IBuffer, IBufferCell, IBufferRange } from '@xterm/xterm';
import type { Theme } from '../../shared/themes/theme.ts';

/** Null: the terminal's own. */
type CellColour =
  | { readonly kind: 'palette'; readonly index: number }
  | { readonly kind: 'rgb'; readonly rgb: number };

interface Style {
  readonly foreground: CellColour | null;
  readonly background: CellColour | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly inverse: boolean;
}

export interface StyledRun {
  readonly text: string;
  readonly style: Style;
}

/** The lines of a range as runs of one style, soft wraps joined. `range`: zero-based, its end exclusive. */
export function styledLines(buffer: IBuffer, range: IBufferRange): StyledRun[][] {
  const lines: StyledRun[][] = [];
  const cell = buffer.getNullCell();
  for (let y = range.start.y; y <= range.end.y; y += 1) {
    const line = buffer.getLine(y);
    if (line === undefined) continue;
    const isContinued = buffer.getLine(y + 1)?.isWrapped === true && y < range.end.y;
    const from = y === range.start.y ? range.start.x : 0;
    const filled = isContinued
      ? line.length
      : line.translateToString(true).length === 0
        ? 0
        : lastFilled(line, cell);
    const to = y === range.end.y ? Math.min(range.end.x, filled) : filled;
    const runs: { text: string; style: Style }[] = [];
    for (let x = from; x < to; x += 1) {
      line.getCell(x, cell);
      if (cell.getWidth() === 0) continue;
      const text = cell.getChars() || ' ';
      const style = styleOf(cell);
      const last = runs.at(-1);
      if (last !== undefined && isSame(last.style, style)) last.text += text;
      else runs.push({ text, style });
    }
    if (line.isWrapped && lines.length > 0) lines.at(-1)?.push(...runs);
    else lines.push(runs);
  }
  return lines;
}

function lastFilled(
  line: { length: number; getCell(x: number, cell: IBufferCell): unknown },
  cell: IBufferCell,
): number {
  for (let x = line.length - 1; x >= 0; x -= 1) {
    line.getCell(x, cell);
    if (cell.getChars() !== '' || cell.getBgColorMode() !== 0) return x + cell.getWidth();
  }
  return 0;
}

function styleOf(cell: IBufferCell): Style {
  return {
    foreground: colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
    background: colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    strike: cell.isStrikethrough() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

function colourOf(isDefault: boolean, isRgb: boolean, value: number): CellColour | null {
  if (isDefault) return null;
  return isRgb ? { kind: 'rgb', rgb: value } : { kind: 'palette', index: value };
}

function isSame(a: Style, b: Style): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** SGR sequences; every line begins and ends plain. */
export function toAnsi(lines: readonly (readonly StyledRun[])[]): string {
  return lines
    .map((runs) =>
      runs
        .map(({ text, style }) => {
          const codes = sgrOf(style);
          return codes === '' ? text : `\x1b[${codes}m${text}\x1b[0m`;
        })
        .join(''),
    )
    .join('\n');
}

function sgrOf(style: Style): string {
  const codes: (string | number)[] = [];
  if (style.bold) codes.push(1);
  if (style.dim) codes.push(2);
  if (style.italic) codes.push(3);
  if (style.underline) codes.push(4);
  if (style.inverse) codes.push(7);
  if (style.strike) codes.push(9);
  if (style.foreground !== null) codes.push(sgrColour(style.foreground, 30));
  if (style.background !== null) codes.push(sgrColour(style.background, 40));
  return codes.join(';');
}

function sgrColour(colour: CellColour, base: 30 | 40): string {
  if (colour.kind === 'rgb') {
    const { rgb } = colour;
    return `${base + 8};2;${(rgb >> 16) & 255};${(rgb >> 8) & 255};${rgb & 255}`;
  }
  const { index } = colour;
  if (index < 8) return String(base + index);
  return index < 16 ? String(base + 52 + index) : `${base + 8};5;${index}`;
}

/** One `pre`, complete by itself: colours as they are in the theme. */
export function toHtml(lines: readonly (readonly StyledRun[])[], theme: Theme, fontFamily: string): string {
  const { tokens } = theme;
  const body = lines
    .map((runs) => runs.map(({ text, style }) => spanOf(text, cssOf(style, theme))).join(''))
    .join('\n');
  const pre = `font-family: ${escapeHtml(fontFamily)}; color: ${tokens.text}; background: ${tokens.terminal};`;
  return `<pre style="${pre}">${body}</pre>`;
}

function spanOf(text: string, css: string): string {
  const escaped = escapeHtml(text);
  return css === '' ? escaped : `<span style="${css}">${escaped}</span>`;
}

function cssOf(style: Style, theme: Theme): string {
  const foreground = style.foreground && cssColour(style.foreground, theme);
  const background = style.background && cssColour(style.background, theme);
  const [front, back] = style.inverse
    ? [background ?? theme.tokens.terminal, foreground ?? theme.tokens.text]
    : [foreground, background];
  const lines = [style.underline ? 'underline' : '', style.strike ? 'line-through' : ''].filter(
    (one) => one !== '',
  );
  return [
    front === null ? '' : `color: ${front}`,
    back === null ? '' : `background: ${back}`,
    style.bold ? 'font-weight: bold' : '',
    style.dim ? 'opacity: 0.6' : '',
    style.italic ? 'font-style: italic' : '',
    lines.length === 0 ? '' : `text-decoration: ${lines.join(' ')}`,
  ]
    .filter((one) => one !== '')
    .join('; ');
}

function cssColour(colour: CellColour, theme: Theme): string {
  if (colour.kind === 'rgb') return `#${colour.rgb.toString(16).padStart(6, '0')}`;
  return theme.ansi[colour.index] ?? extendedColour(colour.index);
}

/** xterm's palette beyond the sixteen: a cube of six steps a side, then 24 greys. */
function extendedColour(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const step = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return `rgb(${step(Math.floor(cube / 36))}, ${step(Math.floor(cube / 6) % 6)}, ${step(cube % 6)})`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
