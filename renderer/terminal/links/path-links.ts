// Paths in a terminal's text as links, where the host says that they are there. Asked for the line under the pointer alone;
// what is opened, and with what, is the host's affair.
import type { ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import type { FoundPath } from '../../../shared/commands.ts';
import { type PathCandidate, pathCandidates } from '../../../shared/path-candidates.ts';
import { linkTextAt } from './link-text.ts';

export interface PathPlace extends FoundPath {
  readonly line: number | null;
  readonly column: number | null;
}

export interface PathLinkListener {
  /** Which of these, seen from the pane's directory, are there; in their order. */
  find(texts: readonly string[]): Promise<readonly (FoundPath | null)[]>;
  /** The user asked for it, with the modifier held. */
  open(place: PathPlace): void;
  enter(place: PathPlace): void;
  leave(): void;
}

export function providePathLinks(terminal: Terminal, listener: PathLinkListener): ILinkProvider {
  return {
    provideLinks(bufferLine, callback) {
      const { text, cellAt } = linkTextAt(terminal.buffer.active, bufferLine - 1);
      const candidates = pathCandidates(text);
      if (candidates.length === 0) {
        callback(undefined);
        return;
      }
      const linkTo = (candidate: PathCandidate, found: FoundPath): ILink => {
        const place = { ...found, line: candidate.line, column: candidate.column };
        return {
          text: text.slice(candidate.start, candidate.end),
          range: { start: cellAt(candidate.start), end: cellAt(candidate.end - 1) },
          activate: (event) => {
            if (event.ctrlKey || event.metaKey) listener.open(place);
          },
          hover: () => listener.enter(place),
          leave: () => listener.leave(),
        };
      };
      void listener.find(candidates.map(({ path }) => path)).then((found) => {
        callback(
          candidates.flatMap((candidate, index) => {
            const there = found[index] ?? null;
            return there === null ? [] : [linkTo(candidate, there)];
          }),
        );
      });
    },
  };
}

/** As it is written: path:line:column. */
export function placeText({ path, line, column }: PathPlace): string {
  return [path, ...(line === null ? [] : [line, ...(column === null ? [] : [column])])].join(':');
}
