// Reads a pane's output as it passes by and tells what the host must know of it, and where the stream may be cut. A
// state machine after Paul Williams' VT500 parser, in the variant of xterm.js 6, so that host and emulators are always
// in the same state: UTF-8 first, C1 controls as U+0080..U+009F. Memory is bounded and any chunking gives the same events.
import { csiMeanings } from './csi-events.ts';
import { oscMeaning } from './osc-events.ts';
import { PayloadBuffer } from './payload-buffer.ts';
import { afterCharacter, afterQuietSequence, isTelling } from './quick-skip.ts';
import type { ScanEvent, Scanner } from './types.ts';

const GROUND = 0;
const ESCAPE = 1;
const ESCAPE_INTERMEDIATE = 2;
const CSI = 3;
const CSI_INTERMEDIATE = 4;
const CSI_IGNORE = 5;
const OSC = 6;
/** ESC in an OSC: the command is complete, its terminator perhaps not. */
const OSC_END = 7;
/** After ESC P: parameters and intermediates up to the byte that names the string. */
const DCS_HEAD = 8;
const DCS = 9;
const DCS_END = 10;
/** SOS, PM, APC: nothing in them is looked at. */
const IGNORED_STRING = 11;

const NON_ASCII = 0xa0;
/** The least code point that takes so many bytes in UTF-8. */
const LEAST_BY_LENGTH: Readonly<Record<number, number>> = { 2: 0x80, 3: 0x800, 4: 0x10000 };
/** Bytes that do nothing here in the ground state: printable ASCII and the controls without a meaning to the host. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 && byte !== 0x05 && byte !== 0x07 && byte !== 0x1b ? 1 : 0,
);

function isRefused(codePoint: number): boolean {
  return (codePoint >= 0xd800 && codePoint <= 0xdfff) || codePoint === 0xfeff || codePoint > 0x10ffff;
}

/** A scanner at the beginning of a stream. */
export function createScanner(): Scanner {
  return new StreamScanner();
}

class StreamScanner implements Scanner {
  #offset = 0;
  #state = GROUND;
  /** Continuation bytes that the present character has and needs, and what is known of its number. */
  #utf8Needed = 0;
  #utf8Length = 0;
  #codePoint = 0;
  /** Where the present character and the present sequence begin. */
  #characterStart = 0;
  #sequenceStart = 0;
  /** Where the latest ESC was: it may end a string, or begin what cuts the string off. */
  #escapeStart = 0;
  #lastGround = 0;
  /** Parameters of a CSI or DCS; the text of an OSC. */
  readonly #payload = new PayloadBuffer();
  #intermediates = '';
  #events: ScanEvent[] = [];

  get offset(): number {
    return this.#offset;
  }

  get isGround(): boolean {
    return this.#state === GROUND && this.#utf8Needed === 0;
  }

  get lastGroundOffset(): number {
    return this.isGround ? this.#offset : this.#lastGround;
  }

  scan(chunk: Uint8Array): ScanEvent[] {
    this.#events = [];
    const { length } = chunk;
    for (let at = 0; at < length; ) {
      if (this.#state === GROUND && this.#utf8Needed === 0) {
        while (at < length && PLAIN[chunk[at] as number] === 1) {
          at += 1;
        }
        if (at === length) {
          break;
        }
        const after = chunk[at] === 0x1b ? afterQuietSequence(chunk, at) : afterCharacter(chunk, at);
        if (after > at) {
          at = after;
          continue;
        }
        this.#lastGround = this.#offset + at;
      }
      this.#takeByte(chunk[at] as number, this.#offset + at);
      at += 1;
    }
    this.#offset += length;
    return this.#events;
  }

