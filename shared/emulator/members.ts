// How the mends of the emulator reach what its interface does not tell. Each of them names the members that it needs and
// checks them on every terminal; here is only the way to them.

/** The emulator is not the one this was written for: it must not run without its bounds and mends. */
export class UnknownEmulatorError extends Error {
  readonly code = 'UNKNOWN_EMULATOR';
}

/** What stands at the end of a path of members, in any object; undefined where one is missing. */
export function memberOf(owner: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null && name in found
        ? (found as Readonly<Record<string, unknown>>)[name]
        : undefined,
    owner,
  );
}
