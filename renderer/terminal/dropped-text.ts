// What a drop on a terminal brings, as text to be typed: paths of files, quoted for a shell; else the text itself. Pure.
import { quoteCommand } from '../../shared/quote.ts';

export interface Dropped {
  /** Absolute paths; empty for a file that has none. */
  readonly paths: readonly string[];
  /** `text/uri-list`, or empty. */
  readonly uris: string;
  readonly text: string;
}

/** Empty when there is nothing to type. */
export function droppedText({ paths, uris, text }: Dropped): string {
  const files = [...paths.filter((path) => path !== ''), ...(paths.length > 0 ? [] : pathsOf(uris))];
  // A space behind, so that the next thing typed is a word of its own.
  return files.length > 0 ? `${quoteCommand(files)} ` : text;
}

/** RFC 2483: one per line, lines that begin with # are remarks. Only files of this machine are paths. */
function pathsOf(uris: string): string[] {
  return uris.split(/\r?\n/).flatMap((uri) => {
    const path = /^file:\/\/(?:localhost)?(\/.*)$/.exec(uri)?.[1];
    if (path === undefined) return [];
    try {
      return [decodeURIComponent(path)];
    } catch {
      // Not an encoding of anything.
      return [];
    }
  });
}
