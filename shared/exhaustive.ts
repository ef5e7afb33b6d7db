// The end of every switch over a union: the compiler refuses it while a case is missing, and a value from
// outside (a file, a socket) that slips through is named instead of ignored.

/** Throws TypeError; reaching it means a union has a member that its switch does not handle. */
export function assertNever(value: never): never {
  throw new TypeError(`unhandled case: ${JSON.stringify(value)}`);
}
