// What a power cut can leave of a simulated file system. Invariant: what was synced is there; of the rest any part may be:
// writes kept, dropped, torn at sector or page size, or turned to zeros with the size in place; changes of names in any subset.
import {
  newDir,
  newFile,
  overlay,
  type SimDirNode,
  SimFileSystem,
  type SimNode,
  type SimWrite,
} from './sim-fs.ts';

/** Numbers in [0, 1) that a seed fixes (mulberry32). */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 'killed': the process went, the system wrote everything out. 'strict': only what was synced. 'mixed': anything between. */
export type CrashKind = 'killed' | 'strict' | 'mixed';

/** A frozen copy of both layers; bytes are shared. */
export function freeze(root: SimDirNode): SimDirNode {
  return copyNode(root, new Map()) as SimDirNode;
}

function copyNode(node: SimNode, copies: Map<SimNode, SimNode>): SimNode {
  const known = copies.get(node);
  if (known !== undefined) return known;
  if (node.kind === 'file') {
    const file = { ...newFile(), durable: node.durable, pending: node.pending, view: node.view };
    copies.set(node, file);
    return file;
  }
  const dir = newDir();
  copies.set(node, dir);
  for (const [name, child] of node.names) dir.names.set(name, copyNode(child, copies));
  for (const [name, child] of node.durableNames) dir.durableNames.set(name, copyNode(child, copies));
  dir.pending = node.pending.map((changes) =>
    changes.map(({ name, node: target }) => ({
      name,
      node: target === null ? null : copyNode(target, copies),
    })),
  );
  return dir;
}

/** The file system that the next start finds. The frozen one is not changed. */
export function crashImage(frozen: SimDirNode, kind: CrashKind, random: Random): SimFileSystem {
  const style = random();
  return new SimFileSystem(crashDir(frozen, kind, { random, style, copies: new Map() }));
}

interface Fate {
  readonly random: Random;
  /** Leans a whole image towards keeping or dropping, so that the extremes are met as well as the middle. */
  readonly style: number;
  readonly copies: Map<SimNode, SimNode>;
}

function crashNode(node: SimNode, kind: CrashKind, fate: Fate): SimNode {
  const known = fate.copies.get(node);
  if (known !== undefined) return known;
  const copy = node.kind === 'dir' ? crashDir(node, kind, fate) : newFile();
  if (node.kind === 'file' && copy.kind === 'file') {
    copy.durable = overlay(node.durable, survivingWrites(node.durable.length, node.pending, kind, fate));
  }
  fate.copies.set(node, copy);
  return copy;
}

function crashDir(node: SimDirNode, kind: CrashKind, fate: Fate): SimDirNode {
  const names = new Map(node.durableNames);
  for (const changes of node.pending) {
    if (kind === 'strict' || (kind === 'mixed' && fate.random() >= fate.style)) continue;
    for (const { name, node: target } of changes) {
      if (target === null) names.delete(name);
      else names.set(name, target);
    }
  }
  const dir = newDir();
  for (const [name, child] of names) dir.names.set(name, crashNode(child, kind, fate));
  dir.durableNames = new Map(dir.names);
  return dir;
}

function survivingWrites(
  size: number,
  pending: readonly SimWrite[],
  kind: CrashKind,
  fate: Fate,
): SimWrite[] {
  if (kind === 'killed') return [...pending];
  if (kind === 'strict') return [];
  const survivors: SimWrite[] = [];
  for (const write of pending) {
    const roll = fate.random();
    if (write.doomed || roll < (1 - fate.style) * 0.6) continue;
    if (roll < 0.75) survivors.push(write);
    else if (roll < 0.85) survivors.push({ ...write, data: Buffer.alloc(write.data.length) });
    else survivors.push(...tornWrites(write, roll < 0.95 ? 512 : 4096, fate.random));
  }
  // The size may have reached the disk without any of the data.
  if (pending.length > 0 && fate.random() < 0.15) {
    const end = Math.max(...pending.map(({ offset, data }) => offset + data.length));
    if (end > size) survivors.unshift({ offset: size, data: Buffer.alloc(end - size), doomed: false });
  }
  return survivors;
}

/** Each block of the device is written or not. */
function tornWrites(write: SimWrite, blockBytes: number, random: Random): SimWrite[] {
  const parts: SimWrite[] = [];
  const keepFrom = random() < 0.5 ? random() * write.data.length : 0;
  const keepTo = keepFrom === 0 ? random() * write.data.length : write.data.length;
  let at = 0;
  while (at < write.data.length) {
    const end = Math.min(write.data.length, at + blockBytes - ((write.offset + at) % blockBytes));
    if (at >= keepFrom && end <= keepTo) {
      parts.push({ offset: write.offset + at, data: write.data.subarray(at, end), doomed: false });
    }
    at = end;
  }
  return parts;
}
