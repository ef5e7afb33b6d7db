// Records and workspaces as bytes, each decodable by itself: [reader version, value] in MessagePack. A reader refuses
// what asks for a newer reader than it is; it never guesses.
import { Packr } from 'msgpackr';
import { emptyWorkspace, type Workspace } from '../../shared/model.ts';
import type { DurableRecord } from '../../shared/records.ts';

const readerVersion = 1;
// No record extension and no shared structures: plain MessagePack that any other reader understands.
const packr = new Packr({ useRecords: false, moreTypes: false });

/** Saved data asks for a newer Everpane, or is not what it should be. */
export class CodecError extends Error {
  override name = 'CodecError';
  readonly code: 'newer' | 'malformed';
  constructor(code: CodecError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

function encode(value: unknown): Uint8Array {
  return packr.pack([readerVersion, value]);
}

function decode(bytes: Uint8Array): unknown {
  let envelope: unknown;
  try {
    envelope = packr.unpack(bytes);
  } catch (cause) {
    throw new CodecError('malformed', `not a saved value: ${String(cause)}`);
  }
  if (!Array.isArray(envelope) || typeof envelope[0] !== 'number') {
    throw new CodecError('malformed', 'a saved value has no version');
  }
  if (envelope[0] > readerVersion) {
    throw new CodecError(
      'newer',
      `written by a newer Everpane (format ${envelope[0]}); install that one to open it`,
    );
  }
  return envelope[1];
}

export function encodeRecord(record: DurableRecord): Uint8Array {
  return encode(record);
}

export function decodeRecord(bytes: Uint8Array): DurableRecord {
  const value = decode(bytes);
  if (typeof value !== 'object' || value === null || typeof (value as { kind?: unknown }).kind !== 'string') {
    throw new CodecError('malformed', 'a saved record has no kind');
  }
  return value as DurableRecord;
}

/** Everything durable; `live` and `survivors` never leave the process. */
export function encodeWorkspace({ survivors: _, ...workspace }: Workspace): Uint8Array {
  return encode({ ...workspace, live: {} });
}

export function decodeWorkspace(bytes: Uint8Array): Workspace {
  const value = decode(bytes);
  if (typeof value !== 'object' || value === null)
    throw new CodecError('malformed', 'a saved workspace is no object');
  return { ...emptyWorkspace, ...value, live: {}, survivors: {} };
}