  /** The UTF-8 layer: passes on ASCII, C1 controls, and one stand-in for every other character. */
  #takeByte(byte: number, at: number): void {
    if (this.#utf8Needed > 0 && (byte & 0xc0) === 0x80) {
      this.#utf8Needed -= 1;
      this.#codePoint = (this.#codePoint << 6) | (byte & 0x3f);
      this.#keepText(byte);
      if (this.#utf8Needed === 0) {
        this.#endCharacter(at + 1);
      }
      return;
    }
    if (this.#utf8Needed > 0) {
      // A broken character is skipped, and this byte begins anew.
      this.#utf8Needed = 0;
    }
    if (byte < 0x80) {
      this.#takeCode(byte, at, at + 1);
    } else if (byte >= 0xc2 && byte <= 0xf4) {
      this.#utf8Length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
      this.#utf8Needed = this.#utf8Length - 1;
      this.#codePoint = byte & (0x7f >> this.#utf8Length);
      this.#characterStart = at;
      this.#keepText(byte);
    }
  }

  /** A character that is none (a surrogate, too long a form, a byte order mark) is passed over, as xterm.js does. */
  #endCharacter(end: number): void {
    const codePoint = this.#codePoint;
    const isC1 = codePoint < 0xa0;
    const isCharacter = codePoint >= (LEAST_BY_LENGTH[this.#utf8Length] ?? 0) && !isRefused(codePoint);
    if ((isC1 || !isCharacter) && this.#state === OSC) {
      this.#payload.dropLast(this.#utf8Length);
    }
    if (isCharacter) {
      this.#takeCode(isC1 ? codePoint : NON_ASCII, this.#characterStart, end);
    }
  }

  /** Text of a command beyond ASCII is kept byte by byte. */
  #keepText(byte: number): void {
    if (this.#state === OSC) {
      this.#payload.push(byte);
    }
  }

  #takeCode(code: number, start: number, end: number): void {
    if (this.#state === OSC_END || this.#state === DCS_END) {
      const isTerminated = code === 0x5c;
      this.#endString(isTerminated ? end : this.#escapeStart);
      if (isTerminated) {
        return;
      }
      this.#enter(ESCAPE, this.#escapeStart);
    }
    if (code === 0x18 || code === 0x1a) {
      this.#state = GROUND;
    } else if (code === 0x1b) {
      this.#takeEscape(start);
    } else if (code >= 0x80 && code < NON_ASCII) {
      this.#takeC1(code, start, end);
    } else {
      this.#takeInState(code, start, end);
    }
  }

  #takeEscape(start: number): void {
    this.#escapeStart = start;
    if (this.#state === OSC) {
      this.#state = OSC_END;
    } else if (this.#state === DCS) {
      this.#state = DCS_END;
    } else {
      this.#enter(ESCAPE, start);
    }
  }

  #takeC1(code: number, start: number, end: number): void {
    switch (code) {
      case 0x90:
        this.#enter(DCS_HEAD, start);
        return;
      case 0x98:
      case 0x9e:
      case 0x9f:
        this.#enter(IGNORED_STRING, start);
        return;
      case 0x9b:
        this.#enter(CSI, start);
        return;
      case 0x9d:
        this.#enter(OSC, start);
        return;
      case 0x9c:
        this.#endString(end);
        return;
      default:
        this.#state = GROUND;
    }
  }

  #enter(state: number, start: number): void {
    this.#state = state;
    this.#sequenceStart = start;
    this.#payload.clear();
    this.#intermediates = '';
  }

  #takeInState(code: number, start: number, end: number): void {
    switch (this.#state) {
      case GROUND:
        this.#execute(code, start, end);
        return;
      case ESCAPE:
        this.#takeInEscape(code, start, end);
        return;
      case ESCAPE_INTERMEDIATE:
        if (code < 0x20) {
          this.#execute(code, start, end);
        } else if (code >= 0x30 && code !== 0x7f) {
          this.#state = GROUND;
        }
        return;
      case CSI:
      case CSI_INTERMEDIATE:
      case CSI_IGNORE:
        this.#takeInCsi(code, start, end);
        return;
      case OSC:
        if (code === 0x07) {
          this.#endString(end);
        } else if (code >= 0x20 && code < 0x80) {
          this.#payload.push(code);
        }
        return;
      case DCS_HEAD:
        this.#takeInDcsHead(code);
        return;
      case IGNORED_STRING:
        // xterm.js drops out of such a string at the first character beyond ASCII.
        this.#state = code === NON_ASCII ? GROUND : IGNORED_STRING;
        return;
      default:
        return;
    }
  }

  #execute(code: number, start: number, end: number): void {
    if (code === 0x07) {
      this.#events.push({ kind: 'bell', start, end });
    } else if (code === 0x05) {
      this.#events.push({ kind: 'query', query: 'ENQ', start, end });
    }
  }

  #takeInEscape(code: number, start: number, end: number): void {
    if (code < 0x20) {
      this.#execute(code, start, end);
      return;
    }
    if (code < 0x30) {
      this.#state = ESCAPE_INTERMEDIATE;
      return;
    }
    switch (code) {
      case 0x5b:
        this.#enter(CSI, this.#sequenceStart);
        return;
      case 0x5d:
        this.#enter(OSC, this.#sequenceStart);
        return;
      case 0x50:
        this.#enter(DCS_HEAD, this.#sequenceStart);
        return;
      case 0x58:
      case 0x5e:
      case 0x5f:
        this.#state = IGNORED_STRING;
        return;
      case 0x7f:
        return;
      default:
        this.#state = GROUND;
    }
    if (code === 0x63) {
      this.#events.push({ kind: 'reset', hard: true, start: this.#sequenceStart, end });
    } else if (code === 0x5a) {
      this.#events.push({ kind: 'query', query: 'DECID', start: this.#sequenceStart, end });
    }
  }

  #takeInCsi(code: number, start: number, end: number): void {
    if (code < 0x20) {
      this.#execute(code, start, end);
    } else if (code === NON_ASCII) {
      this.#state = this.#state === CSI_IGNORE ? CSI_IGNORE : GROUND;
    } else if (code >= 0x40 && code !== 0x7f) {
      this.#endCsi(code, end);
    } else if (code === 0x7f || this.#state === CSI_IGNORE) {
      return;
    } else if (code < 0x30) {
      this.#intermediates += String.fromCharCode(code);
      this.#state = this.#intermediates.length > 2 ? CSI_IGNORE : CSI_INTERMEDIATE;
    } else if (this.#state === CSI_INTERMEDIATE || (code >= 0x3c && this.#payload.length > 0)) {
      this.#state = CSI_IGNORE;
    } else {
      this.#payload.push(code);
    }
  }

  #endCsi(final: number, end: number): void {
    const isTold = this.#state !== CSI_IGNORE && isTelling(final) && !this.#payload.isCut;
    this.#state = GROUND;
    if (!isTold) {
      return;
    }
    const [, marker = '', params = ''] = /^([<=>?]?)(.*)$/.exec(this.#payload.text()) ?? [];
    const sequence = {
      marker,
      params,
      intermediates: this.#intermediates,
      final: String.fromCharCode(final),
    };
    for (const meaning of csiMeanings(sequence)) {
      this.#events.push({ ...meaning, start: this.#sequenceStart, end });
    }
  }

  #takeInDcsHead(code: number): void {
    if (code === NON_ASCII) {
      this.#state = GROUND;
    } else if (code < 0x20 || code === 0x7f) {
      return;
    } else if (code >= 0x40) {
      this.#intermediates += String.fromCharCode(code);
      this.#state = DCS;
    } else if (code < 0x30) {
      this.#intermediates = `${this.#intermediates}${String.fromCharCode(code)}`.slice(0, 3);
    } else if (this.#intermediates !== '' || (code >= 0x3c && this.#payload.length > 0)) {
      // Malformed: read to its end, and nothing made of it.
      this.#intermediates = '';
      this.#state = DCS;
    } else {
      this.#payload.push(code);
    }
  }

  /** A complete OSC or DCS, or any other state that a string terminator ends. */
  #endString(end: number): void {
    const state = this.#state;
    this.#state = GROUND;
    const start = this.#sequenceStart;
    if (state === OSC || state === OSC_END) {
      const meaning = oscMeaning(this.#payload.text(), this.#payload.isCut);
      if (meaning !== null) {
        this.#events.push({ ...meaning, start, end });
      }
    } else if ((state === DCS || state === DCS_END) && /^(\$|\+)q$/.test(this.#intermediates)) {
      const query = this.#intermediates === '$q' ? 'DECRQSS' : 'XTGETTCAP';
      this.#events.push({ kind: 'query', query, start, end });
    }
  }
}
