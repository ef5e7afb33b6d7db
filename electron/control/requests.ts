// Checks what arrives on the socket before anything happens: the frame first, then the parameters of its method. The
// outcome is a request that can be trusted to have its shape, or the error to answer with.
import * as v from 'valibot';
import type { PaneId } from '../../shared/ids.ts';
import { isPaneId } from '../../shared/ids.ts';
import { isKeyName } from '../../shared/keys.ts';
import {
  type ControlError,
  type ControlErrorCode,
  type ControlMethod,
  type ControlRequest,
  controlVersion,
  maxWaitMs,
} from './protocol.ts';

const paneId = v.custom<PaneId>(isPaneId, 'expected a pane id such as p12');
const nothing = v.strictObject({});
const boundedMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxWaitMs));
const transfer = v.pipe(v.string(), v.maxLength(64));
const maxKeys = 1024;
const pattern = v.pipe(v.string(), v.maxLength(8192));

export const paramSchemas = {
  hello: nothing,
  ls: nothing,
  status: nothing,
  /** The command itself is checked by `parseCommand`. */
  execute: v.strictObject({ name: v.string(), params: v.unknown() }),
  send: v.strictObject({
    pane: paneId,
    text: v.optional(v.string()),
    keys: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.check(isKeyName, 'is not the name of a key'))),
        v.maxLength(maxKeys),
      ),
    ),
    enter: v.optional(v.boolean()),
  }),
  capture: v.strictObject({ pane: paneId, scrollback: v.boolean(), ansi: v.boolean() }),
  wait: v.pipe(
    v.strictObject({
      pane: paneId,
      text: v.optional(pattern),
      idleMs: v.optional(boundedMs),
      exit: v.optional(v.literal(true)),
      timeoutMs: boundedMs,
    }),
    v.check(
      ({ text, idleMs, exit }) => [text, idleMs, exit].filter((given) => given !== undefined).length === 1,
      'exactly one of text, idleMs and exit is needed',
    ),
  ),
  search: v.strictObject({ pattern }),
  flush: nothing,
  checkpoint: nothing,
  timeline: nothing,
  restore: v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)), replace: v.boolean() }),
  export: nothing,
  'transfer-read': v.strictObject({ transfer, offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  'transfer-begin': nothing,
  /** What is no base64 shows when it is decoded: a pattern for it takes 13 ms on the longest piece. */
  'transfer-write': v.strictObject({ transfer, data: v.string() }),
  import: v.strictObject({ transfer }),
  quit: nothing,
  activate: nothing,
} as const satisfies Record<ControlMethod, v.GenericSchema>;

export type CheckedCall = {
  [M in ControlMethod]: { readonly method: M; readonly params: v.InferOutput<(typeof paramSchemas)[M]> };
}[ControlMethod];

const frameSchema = v.object({
  v: v.number(),
  id: v.pipe(v.number(), v.safeInteger()),
  token: v.string(),
  method: v.string(),
  params: v.optional(v.unknown(), {}),
});

export type Refused = { readonly kind: 'refused'; readonly id: number | null; readonly error: ControlError };

export type ParsedFrame = { readonly kind: 'frame'; readonly request: ControlRequest } | Refused;

/** Reads one line. A refusal here means that the peer does not speak this protocol. */
export function parseFrame(line: string): ParsedFrame {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refused(null, 'malformed', 'a request is one line of JSON');
  }
  const parsed = v.safeParse(frameSchema, value);
  if (!parsed.success) return refused(null, 'malformed', `request: ${describe(parsed.issues[0])}`);
  const request = parsed.output;
  if (request.v !== controlVersion) {
    return refused(
      request.id,
      'unsupported-version',
      `this app speaks version ${controlVersion} of the control protocol`,
    );
  }
  return { kind: 'frame', request: { ...request, params: request.params } };
}

/** Checks the parameters of a request against its method. */
export function parseCall({
  id,
  method,
  params,
}: ControlRequest): { kind: 'call'; call: CheckedCall } | Refused {
  if (!Object.hasOwn(paramSchemas, method)) {
    return refused(id, 'unknown-method', `there is no method ${JSON.stringify(method.slice(0, 64))}`);
  }
  const known = method as ControlMethod;
  const parsed = v.safeParse(paramSchemas[known], params);
  if (!parsed.success) return refused(id, 'invalid', `${known}: ${describe(parsed.issues[0])}`);
  return { kind: 'call', call: { method: known, params: parsed.output } as CheckedCall };
}

export function refused(id: number | null, code: ControlErrorCode, message: string): Refused {
  return { kind: 'refused', id, error: { code, message } };
}

function describe(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue);
  return where === null ? issue.message : `${where}: ${issue.message}`;
}
