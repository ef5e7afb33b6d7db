// A workspace as one file, for another home or another machine. Invariant: a file is taken whole or not at all; whatever it
// says of sizes is held against its real length before anything is made of it.
//
//   0   8  89 45 56 50 41 4e 45 0a
//   8   4  format version, big-endian, as all numbers
//   12  4  length of the manifest
//   16  4  CRC32C of bytes 0 to 15
//   20     manifest: JSON in UTF-8
//          the panes' contents (snapshots), one behind the other in the order of the manifest
//   -4  4  CRC32C of everything before
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { PaneId, SessionId, WindowId } from '../../shared/ids.ts';
import { isPaneId, isSessionId, isWindowId } from '../../shared/ids.ts';
import { isLayout } from '../../shared/layout.ts';
import { emptyWorkspace, type Layout, type Workspace } from '../../shared/model.ts';
import { repairsFor } from '../../shared/repairs.ts';
import { crc32c } from '../persistence/crc32c.ts';
import type { StreamSnapshot } from '../persistence/types.ts';
import type { SavedWorkspace } from './timeline.ts';

/** The file is no export, or not one that can be taken. */
export class ExchangeError extends Error {
  readonly code = 'invalid';
}

/** A larger one is neither written nor read. */
export const maxExchangeBytes = 512 * 1024 * 1024;

const magic = Buffer.from('89455650414e450a', 'hex');
const formatVersion = 1;
const headerBytes = 20;
const checksumBytes = 4;
/** Summed up in one turn of the event loop: about a millisecond. */
const turnBytes = 8 * 1024 * 1024;

const sessionId = v.custom<SessionId>(isSessionId);
const windowId = v.custom<WindowId>(isWindowId);
const paneId = v.custom<PaneId>(isPaneId);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000));
const text = v.pipe(
  v.string(),
  v.maxLength(131_072),
  v.check((value) => !value.includes('\0')),
);

const isLayoutValue = (value: unknown): value is Layout => isLayout(value);

const paneSchema = v.object({
  id: paneId,
  window: windowId,
  program: v.object({
    shell: text,
    args: v.array(text),
    command: v.nullable(v.pipe(v.array(text), v.minLength(1))),
    env: v.record(text, text),
    profile: v.exactOptional(text),
  }),
  private: v.literal(false),
  createdAt: count,
  cwd: v.pipe(text, v.startsWith('/')),
  title: text,
  running: v.nullable(text),
  isTyped: v.boolean(),
  cols: size,
  rows: size,
  incarnation: count,
  restored: v.nullable(
    v.object({
      at: count,
      cause: v.picklist(['clean', 'crash']),
      wasRunning: v.nullable(text),
      isTyped: v.boolean(),
    }),
  ),
});

const sessionSchema = v.object({
  id: sessionId,
  name: text,
  createdAt: count,
  windows: v.array(windowId),
  activeWindow: windowId,
});

const windowSchema = v.object({
  id: windowId,
  session: sessionId,
  name: text,
  layout: v.custom<Layout>(isLayoutValue),
  activePane: paneId,
  zoomedPane: v.nullable(paneId),
});

const manifestSchema = v.object({
  activeSession: v.nullable(sessionId),
  /** In their order. */
  sessions: v.array(sessionSchema),
  windows: v.array(windowSchema),
  panes: v.array(paneSchema),
  contents: v.array(v.object({ pane: paneId, incarnation: count, offset: count, bytes: count })),
});

/** The parts of the file, one behind the other. Rejects with ExchangeError past `maxExchangeBytes`. */
export async function encodeExchange({
  workspace,
  contents,
}: SavedWorkspace): Promise<readonly Uint8Array[]> {
  const { activeSession, sessionOrder, sessions, windows, panes } = workspace;
  const manifest = Buffer.from(
    JSON.stringify({
      activeSession,
      sessions: sessionOrder.map((id) => sessions[id]),
      windows: Object.values(windows),
      panes: Object.values(panes),
      contents: [...contents].map(([pane, { position, data }]) => ({
        pane,
        ...position,
        bytes: data.length,
      })),
    }),
  );
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeUInt32BE(formatVersion, 8);
  header.writeUInt32BE(manifest.length, 12);
  header.writeUInt32BE(crc32c(header, 0, 16), 16);
  const parts = [header, manifest, ...[...contents.values()].map(({ data }) => data)];
  const length = parts.reduce((sum, part) => sum + part.length, checksumBytes);
  if (length > maxExchangeBytes)
    throw new ExchangeError(`the workspace is too large to export: ${length} bytes`);
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeUInt32BE(await checksumOf(parts));
  return [...parts, checksum];
}

