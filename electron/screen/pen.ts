// From xterm.js's packed rendition to the sequences that make it: one canonical form for each, so that equal screens
// give equal text. Colours that xterm.js leaves in unused bits are not seen.
import { isHarmlessLink } from '../../shared/snapshot-text.ts';
import type { Attributes } from './internals.ts';

const CSI = '\x1b[';
const ST = '\x1b\\';
const COLOR_MODE = 0x3000000;
const PALETTE_16 = 0x1000000;
const PALETTE_256 = 0x2000000;
const HAS_EXTENDED = 0x10000000;
const UNDERLINE = 0x10000000;
const PROTECTED = 0x20000000;
const UNDERLINE_STYLE = 0x1c000000;
const UNDERLINE_STYLE_SHIFT = 26;

const FG_FLAGS: readonly [mask: number, sgr: string][] = [
  [0x8000000, '1'],
  [0x20000000, '5'],
  [0x4000000, '7'],
  [0x40000000, '8'],
  [0x80000000, '9'],
];
const BG_FLAGS: readonly [mask: number, sgr: string][] = [
  [0x8000000, '2'],
  [0x4000000, '3'],
  [0x40000000, '53'],
];

export interface HyperlinkSource {
  getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined;
}

/** A rendition as text: what has to be written to print with it. */
export interface Pen {
  /** From SGR 0 on; with DECSCA for a protected cell, which SGR 0 ends in xterm.js. */
  readonly sgr: string;
  /** The whole OSC 8, or '' outside of a hyperlink. */
  readonly link: string;
}

export const PLAIN_PEN: Pen = { sgr: `${CSI}m`, link: '' };
export const END_LINK = `\x1b]8;;${ST}`;

/**
 * `isCurrent`: the rendition that characters are being printed with, as opposed to a cell's; it keeps an underline
 * colour also while nothing is underlined. What xterm.js holds without using it while something is underlined (only DECRC
 * brings that about) has no sequence: naming the colour would put it to use.
 */
export function penOf(attributes: Attributes, links: HyperlinkSource, isCurrent = false): Pen {
  const { fg, bg } = attributes;
  const hasExtended = (bg & HAS_EXTENDED) !== 0;
  // xterm.js may hold a style or a link without using them, as after DECRC.
  const ext = hasExtended ? attributes.extended._ext : 0;
  const parts = [
    ...flags(fg, FG_FLAGS),
    ...flags(bg, BG_FLAGS),
    ...((fg & UNDERLINE) !== 0 ? [underline(ext)] : []),
    ...color(fg, 30, 38),
    ...color(bg, 40, 48),
    ...underlineColor((fg & UNDERLINE) !== 0 ? ext : isCurrent ? attributes.extended._ext : 0),
  ];
  const sgr = parts.length === 0 ? PLAIN_PEN.sgr : `${CSI}0;${parts.join(';')}m`;
  return {
    sgr: (bg & PROTECTED) === 0 ? sgr : `${sgr}${CSI}1"q`,
    link: hasExtended ? hyperlink(attributes.extended.urlId, links) : '',
  };
}

/** What to write to print with `pen` from now on, whatever came before. */
export function absolutePen(pen: Pen): string {
  return `${pen.sgr}${pen.link}`;
}

/** What to write to print with `pen` from now on when it was `before` until now. */
export function penChange(before: Pen, pen: Pen): string {
  const sgr = before.sgr === pen.sgr ? '' : pen.sgr;
  return before.link === pen.link ? sgr : `${sgr}${pen.link === '' ? END_LINK : pen.link}`;
}

/** The rendition that erasing leaves: the background alone. */
export function eraserOf(bg: number): Pen {
  const parts = color(bg, 40, 48);
  return parts.length === 0 ? PLAIN_PEN : { ...PLAIN_PEN, sgr: `${CSI}0;${parts.join(';')}m` };
}

function flags(bits: number, table: readonly [mask: number, sgr: string][]): string[] {
  return table.filter(([mask]) => (bits & mask) !== 0).map(([, sgr]) => sgr);
}

function underline(ext: number): string {
  const style = (ext & UNDERLINE_STYLE) >>> UNDERLINE_STYLE_SHIFT;
  return style > 1 ? `4:${style}` : '4';
}

/** `base`: 30 or 40 for the first eight; `extended`: 38 or 48. */
function color(bits: number, base: number, extended: number): string[] {
  const index = bits & 0xff;
  switch (bits & COLOR_MODE) {
    case 0:
      return [];
    case PALETTE_16:
      return [String(index < 8 ? base + index : base + 60 + (index & 7))];
    case PALETTE_256:
      return [`${extended};5;${index}`];
    default:
      return [`${extended};2;${(bits >>> 16) & 0xff};${(bits >>> 8) & 0xff};${index}`];
  }
}

function underlineColor(ext: number): string[] {
  const index = ext & 0xff;
  switch (ext & COLOR_MODE) {
    case 0:
      return [];
    case COLOR_MODE:
      return [`58:2::${(ext >>> 16) & 0xff}:${(ext >>> 8) & 0xff}:${index}`];
    default:
      return [`58:5:${index}`];
  }
}

function hyperlink(urlId: number, links: HyperlinkSource): string {
  const link = urlId === 0 ? undefined : links.getLinkData(urlId);
  if (link === undefined || !isHarmlessLink(link.uri) || /\p{Cc}/u.test(link.uri)) {
    return '';
  }
  const id = link.id === undefined || /[;:\p{Cc}]/u.test(link.id) ? '' : `id=${link.id.slice(0, 256)}`;
  return `\x1b]8;${id};${link.uri}${ST}`;
}
