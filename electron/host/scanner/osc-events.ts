// What an operating system command means to the host: titles, directories, prompt marks, notifications, queries. The
// payload comes from whatever runs in the pane, so all of it is checked and none of it is believed.

export type OscMeaning =
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'cwd'; readonly path: string; readonly host: string | null }
  | { readonly kind: 'prompt-start' }
  | { readonly kind: 'command-start' }
  | { readonly kind: 'output-start' }
  | { readonly kind: 'command-end'; readonly exitCode: number | null }
  | { readonly kind: 'command-line'; readonly command: string; readonly nonce: string | null }
  | { readonly kind: 'notification'; readonly title: string; readonly body: string }
  | { readonly kind: 'query'; readonly query: string };

/** Titles are shown in a line of a few dozen characters. */
const MAX_TITLE_CHARS = 1024;

/**
 * The meaning of a payload, the text between `ESC ]` and its terminator. `isCut` says that its end is missing: what has
 * to be whole (a directory, a command line) means nothing then.
 */
export function oscMeaning(payload: string, isCut: boolean): OscMeaning | null {
  const [code = '', rest] = splitOnce(payload, ';');
  switch (code) {
    case '0':
    case '2':
      return { kind: 'title', title: printable(rest ?? '').slice(0, MAX_TITLE_CHARS) };
    case '7':
      return isCut ? null : directoryFromUri(rest ?? '');
    case '9':
      return fromOsc9(rest ?? '', isCut);
    case '133':
      return promptMark(rest ?? '');
    case '633':
      return isCut ? null : fromOsc633(rest ?? '');
    case '777':
      return notification(rest ?? '');
    case '1337':
      return isCut ? null : fromOsc1337(rest ?? '');
    default:
      return isQuery(code, rest ?? '') ? { kind: 'query', query: `OSC ${code}` } : null;
  }
}

/** Colours (4, 5, 10..19), pointer shape, colour stack, font and clipboard are asked for with a question mark. */
function isQuery(code: string, rest: string): boolean {
  return /^(4|5|1\d|21|22|50|52)$/.test(code) && rest.split(/[;=]/).includes('?');
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '');
}

function absolutePath(path: string, host: string | null): OscMeaning | null {
  return path.startsWith('/') && !path.includes('\0') ? { kind: 'cwd', path, host } : null;
}

/** file://host/path percent-encoded; kitty's own scheme is not encoded. */
function directoryFromUri(uri: string): OscMeaning | null {
  const [, scheme, host, path] = /^(file|kitty-shell-cwd):\/\/([^/]*)(\/.*)$/s.exec(uri) ?? [];
  if (scheme === undefined || path === undefined) {
    return null;
  }
  const decoded = scheme === 'file' ? decodePercent(path) : path;
  return decoded === null ? null : absolutePath(decoded, host === undefined || host === '' ? null : host);
}

function decodePercent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8, or not an encoding at all.
    return null;
  }
}

/** ConEmu's 9;9 tells the directory, its other numbers are no notifications; anything else is iTerm2's notification. */
function fromOsc9(rest: string, isCut: boolean): OscMeaning | null {
  const [number, argument] = splitOnce(rest, ';');
  if (number === '9' && argument !== undefined) {
    return isCut ? null : absolutePath(argument.replace(/^"(.*)"$/s, '$1'), null);
  }
  const isOtherCommand = /^\d{1,2}$/.test(number) && argument !== undefined;
  return isOtherCommand ? null : { kind: 'notification', title: '', body: printable(rest) };
}

function promptMark(rest: string): OscMeaning | null {
  const [mark, argument] = splitOnce(rest, ';');
  switch (mark) {
    case 'A':
      return { kind: 'prompt-start' };
    case 'B':
      return { kind: 'command-start' };
    case 'C':
      return { kind: 'output-start' };
    case 'D': {
      const code = /^-?\d{1,10}(?=;|$)/.exec(argument ?? '')?.[0];
      return { kind: 'command-end', exitCode: code === undefined ? null : Number(code) };
    }
    default:
      return null;
  }
}

/** VS Code's superset of 133: E tells the command line with a nonce, P a property. */
function fromOsc633(rest: string): OscMeaning | null {
  const [mark, argument = ''] = splitOnce(rest, ';');
  if (mark === 'E') {
    const [command, nonce] = splitOnce(argument, ';');
    return { kind: 'command-line', command: unescapeCommand(command), nonce: nonce ?? null };
  }
  if (mark === 'P') {
    const [name, value = ''] = splitOnce(argument, '=');
    return name === 'Cwd' ? absolutePath(unescapeCommand(value), null) : null;
  }
  return promptMark(rest);
}

/** `\\` is a backslash, `\xAB` the byte AB: for line ends, semicolons and control characters. */
function unescapeCommand(text: string): string {
  return text.replaceAll(/\\(\\|x([0-9a-f]{2}))/gi, (_whole, escaped: string, hex: string | undefined) =>
    hex === undefined ? escaped : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** rxvt's 777;notify;title;body. */
function notification(rest: string): OscMeaning | null {
  const [what, text = ''] = splitOnce(rest, ';');
  const [title, body = ''] = splitOnce(text, ';');
  return what === 'notify' ? { kind: 'notification', title: printable(title), body: printable(body) } : null;
}

function fromOsc1337(rest: string): OscMeaning | null {
  const [name, value = ''] = splitOnce(rest, '=');
  if (name === 'CurrentDir') {
    return absolutePath(value, null);
  }
  const isReport = name === 'ReportCellSize' || name === 'ReportVariable' || name === 'RequestUpload';
  return isReport ? { kind: 'query', query: 'OSC 1337' } : null;
}