async function checksumOf(parts: readonly Uint8Array[]): Promise<number> {
  let sum = 0;
  let left = turnBytes;
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const end = Math.min(part.length, at + left);
      sum = crc32c(part, at, end, sum);
      left -= end - at;
      at = end;
      if (left > 0) continue;
      await nextTurn();
      left = turnBytes;
    }
  }
  return sum;
}

/** Rejects with ExchangeError anything but an unchanged export of this version. The contents stay views of `bytes`. */
export async function decodeExchange(bytes: Uint8Array): Promise<SavedWorkspace> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, magic.length).equals(magic)) throw new ExchangeError('this is no Everpane export');
  if (file.length < headerBytes + checksumBytes) throw new ExchangeError('the export is cut off');
  if (crc32c(file, 0, 16) !== file.readUInt32BE(16)) throw damaged();
  const version = file.readUInt32BE(8);
  if (version !== formatVersion) {
    throw new ExchangeError(
      `a newer Everpane wrote this export (format ${version}); import it with that one`,
    );
  }
  const end = file.length - checksumBytes;
  const contentsAt = headerBytes + file.readUInt32BE(12);
  if (contentsAt > end) throw new ExchangeError('the export is cut off');
  if ((await checksumOf([file.subarray(0, end)])) !== file.readUInt32BE(end)) throw damaged();
  const manifest = parseManifest(file.toString('utf8', headerBytes, contentsAt));
  await nextTurn();
  const saved = manifest.contents.reduce((sum, { bytes: own }) => sum + own, 0);
  if (contentsAt + saved !== end) throw contradictory();
  const workspace = wholeWorkspace(manifest);
  await nextTurn();
  const contents = new Map<PaneId, StreamSnapshot>();
  let at = contentsAt;
  for (const { pane, incarnation, offset, bytes: own } of manifest.contents) {
    if (incarnation > (workspace.panes[pane]?.incarnation ?? -1) || contents.has(pane)) throw contradictory();
    contents.set(pane, { position: { incarnation, offset }, data: file.subarray(at, at + own) });
    at += own;
  }
  return { workspace, contents };
}

type Manifest = v.InferOutput<typeof manifestSchema>;

function parseManifest(json: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw contradictory();
  }
  const parsed = v.safeParse(manifestSchema, value);
  if (!parsed.success) throw contradictory();
  return parsed.output;
}

/** Throws unless it could have been a workspace as it is. */
function wholeWorkspace({ activeSession, sessions, windows, panes }: Manifest): Workspace {
  const workspace: Workspace = {
    ...emptyWorkspace,
    activeSession,
    sessionOrder: sessions.map(({ id }) => id),
    sessions: byId(sessions),
    windows: byId(windows),
    panes: byId(panes.map((pane) => ({ ...pane, touched: true, discarded: [], outcome: null }))),
  };
  const listed = sessions.flatMap((session) =>
    session.windows.map((window) => (workspace.windows[window]?.session === session.id ? window : null)),
  );
  const isListed = listed.length === windows.length && new Set(listed).size === windows.length;
  if (!isListed || listed.includes(null) || repairsFor(workspace, 0).length > 0) throw contradictory();
  return workspace;
}

function byId<K extends string, T extends { readonly id: K }>(things: readonly T[]): Record<K, T> {
  const table = Object.fromEntries(things.map((thing) => [thing.id, thing])) as Record<K, T>;
  if (Object.keys(table).length !== things.length) throw contradictory();
  return table;
}

const damaged = () => new ExchangeError('the export is damaged: its checksum does not fit');
const contradictory = () =>
  new ExchangeError('the export is not what Everpane writes: it contradicts itself');
