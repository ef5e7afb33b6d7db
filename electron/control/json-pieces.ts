// JSON text in pieces, so that a large answer neither blocks the event loop nor lies in memory twice. The pieces together
// are exactly what JSON.stringify gives for plain data (no toJSON, no cycles).

const pieceChars = 32 * 1024;
/** What JSON.stringify is asked for at once: values (each string counting by its length, too) that take well below a millisecond. */
const stepCost = 2000;
const charsPerCost = 16;

/** Yields pieces of about 32 KiB; a single string is never cut. */
export function* jsonPieces(value: unknown): Generator<string, void> {
  let pending = '';
  for (const text of steps(value)) {
    pending += text;
    if (pending.length >= pieceChars) {
      yield pending;
      pending = '';
    }
  }
  if (pending !== '') yield pending;
}

function* steps(value: unknown): Generator<string, void> {
  if (typeof value !== 'object' || value === null || costOf(value, stepCost) <= stepCost) {
    yield JSON.stringify(value) ?? 'null';
  } else if (Array.isArray(value)) yield* arraySteps(value);
  else yield* objectSteps(value);
}

/** Neighbours that are cheap together are one step. */
function* arraySteps(items: readonly unknown[]): Generator<string, void> {
  let from = 0;
  let cost = 0;
  yield '[';
  for (const [index, item] of items.entries()) {
    const itemCost = costOf(item, stepCost);
    if (cost + itemCost > stepCost && index > from) {
      yield `${inner(items.slice(from, index))},`;
      from = index;
      cost = 0;
    }
    cost += itemCost;
    if (itemCost > stepCost) {
      yield* steps(item);
      if (index < items.length - 1) yield ',';
      from = index + 1;
      cost = 0;
    }
  }
  if (from < items.length) yield inner(items.slice(from));
  yield ']';
}

function* objectSteps(value: object): Generator<string, void> {
  yield '{';
  let first = true;
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined || typeof field === 'function') continue;
    yield `${first ? '' : ','}${JSON.stringify(key)}:`;
    first = false;
    yield* steps(field);
  }
  yield '}';
}

function inner(items: readonly unknown[]): string {
  return JSON.stringify(items).slice(1, -1);
}

/** How much there is to write, counted no further than just past `limit`. */
function costOf(value: unknown, limit: number): number {
  if (typeof value === 'string') return 1 + value.length / charsPerCost;
  if (typeof value !== 'object' || value === null) return 1;
  let cost = 1;
  for (const field of Object.values(value)) {
    cost += costOf(field, limit - cost);
    if (cost > limit) break;
  }
  return cost;
}
