// A file system in memory that can lose power: what was written is volatile until its own sync, names until their directory's
// sync. Invariant: snapshots share unchanged bytes with the running system and never change. It knows nothing of what is
// stored in it. How a crash mixes the two layers is in sim-fs-crash.ts.
import type { FileSystem, LogFile, OpenFile } from '../../electron/persistence/file-system.ts';

export interface SimWrite {
  readonly offset: number;
  readonly data: Uint8Array;
  /** A sync failed after it: readers still see it, but no later sync makes it durable (as Linux does). */
  readonly doomed: boolean;
}

export interface SimFileNode {
  readonly kind: 'file';
  durable: Buffer;
  pending: SimWrite[];
  /** Durable and pending together, when somebody has asked since the last write. */
  view: Buffer | null;
}

/** Names that change together: a rename takes one away and sets another. */
export type SimNameChange = readonly { readonly name: string; readonly node: SimNode | null }[];

export interface SimDirNode {
  readonly kind: 'dir';
  names: Map<string, SimNode>;
  durableNames: Map<string, SimNode>;
  pending: SimNameChange[];
}

export type SimNode = SimFileNode | SimDirNode;

export type SimOpKind =
  | 'open'
  | 'create'
  | 'mkdir'
  | 'list'
  | 'stat'
  | 'read'
  | 'write'
  // A durable write is a 'write', with a moment before it is durable, and then this.
  | 'commit'
  | 'datasync'
  | 'close'
  | 'rename'
  | 'link'
  | 'unlink'
  | 'syncDir';

export interface SimOp {
  /** Counts every operation, from 0. */
  readonly index: number;
  readonly kind: SimOpKind;
  readonly path: string;
}

export interface SimHooks {
  /** Before the operation: throwing makes it fail; a number makes a write take only so many bytes. */
  before?(op: SimOp): number | undefined;
  /** True makes a sync say that it succeeded and do nothing: how a test asks whether that sync is needed. */
  skip?(op: SimOp): boolean;
  /** After it took effect: where the power may go. */
  after?(op: SimOp): void;
}

/** Without a stack, as the errors of Node's own file system: collecting it would cost more than the operation. */
export function simError(code: string, path: string): NodeJS.ErrnoException {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const error: NodeJS.ErrnoException = new Error(`${code}: simulated, '${path}'`);
  Error.stackTraceLimit = limit;
  error.code = code;
  return error;
}

export function newFile(): SimFileNode {
  return { kind: 'file', durable: Buffer.alloc(0), pending: [], view: null };
}

export function newDir(): SimDirNode {
  return { kind: 'dir', names: new Map(), durableNames: new Map(), pending: [] };
}

/** The bytes after `writes` have gone over `base`; holes are zeros. */
export function overlay(base: Buffer, writes: readonly SimWrite[]): Buffer {
  if (writes.length === 0) return base;
  const size = writes.reduce((most, { offset, data }) => Math.max(most, offset + data.length), base.length);
  const bytes = Buffer.alloc(size);
  base.copy(bytes);
  for (const { offset, data } of writes) bytes.set(data, offset);
  return bytes;
}

export class SimFileSystem implements FileSystem {
  #nextIndex = 0;
  hooks: SimHooks;
  /** Bytes that all files together may have; writes beyond it fail with ENOSPC after taking what fits. */
  capacityBytes = Number.POSITIVE_INFINITY;

  constructor(
    readonly root: SimDirNode = newDir(),
    hooks: SimHooks = {},
  ) {
    this.hooks = hooks;
  }

  get operations(): number {
    return this.#nextIndex;
  }

  async openForReading(path: string): Promise<OpenFile> {
    return this.#do('open', path, () => this.#handle(path, this.#file(path)));
  }

  async openForWriting(path: string): Promise<OpenFile> {
    return this.#do('open', path, () => this.#handle(path, this.#file(path)));
  }

  create(path: string): Promise<OpenFile> {
    return this.createLogFile(path);
  }

