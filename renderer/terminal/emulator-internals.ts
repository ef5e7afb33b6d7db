// The inside of xterm.js and its addons, as far as a view needs what their interfaces do not tell: the primary buffer while
// the alternate one is shown, the table of hyperlinks, timers that outlive their owner. One place names these members and
// checks that they are there; the versions are pinned.
import type { ISearchOptions } from '@xterm/addon-search';
import type { IDisposable, Terminal } from '@xterm/xterm';
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

/** A line's text, and where each of its rows begins in it. */
export type LineText = readonly [text: string, rows: readonly number[]];

/** A text that was found: its first cell, and how many cells it takes up. */
export interface FoundText {
  readonly term: string;
  readonly row: number;
  readonly col: number;
  readonly size: number;
}

/** What the search addon goes through a buffer with: it asks row by row. */
export interface SearchEngine {
  _findInLine: (
    text: string,
    position: { readonly startRow: number; startCol: number },
    options?: ISearchOptions,
    isBackwards?: boolean,
  ) => FoundText | undefined;
  /** Texts by their first row, forgotten when anything changes; there whenever a row is asked for. */
  readonly _lineCache: {
    getLineFromCache(row: number): LineText | undefined;
    setLineInCache(row: number, line: LineText): void;
  };
}

interface BufferService {
  readonly buffers: { readonly normal: MarkedBuffer };
  readonly buffer: { readonly ydisp: number };
  readonly _onScroll: { fire(ydisp: number): void };
}

interface Core {
  readonly _bufferService: BufferService;
  readonly _oscLinkService: LinkService;
  /** What draws marks along the scroll bar; made when the terminal opens, and by the option if there is none. */
  _overviewRulerRenderer?: { dispose(): void } | undefined;
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

/**
 * Nobody is told of scrolling until the returned function is called, which tells where it has led. While a saved screen is
 * written, ten thousand lines scroll by unseen: telling the scroll bar of each takes three times as long as parsing them.
 */
export function holdScrolling(terminal: Terminal): () => void {
  const service = coreOf(terminal)._bufferService;
  const scrolling = service._onScroll;
  const fire = scrolling.fire;
  if (typeof fire !== 'function') throw new EmulatorMismatchError('an emulator that tells of no scrolling');
  let isHeld = true;
  let hasScrolled = false;
  scrolling.fire = () => {
    hasScrolled = true;
  };
  return () => {
    if (!isHeld) return;
    isHeld = false;
    scrolling.fire = fire;
    if (hasScrolled) scrolling.fire(service.buffer.ydisp);
  };
}

/**
 * The marks along the scroll bar, which only a search makes. Whatever draws them lays the page out in the middle of each frame
 * and takes a second frame for each, whether there are any or not: without them a key's echo costs half. The bar keeps its width.
 */
export function drawOverview(terminal: Terminal, isOn: boolean): void {
  const core = coreOf(terminal);
  if (isOn === (core._overviewRulerRenderer !== undefined)) return;
  if (isOn) {
    terminal.options.overviewRuler = { ...terminal.options.overviewRuler };
    return;
  }
  core._overviewRulerRenderer?.dispose();
  core._overviewRulerRenderer = undefined;
}

/**
 * The WebGL addon forgets the timers of a blinking cursor when it is disposed of, and they hold the terminal with all its lines
 * for good. Call it after that; nothing happens if there are none.
 */
export function endBlinking(webgl: object): void {
  const renderer = memberOf(webgl, '_renderer');
  const blinking = memberOf(renderer, '_cursorBlinkStateManager');
  if (isDisposable(blinking)) blinking.dispose();
}

/** The scroll bar goes to where the lines on screen are, with the next frame. Of an opened terminal. */
export function alignScrollBar(terminal: Terminal): void {
  const viewport = memberOf(coreOf(terminal), '_viewport');
  if (!isViewport(viewport)) throw new EmulatorMismatchError('an emulator that scrolls otherwise');
  // It leaves alone what it takes for its own doing.
  viewport._latestYDisp = undefined;
  viewport.queueSync();
}

function isViewport(viewport: unknown): viewport is { _latestYDisp?: number | undefined; queueSync(): void } {
  return typeof memberOf(viewport, 'queueSync') === 'function';
}

/** The field that takes text goes to where the cursor is; input methods show what they compose there. */
export function placeTextarea(terminal: Terminal): void {
  const core: object = coreOf(terminal);
  if (!isInputPlacing(core)) throw new EmulatorMismatchError('an emulator that places its input otherwise');
  core._syncTextArea();
}

/**
 * Text that an input method enters without composing is sent when its key's turn is over, by comparing the field before and
 * after; of two keys in one turn each would send the text of both. Of an opened terminal.
 */
export function sendChangesOnce(terminal: Terminal): void {
  const helper = memberOf(coreOf(terminal), '_compositionHelper');
  if (!isChangeSending(helper)) throw new EmulatorMismatchError('an emulator that takes text in otherwise');
  const send = helper._handleAnyTextareaChanges;
  let isWaiting = false;
  helper._handleAnyTextareaChanges = () => {
    if (isWaiting) return;
    isWaiting = true;
    send.call(helper);
    // Right behind the emulator's own.
    setTimeout(() => {
      isWaiting = false;
    }, 0);
  };
}

function isInputPlacing(core: object): core is { _syncTextArea(): void } {
  return typeof memberOf(core, '_syncTextArea') === 'function';
}

function isChangeSending(helper: unknown): helper is { _handleAnyTextareaChanges: () => void } {
  return typeof memberOf(helper, '_handleAnyTextareaChanges') === 'function';
}

/** Of an addon that is loaded. */
export function searchEngineOf(search: object): SearchEngine {
  const engine = memberOf(search, '_engine');
  if (!isSearchEngine(engine))
    throw new EmulatorMismatchError('a search addon that looks for texts otherwise');
  return engine;
}

function isSearchEngine(engine: unknown): engine is SearchEngine {
  const cache = memberOf(engine, '_lineCache');
  const members = [
    memberOf(engine, '_findInLine'),
    memberOf(cache, 'getLineFromCache'),
    memberOf(cache, 'setLineInCache'),
  ];
  return members.every((member) => typeof member === 'function');
}

function memberOf(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}

function isDisposable(value: unknown): value is IDisposable {
  return typeof memberOf(value, 'dispose') === 'function';
}

function coreOf(terminal: object): Core {
  const core: unknown = '_core' in terminal ? terminal._core : undefined;
  if (!isCore(core)) throw new EmulatorMismatchError('an emulator without _bufferService or _oscLinkService');
  return core;
}

function isCore(core: unknown): core is Core {
  return typeof core === 'object' && core !== null && '_bufferService' in core && '_oscLinkService' in core;
}
