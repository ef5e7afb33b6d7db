// Paths in little room: whole components are left out in the middle, so that the root and the directory itself stay.

const ELLIPSIS = '…';

/** A path below the user's home as shells write it: `~/work`. */
export function tildePath(path: string, userHome: string): string {
  if (userHome === '' || userHome === '/') return path;
  if (path === userHome) return '~';
  return path.startsWith(`${userHome}/`) ? `~${path.slice(userHome.length)}` : path;
}

/** At most `maxChars` characters (code points of `path` are not split apart); the last component is kept longest. */
export function shortenPath(path: string, maxChars: number): string {
  if (path.length <= maxChars) return path;
  const parts = path.split('/');
  const first = parts[0] === '' ? `/${parts[1] ?? ''}` : (parts[0] ?? '');
  const rest = parts.slice(parts[0] === '' ? 2 : 1);
  for (let from = 1; from < rest.length; from++) {
    const shortened = [first, ELLIPSIS, ...rest.slice(from)].join('/');
    if (shortened.length <= maxChars) return shortened;
  }
  const last = `${ELLIPSIS}/${rest.at(-1) ?? first}`;
  return last.length <= maxChars ? last : cutMiddle(rest.at(-1) ?? path, maxChars);
}

/** Leaves out the middle of a text that is longer than `maxChars`. */
export function cutMiddle(text: string, maxChars: number): string {
  const chars = [...text];
  if (chars.length <= maxChars) return text;
  if (maxChars <= 1) return ELLIPSIS;
  const tail = Math.floor((maxChars - 1) / 2);
  const head = maxChars - 1 - tail;
  return `${chars.slice(0, head).join('')}${ELLIPSIS}${chars.slice(chars.length - tail).join('')}`;
}
