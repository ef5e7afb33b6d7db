// JSON text in pieces, so that a large answer neither blocks the event loop nor lies in memory twice. The pieces together
// are exactly what JSON.stringify gives for plain data (no toJSON, no cycles).

const pieceChars = 32 * 1024;

/** Yields pieces of about 32 KiB; a single string is never cut. */
export function* jsonPieces(value: unknown): Generator<string, void> {
  let pending = '';
  for (const token of tokens(value)) {
    pending += token;
    if (pending.length >= pieceChars) {
      yield pending;
      pending = '';
    }
  }
  if (pending !== '') yield pending;
}

function* tokens(value: unknown): Generator<string, void> {
  if (Array.isArray(value)) yield* arrayTokens(value);
  else if (typeof value === 'object' && value !== null) yield* objectTokens(value);
  else yield JSON.stringify(value) ?? 'null';
}

function* arrayTokens(items: readonly unknown[]): Generator<string, void> {
  yield '[';
  for (const [index, item] of items.entries()) {
    if (index > 0) yield ',';
    yield* tokens(item);
  }
  yield ']';
}

function* objectTokens(value: object): Generator<string, void> {
  yield '{';
  let first = true;
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined || typeof field === 'function') continue;
    yield `${first ? '' : ','}${JSON.stringify(key)}:`;
    first = false;
    yield* tokens(field);
  }
  yield '}';
}
