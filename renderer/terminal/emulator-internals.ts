// The inside of xterm.js, as far as a view needs what its interface does not tell: the primary buffer while the alternate
// one is shown, and the table of hyperlinks. One place names these members and checks that they are there; the version is
// pinned.
import type { Terminal } from '@xterm/xterm';
import type { MarkedBuffer } from '../../shared/prompt-marks.ts';

/** A hyperlink as OSC 8 opened it. */
export interface Hyperlink {
  readonly id?: string | undefined;
  readonly uri: string;
}

/** Numbers of hyperlinks, as cells carry them. */
export interface LinkService {
  registerLink(link: Hyperlink): number;
  /** Called for every line on which something of a link is printed. */
  addLineToLink(link: number, line: number): void;
  getLinkData(link: number): Hyperlink | undefined;
}

interface Core {
  readonly _bufferService: { readonly buffers: { readonly normal: MarkedBuffer } };
  readonly _oscLinkService: LinkService;
}

/** This is not the emulator that was built upon. */
export class EmulatorMismatchError extends Error {
  readonly code = 'EMULATOR_MISMATCH';
}

/** A hard reset makes another one: ask each time. */
export function primaryBufferOf(terminal: Terminal): MarkedBuffer {
  return coreOf(terminal)._bufferService.buffers.normal;
}

/** Its methods may be replaced; everything in the emulator asks this one object. */
export function linkServiceOf(terminal: object): LinkService {
  return coreOf(terminal)._oscLinkService;
}

function coreOf(terminal: object): Core {
  const core: unknown = '_core' in terminal ? terminal._core : undefined;
  if (!isCore(core)) throw new EmulatorMismatchError('an emulator without _bufferService or _oscLinkService');
  return core;
}

function isCore(core: unknown): core is Core {
  return typeof core === 'object' && core !== null && '_bufferService' in core && '_oscLinkService' in core;
}
