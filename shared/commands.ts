// What clients (renderer, CLI) may ask of the host. One line of contract per command: its parameters here, its answer in
// `CommandResults`; validator and types on both sides derive from them. A command is validated before anything happens.
import * as v from 'valibot';
import type { OsWindowId, PaneId, SessionId, WindowId } from './ids.ts';
import { isOsWindowId, isPaneId, isSessionId, isWindowId } from './ids.ts';
import type { TimelineEntry } from './status.ts';

const sessionId = v.custom<SessionId>(isSessionId, 'expected a session id such as s1');
const windowId = v.custom<WindowId>(isWindowId, 'expected a window id such as w3');
const paneId = v.custom<PaneId>(isPaneId, 'expected a pane id such as p12');
const osWindowId = v.custom<OsWindowId>(isOsWindowId, 'expected an OS window id such as o1');
const anyId = v.union([sessionId, windowId, paneId], 'expected an id such as s1, w3 or p12');
const name = v.pipe(v.string(), v.maxLength(256, 'a name has at most 256 characters'));
const noNul = v.check((text: string) => !text.includes('\0'), 'must not contain a NUL character');
const cwd = v.pipe(
  v.string(),
  v.startsWith('/', 'a working directory is an absolute path'),
  v.maxLength(4096),
  noNul,
);
const command = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(131_072), noNul)),
  v.minLength(1),
  v.maxLength(4096),
);
const ratio = v.pipe(
  v.number('a ratio is a number between 0 and 1'),
  v.check((value) => value > 0 && value < 1, 'a ratio is a number between 0 and 1'),
);
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const path = v.pipe(v.array(index), v.maxLength(64));
const pixels = v.pipe(v.number(), v.finite());
const bounds = v.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels });
const direction = v.picklist(['left', 'right', 'up', 'down']);

const paneOptions = {
  cwd: v.optional(cwd),
  private: v.optional(v.boolean()),
  command: v.optional(command),
  /** Its shell, directory, variables and look, as [profiles.NAME] has them. */
  profile: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  /** A command line, typed at the shell's first prompt as by the person. */
  run: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(16_384), noNul)),
};

