// What a complete control sequence means to the host. Sources: ECMA-48, DEC STD 070, xterm's ctlseqs; the kitty keyboard
// protocol. Knows nothing of bytes and states: it gets the parts of one sequence.
import type { ScannedMode } from './types.ts';

/** A sequence's parts: private marker ('?', '>', '=', '<' or ''), parameters and intermediates as they were printed. */
export interface ControlSequence {
  readonly marker: string;
  readonly params: string;
  readonly intermediates: string;
  readonly final: string;
}

export type CsiMeaning =
  | { readonly kind: 'alternate-screen'; readonly on: boolean }
  | { readonly kind: 'mode'; readonly mode: ScannedMode; readonly on: boolean }
  | { readonly kind: 'reset'; readonly hard: boolean }
  | { readonly kind: 'query'; readonly query: string };

const ALTERNATE_SCREEN = new Set(['47', '1047', '1049']);
const MODES: Readonly<Record<string, ScannedMode>> = {
  1: 'application-cursor',
  9: 'mouse-x10',
  1000: 'mouse-vt200',
  1002: 'mouse-drag',
  1003: 'mouse-any',
  1004: 'focus-reports',
  1006: 'mouse-sgr',
  1016: 'mouse-sgr-pixels',
  2004: 'bracketed-paste',
  2026: 'synchronised-output',
};

/** Window operations (CSI Ps t) that report: state, positions, sizes, titles. */
const WINDOW_REPORTS = new Set(['11', '13', '14', '15', '16', '18', '19', '20', '21']);

/** Queries by marker, intermediates and final byte; the first parameter decides for some. */
const QUERIES: Readonly<Record<string, { name: string; asks?: (first: string) => boolean }>> = {
  c: { name: 'DA1', asks: isZero },
  '>c': { name: 'DA2', asks: isZero },
  '=c': { name: 'DA3', asks: isZero },
  n: { name: 'DSR', asks: (first) => first === '5' || first === '6' },
  '?n': { name: 'DECDSR' },
  $p: { name: 'DECRQM' },
  '?$p': { name: 'DECRQM' },
  '>q': { name: 'XTVERSION', asks: isZero },
  t: { name: 'XTWINOPS', asks: (first) => WINDOW_REPORTS.has(first) },
  '?u': { name: 'KITTY_KEYBOARD' },
  '?m': { name: 'XTQMODKEYS' },
  '?S': { name: 'XTSMGRAPHICS' },
  x: { name: 'DECREQTPARM' },
  '*y': { name: 'DECRQCRA' },
  $w: { name: 'DECRQPSR' },
  '&u': { name: 'DECRQUPSS' },
};

/** The final bytes that can mean anything here: all others need not be looked at. */
export const TELLING_FINALS: ReadonlySet<number> = new Set(
  [...'hlcnpqtuxywSm'].map((final) => final.charCodeAt(0)),
);

/** In the order of the parameters; most sequences mean nothing to the host. */
export function csiMeanings({ marker, params, intermediates, final }: ControlSequence): CsiMeaning[] {
  if (marker === '?' && intermediates === '' && (final === 'h' || final === 'l')) {
    return params.split(';').flatMap((param) => modeMeaning(param, final === 'h'));
  }
  if (marker === '' && intermediates === '!' && final === 'p') {
    return [{ kind: 'reset', hard: false }];
  }
  const key = `${marker}${intermediates}${final}`;
  const query = Object.hasOwn(QUERIES, key) ? QUERIES[key] : undefined;
  const first = params.split(/[;:]/, 1)[0] ?? '';
  return query !== undefined && (query.asks?.(first) ?? true) ? [{ kind: 'query', query: query.name }] : [];
}

function modeMeaning(param: string, on: boolean): CsiMeaning[] {
  if (ALTERNATE_SCREEN.has(param)) {
    return [{ kind: 'alternate-screen', on }];
  }
  const mode = Object.hasOwn(MODES, param) ? MODES[param] : undefined;
  return mode === undefined ? [] : [{ kind: 'mode', mode, on }];
}

function isZero(first: string): boolean {
  return /^0*$/.test(first);
}