  async createLogFile(path: string): Promise<LogFile> {
    return this.#do('create', path, () => {
      const { dir, name } = this.#parent(path);
      if (dir.names.has(name)) throw simError('EEXIST', path);
      const node = newFile();
      change(dir, [{ name, node }]);
      return this.#handle(path, node);
    });
  }

  async mkdir(path: string): Promise<void> {
    return this.#do('mkdir', path, () => {
      const { dir, name } = this.#parent(path);
      if (!dir.names.has(name)) change(dir, [{ name, node: newDir() }]);
    });
  }

  async list(path: string): Promise<string[]> {
    return this.#do('list', path, () => [...this.#dir(path).names.keys()]);
  }

  async stat(path: string): Promise<{ readonly bytes: number } | null> {
    return this.#do('stat', path, () => {
      const node = this.find(path);
      if (node === null) return null;
      return { bytes: node.kind === 'dir' ? 0 : sizeOf(node) };
    });
  }

  async rename(from: string, to: string): Promise<void> {
    return this.#do('rename', from, () => {
      const source = this.#parent(from);
      const target = this.#parent(to);
      const node = source.dir.names.get(source.name);
      if (node === undefined) throw simError('ENOENT', from);
      if (source.dir !== target.dir) throw simError('EXDEV', from);
      change(source.dir, [
        { name: source.name, node: null },
        { name: target.name, node },
      ]);
    });
  }

  async link(from: string, to: string): Promise<void> {
    return this.#do('link', to, () => {
      const node = this.#file(from);
      const { dir, name } = this.#parent(to);
      if (dir.names.has(name)) throw simError('EEXIST', to);
      change(dir, [{ name, node }]);
    });
  }

  async unlink(path: string): Promise<void> {
    return this.#do('unlink', path, () => {
      const { dir, name } = this.#parent(path);
      if (!dir.names.has(name)) throw simError('ENOENT', path);
      change(dir, [{ name, node: null }]);
    });
  }

  async syncDir(path: string): Promise<void> {
    return this.#do('syncDir', path, () => {
      const dir = this.#dir(path);
      dir.durableNames = new Map(dir.names);
      dir.pending = [];
    });
  }

  /** What a path leads to now, or null; not an operation. */
  find(path: string): SimNode | null {
    let node: SimNode = this.root;
    for (let at = 0; at < path.length; ) {
      const slash = path.indexOf('/', at);
      const end = slash === -1 ? path.length : slash;
      if (end > at) {
        const next: SimNode | undefined =
          node.kind === 'dir' ? node.names.get(path.slice(at, end)) : undefined;
        if (next === undefined) return null;
        node = next;
      }
      at = end + 1;
    }
    return node;
  }

  /** A file's bytes as a reader sees them; not an operation. */
  contents(path: string): Buffer {
    return viewOf(this.#file(path));
  }

  /** Replaces a file's bytes on disk as damage does; not an operation. */
  damage(path: string, bytes: Buffer): void {
    const node = this.#file(path);
    node.durable = bytes;
    node.pending = [];
    node.view = null;
  }

  usedBytes(node: SimNode = this.root, seen = new Set<SimNode>()): number {
    if (seen.has(node)) return 0;
    seen.add(node);
    if (node.kind === 'file') return sizeOf(node);
    let sum = 0;
    for (const child of node.names.values()) sum += this.usedBytes(child, seen);
    return sum;
  }

  #do<T>(kind: SimOpKind, path: string, effect: (limit: number | undefined) => T): T {
    const op: SimOp = { index: this.#nextIndex, kind, path };
    this.#nextIndex += 1;
    const limit = this.hooks.before?.(op);
    const result = this.hooks.skip?.(op) ? (undefined as T) : effect(limit);
    this.hooks.after?.(op);
    return result;
  }

  #parent(path: string): { dir: SimDirNode; name: string } {
    const cut = path.lastIndexOf('/');
    return { dir: this.#dir(path.slice(0, cut)), name: path.slice(cut + 1) };
  }

  #dir(path: string): SimDirNode {
    const node = this.find(path);
    if (node === null) throw simError('ENOENT', path);
    if (node.kind !== 'dir') throw simError('ENOTDIR', path);
    return node;
  }

  #file(path: string): SimFileNode {
    const node = this.find(path);
    if (node === null) throw simError('ENOENT', path);
    if (node.kind !== 'file') throw simError('EISDIR', path);
    return node;
  }

  #handle(path: string, node: SimFileNode): LogFile {
    return {
      read: async (into, position) =>
        this.#do('read', path, () => {
          const part = viewOf(node).subarray(position, position + into.length);
          into.set(part);
          return part.length;
        }),
      writev: async (parts, position) =>
        this.#do('write', path, (limit) => this.#write(path, node, Buffer.concat(parts), position, limit)),
      writevDurably: async (parts, position) => {
        const bytes = this.#do('write', path, (limit) =>
          this.#write(path, node, Buffer.concat(parts), position, limit),
        );
        const write = node.pending.at(-1) as SimWrite;
        // Others may write, and crash points fall, while it is on its way.
        await new Promise<void>((resolve) => setImmediate(resolve));
        await this.#sync('commit', path, node, (one) => one === write);
        return bytes;
      },
      datasync: async () => this.#sync('datasync', path, node, () => true),
      close: async () => this.#do('close', path, () => undefined),
    };
  }

  #write(path: string, node: SimFileNode, all: Buffer, offset: number, limit: number | undefined): number {
    const grows = Math.max(0, offset + all.length - sizeOf(node));
    const room =
      this.capacityBytes === Number.POSITIVE_INFINITY ? grows : this.capacityBytes - this.usedBytes();
    const fits = Math.max(0, all.length - Math.max(0, grows - room));
    const data = all.subarray(0, Math.min(fits, limit ?? fits));
    if (data.length === 0 && all.length > 0) throw simError('ENOSPC', path);
    node.pending = [...node.pending, { offset, data, doomed: false }];
    node.view = null;
    return data.length;
  }

  /** Makes those pending writes durable that are chosen. */
  async #sync(
    kind: 'commit' | 'datasync',
    path: string,
    node: SimFileNode,
    isChosen: (write: SimWrite) => boolean,
  ): Promise<void> {
    try {
      this.#do(kind, path, () => {
        const synced = node.pending.filter((write) => !write.doomed && isChosen(write));
        node.durable = overlay(node.durable, synced);
        // What lay under them, and is pending still, does not come up again.
        node.pending = node.pending.flatMap((write, index) =>
          synced.includes(write)
            ? []
            : around(
                write,
                synced.filter((over) => node.pending.indexOf(over) > index),
              ),
        );
        node.view = null;
      });
    } catch (error) {
      node.pending = node.pending.map((write) => ({ ...write, doomed: true }));
      throw error;
    }
  }
}

function change(dir: SimDirNode, changes: SimNameChange): void {
  for (const { name, node } of changes) {
    if (node === null) dir.names.delete(name);
    else dir.names.set(name, node);
  }
  dir.pending = [...dir.pending, changes];
}

/** The parts of `write` that none of `overs` covers. */
function around(write: SimWrite, overs: readonly SimWrite[]): SimWrite[] {
  return overs.reduce((parts, over) => parts.flatMap((part) => aroundOne(part, over)), [write]);
}

function aroundOne(write: SimWrite, over: SimWrite): SimWrite[] {
  const { offset, data } = write;
  const from = over.offset - offset;
  const to = from + over.data.length;
  if (to <= 0 || from >= data.length) return [write];
  return [
    { ...write, data: data.subarray(0, Math.max(0, from)) },
    { ...write, offset: offset + to, data: data.subarray(to) },
  ].filter((part) => part.data.length > 0);
}

function viewOf(node: SimFileNode): Buffer {
  node.view ??= overlay(node.durable, node.pending);
  return node.view;
}

function sizeOf(node: SimFileNode): number {
  return node.pending.reduce(
    (most, { offset, data }) => Math.max(most, offset + data.length),
    node.durable.length,
  );
}