export const commandSchemas = {
  'session.create': v.strictObject({ name: v.optional(name), cwd: v.optional(cwd) }),
  'session.move': v.strictObject({ session: sessionId, index }),
  'window.create': v.strictObject({ session: v.optional(sessionId), name: v.optional(name), ...paneOptions }),
  'window.move': v.strictObject({ window: windowId, session: sessionId, index }),
  /** Out of its session into a new one, shown in an OS window of its own; `bounds`: where that lies. */
  'window.detach': v.strictObject({ window: windowId, bounds: v.optional(bounds) }),
  'pane.split': v.strictObject({
    pane: paneId,
    direction,
    ratio: v.optional(ratio),
    ...paneOptions,
  }),
  'pane.resize': v.strictObject({ pane: paneId, ratio }),
  'pane.zoom': v.strictObject({ pane: paneId }),
  /** Into a window beside its active pane, beside a pane (to its right unless told), or into a window of its own. */
  'pane.move': v.strictObject({
    pane: paneId,
    to: v.union([windowId, paneId, v.literal('new')]),
    direction: v.optional(direction),
  }),
  'pane.swap': v.strictObject({ a: paneId, b: paneId }),
  'pane.respawn': v.strictObject({ pane: paneId }),
  /** Starts the shell of a dormant pane, which in safe mode happens only when asked for. */
  'pane.start': v.strictObject({ pane: paneId }),
  'pane.clear': v.strictObject({ pane: paneId }),
  'pane.reopen': v.strictObject({ pane: v.optional(paneId) }),
  /**
   * Closes the pane if it is open (`force` as in `close`) and removes what it printed from the whole journal, restore points
   * included. Without `pane`: of everything that is closed.
   */
  'pane.purge': v.strictObject({ pane: v.optional(paneId), force: v.boolean() }),
  /** Takes away the divider and the offer of a restored pane. */
  'pane.dismiss-restored': v.strictObject({ pane: paneId }),
  /** Types what was running into the restored pane's new shell. */
  'pane.rerun': v.strictObject({ pane: paneId }),
  /** While a handle is dragged `done` is false: replicas follow, the log waits for the end. */
  'layout.ratios': v.strictObject({ window: windowId, path, ratios: v.array(ratio), done: v.boolean() }),
  'layout.equalise': v.strictObject({ window: windowId, path }),
  focus: v.strictObject({ target: anyId }),
  rename: v.strictObject({ target: v.union([sessionId, windowId]), name }),
  /** Without `force`, something that runs in the foreground makes it fail with code `busy`. */
  close: v.strictObject({ target: anyId, force: v.boolean() }),
  /** Another window of the desktop, for a session that none shows yet (a new one unless told). `quick`: the one that drops down. */
  'os-window.open': v.strictObject({ session: v.optional(sessionId), quick: v.optional(v.boolean()) }),
  /** The window goes, its session stays; the last one is not closed but quit. */
  'os-window.close': v.strictObject({ osWindow: osWindowId }),
  'os-window.place': v.strictObject({
    osWindow: osWindowId,
    bounds: v.nullable(bounds),
    mode: v.picklist(['normal', 'maximized', 'fullscreen']),
  }),
  'os-window.sidebar': v.strictObject({ osWindow: osWindowId, shown: v.boolean() }),
  /** The restore points, newest first. */
  'timeline.list': v.strictObject({}),
  /** Brings a restore point back beside what is there; `replace`: instead of it, which is kept as a restore point first. */
  'timeline.restore': v.strictObject({
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
    replace: v.boolean(),
  }),
  /** Which of these, seen from the pane's directory, are there. */
  'path.find': v.strictObject({
    pane: paneId,
    texts: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096), noNul)), v.maxLength(32)),
  }),
  /** Opens a file in the user's editor, in a pane beside; a directory in a shell. */
  'path.open': v.strictObject({
    pane: paneId,
    path: v.pipe(
      v.string(),
      v.startsWith('/', 'what is opened is an absolute path'),
      v.maxLength(4096),
      noNul,
    ),
    line: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
    column: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  /** A newcomer need not be told the keys of these actions any more. */
  'keys.learn': v.strictObject({
    actions: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(16)),
  }),
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandParams<N extends CommandName> = v.InferOutput<(typeof commandSchemas)[N]>;

/** Commands that create answer with what they made, those that ask with what is so; all others with nothing. */
export interface CommandResults {
  'session.create': { readonly session: SessionId; readonly window: WindowId; readonly pane: PaneId };
  'window.create': { readonly window: WindowId; readonly pane: PaneId };
  'window.detach': { readonly session: SessionId; readonly osWindow: OsWindowId };
  'pane.split': { readonly pane: PaneId };
  'pane.reopen': { readonly pane: PaneId };
  'os-window.open': { readonly osWindow: OsWindowId };
  'timeline.list': { readonly points: readonly TimelineEntry[] };
  /** In the order of the texts. */
  'path.find': { readonly found: readonly (FoundPath | null)[] };
  'path.open': { readonly pane: PaneId };
}

export interface FoundPath {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'file' | 'directory';
}
export type CommandResult<N extends CommandName> = N extends keyof CommandResults ? CommandResults[N] : null;

/** Why a command was refused; `hint` says what to do. */
export interface CommandError {
  readonly code: 'invalid' | 'not-found' | 'busy' | 'refused' | 'failed';
  readonly message: string;
}

export type CommandOutcome<N extends CommandName = CommandName> =
  /** `warning`: done, but not durable (the journal is degraded). */
  | { readonly kind: 'done'; readonly value: CommandResult<N>; readonly warning: string | null }
  | { readonly kind: 'refused'; readonly error: CommandError };

export type ParsedCommand = {
  [N in CommandName]: { readonly name: N; readonly params: CommandParams<N> };
}[CommandName];

/** Checks a command that came from outside; the error names the parameter and what it should be. */
export function parseCommand(commandName: unknown, params: unknown): ParsedCommand | CommandError {
  if (typeof commandName !== 'string' || !Object.hasOwn(commandSchemas, commandName)) {
    return { code: 'invalid', message: `unknown command ${JSON.stringify(commandName)}` };
  }
  const known = commandName as CommandName;
  const parsed = v.safeParse(commandSchemas[known], params);
  if (parsed.success) return { name: known, params: parsed.output } as ParsedCommand;
  const issue = parsed.issues[0];
  const where = v.getDotPath(issue);
  return { code: 'invalid', message: `${known}: ${where === null ? '' : `${where}: `}${issue.message}` };
}
