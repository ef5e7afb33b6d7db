// The language that a snapshot's text is written in, and the filter that lets nothing else through: printable text,
// CR LF, SGR, short cursor moves, erasing in place and hyperlinks of harmless schemes. Whatever a file on disk was
// changed to, what passes here cannot make a terminal answer, ring, open, copy or leave its own cells.

/** Hyperlinks that are kept; anything else stays as plain text. */
const LINK_SCHEMES = new Set(['http', 'https', 'mailto', 'file']);
const MAX_URI_CHARS = 4096;
const MAX_LINK_ID_CHARS = 256;
/** What a write is cut to, roughly: a terminal parses it within a frame. */
const CHUNK_CHARS = 64 * 1024;

const CR = 0x0d;
const LF = 0x0a;
const ESCAPE = 0x1b;
const BRACKET = 0x5b;
const FINAL_M = 0x6d;
const MAX_SGR_CHARS = 80;

const ESC = '\x1b';
const SGR = `${ESC}\\[[0-9;:]{0,${MAX_SGR_CHARS}}m|${ESC}\\[[01]"q`;
const LINK = `${ESC}\\]8;((?:id=[^;:\\p{Cc}]{0,${MAX_LINK_ID_CHARS}})?);([^\\p{Cc}]{0,${MAX_URI_CHARS}})${ESC}\\\\`;
const MOVE = `${ESC}\\[[0-9]{0,4}[ABCDGX]`;
/** The string terminator alone: does nothing but keep two neighbouring cells from being joined. */
const SEPARATOR = `${ESC}\\\\`;

const TEXT_TOKEN = new RegExp(`\\r\\n|${SGR}|${MOVE}|${LINK}|${SEPARATOR}`, 'uy');
const PEN_TOKEN = new RegExp(`${SGR}|${LINK}`, 'ug');

/** Whether a hyperlink may be kept. */
export function isHarmlessLink(uri: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  return scheme !== undefined && LINK_SCHEMES.has(scheme) && uri.length <= MAX_URI_CHARS;
}

/** A buffer's text without anything that is not of the language. Linear in its length. */
export function sanitiseText(text: string): string {
  let kept = '';
  let from = 0;
  for (let at = 0; at < text.length; ) {
    if (!isControl(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const plainEnd = endOfPlainToken(text, at);
    if (plainEnd !== at) {
      at = plainEnd;
      continue;
    }
    TEXT_TOKEN.lastIndex = at;
    const found = TEXT_TOKEN.exec(text);
    const end = at + (found?.[0].length ?? 1);
    if (found === null || keepHarmless(found) === '') {
      kept += text.slice(from, at);
      from = end;
    }
    at = end;
  }
  return from === 0 ? text : kept + text.slice(from);
}

/**
 * The end of a line end or a rendition at `at`, which nearly all tokens are; `at` if it is neither. What TEXT_TOKEN would
 * find, without its cost: ten thousand coloured lines have thirty thousand of them.
 */
function endOfPlainToken(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === CR) return text.charCodeAt(at + 1) === LF ? at + 2 : at;
  if (code !== ESCAPE || text.charCodeAt(at + 1) !== BRACKET) return at;
  let end = at + 2;
  while (isParameter(text.charCodeAt(end)) && end - at <= MAX_SGR_CHARS + 2) end += 1;
  return text.charCodeAt(end) === FINAL_M && end - at - 2 <= MAX_SGR_CHARS ? end + 1 : at;
}

/** A digit, a colon or a semicolon. */
function isParameter(code: number): boolean {
  return code >= 0x30 && code <= 0x3b;
}

/** A pen without anything that is not SGR or a hyperlink. */
export function sanitisePen(pen: string): string {
  return [...pen.matchAll(PEN_TOKEN)].map(keepHarmless).join('');
}

/** Only printable characters. */
export function sanitisePlain(text: string): string {
  return text.replace(/\p{Cc}/gu, '');
}

function keepHarmless([whole, , uri]: RegExpMatchArray): string {
  return uri === undefined || uri === '' || isHarmlessLink(uri) ? whole : '';
}

function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

/** Cuts a text between lines into pieces of about 64 K characters. */
export function snapshotChunks(text: string): string[] {
  const chunks: string[] = [];
  let from = 0;
  while (text.length - from > CHUNK_CHARS) {
    const end = text.indexOf('\r\n', from + CHUNK_CHARS);
    if (end === -1) {
      break;
    }
    chunks.push(text.slice(from, end));
    from = end;
  }
  chunks.push(text.slice(from));
  return chunks;
}
