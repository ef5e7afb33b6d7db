// Ids of the workspace: short, typed by their first letter, counted up and never used again, stable across restarts.
// A session is `s1`, a window `w3`, a pane `p12`, an OS window `o1`.

export type SessionId = `s${number}`;
export type WindowId = `w${number}`;
export type PaneId = `p${number}`;
export type OsWindowId = `o${number}`;

const shape = (letter: string) => new RegExp(`^${letter}[1-9][0-9]{0,14}$`);
const shapes = { s: shape('s'), w: shape('w'), p: shape('p'), o: shape('o') };

export const isSessionId = (value: unknown): value is SessionId =>
  typeof value === 'string' && shapes.s.test(value);
export const isWindowId = (value: unknown): value is WindowId =>
  typeof value === 'string' && shapes.w.test(value);
export const isPaneId = (value: unknown): value is PaneId =>
  typeof value === 'string' && shapes.p.test(value);
export const isOsWindowId = (value: unknown): value is OsWindowId =>
  typeof value === 'string' && shapes.o.test(value);

/** The number in an id: the engine's stream id of a pane is its pane's number. */
export function idNumber(id: SessionId | WindowId | PaneId | OsWindowId): number {
  return Number(id.slice(1));
}
