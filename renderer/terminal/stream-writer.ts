// Feeds one emulator in order: the saved view first, then the stream. An emulator parses what is written later, in slices,
// but resizes and clears at once; so every mark waits for what stands before it. Invariant: when an entry takes effect,
// every earlier one has, and none of a later one's bytes were parsed. Knows neither the DOM nor the port.
import { assertNever } from '../../shared/exhaustive.ts';
import { type ViewState, viewToWrites } from '../../shared/snapshot.ts';
import {
  comparePositions,
  positionAfter,
  type StreamEntry,
  type StreamMark,
  type StreamPosition,
} from '../../shared/stream.ts';

/** The part of an emulator that is needed. `write` calls back right after the parse of that data, before any later data. */
export interface WritableEmulator {
  readonly cols: number;
  readonly rows: number;
  write(data: string | Uint8Array, parsed?: () => void): void;
  resize(cols: number, rows: number): void;
  reset(): void;
  clear(): void;
}

export interface StreamWriterEvents {
  /** The view is on the emulator, written just now or (not `isNew`) found to be there; what follows is the living stream. */
  readonly onViewWritten: (view: ViewState, isNew: boolean) => void;
  /** Bytes of output parsed, for flow control. */
  readonly onParsed: (bytes: number) => void;
  /** The next bytes to be parsed are a saved screen (true) or the living program's (false): only the latter want answers. */
  readonly onReplay: (isReplay: boolean) => void;
}

// Holds back painting while a view is written, so that a switch shows the old screen, then the new one, and nothing
// between. The emulator ends it by itself after a second.
const HOLD_PAINTING = '\x1b[?2026h';
const PAINT = '\x1b[?2026l';
// An emulator that never had the focus draws no cursor. Asking a fresh one for its primary screen, where it is, is the
// one sequence that makes it do so; whether the program hides the cursor is the view's.
const DRAW_CURSOR = '\x1b[?47l';

/** What the stream before was in the midst of ends here: half a picture, half a character. As bytes, which those are, too. */
const CANCEL = Uint8Array.of(0x18);

/** Written ahead of the parse: enough that a slice never runs dry, little beside the emulator's own limit of 50 MB. */
const AHEAD_BYTES = 1024 * 1024;

interface Step {
  readonly data: string | Uint8Array;
  readonly parsed: (() => void) | undefined;
}

export class StreamWriter {
  readonly #emulator: WritableEmulator;
  readonly #beforeClear: () => void;
  /** Where the emulator stands once all that is queued has been parsed; null before the first view. */
  #queued: StreamPosition | null = null;
  /** Its size then; a pane without a process stays where it is in the stream when it is resized. */
  #queuedSize = { cols: 0, rows: 0 };
  #steps: Step[] = [];
  /** Who waits for what was queued to be parsed. */
  readonly #waiting = new Set<() => void>();
  #ahead = 0;
  #disposed = false;

  /** `beforeClear`: runs right before the emulator is cleared. */
  constructor(emulator: WritableEmulator, beforeClear: () => void = () => undefined) {
    this.#emulator = emulator;
    this.#beforeClear = beforeClear;
  }

  /**
   * Brings the emulator to `view`. One that already stands there (it was hidden and nothing was printed since) is left
   * alone, with its scroll position and selection.
   */
  showView(view: ViewState, events: StreamWriterEvents): void {
    const { cols, rows } = this.#queuedSize;
    const isThere =
      this.#queued !== null &&
      comparePositions(this.#queued, view.position) === 0 &&
      cols === view.cols &&
      rows === view.rows;
    if (!isThere) {
      this.#push(CANCEL);
      this.#after(() => {
        events.onReplay(true);
        this.#emulator.reset();
        this.#emulator.resize(view.cols, view.rows);
      });
      this.#push(`${HOLD_PAINTING}${DRAW_CURSOR}`);
      for (const data of viewToWrites(view)) this.#push(data);
      this.#push(PAINT);
    }
    this.#queued = view.position;
    this.#queuedSize = { cols: view.cols, rows: view.rows };
    this.#after(() => {
      events.onReplay(false);
      events.onViewWritten(view, !isThere);
    });
  }

  /** Entries in order, from the view's position on. One that is on the emulator already (sent twice) is only counted. */
  showEntries(entries: readonly StreamEntry[], events: StreamWriterEvents): void {
    for (const entry of entries) {
      const isThere = this.#queued !== null && comparePositions(entry, this.#queued) < 0;
      switch (entry.kind) {
        case 'output': {
          const { length } = entry.data;
          this.#push(isThere ? '' : entry.data, () => events.onParsed(length));
          break;
        }
        case 'mark':
          if (!isThere) this.#queueMark(entry.mark);
          break;
        default:
          assertNever(entry);
      }
      if (!isThere) this.#queued = positionAfter(entry);
    }
  }

  /** Runs once all that is queued now has been parsed or will never be. */
  afterQueued(run: () => void): void {
    if (this.#disposed) {
      run();
      return;
    }
    this.#waiting.add(run);
    this.#after(() => {
      this.#waiting.delete(run);
      run();
    });
  }

  /** Nothing queued is written any more and no event comes. */
  dispose(): void {
    this.#disposed = true;
    this.#steps = [];
    for (const run of this.#waiting) run();
    this.#waiting.clear();
  }

  #queueMark(mark: StreamMark): void {
    if (mark.kind === 'resize') this.#queuedSize = { cols: mark.cols, rows: mark.rows };
    this.#after(() => this.#apply(mark));
  }

  #apply(mark: StreamMark): void {
    switch (mark.kind) {
      case 'resize':
        this.#emulator.resize(mark.cols, mark.rows);
        return;
      case 'clear':
        this.#beforeClear();
        this.#emulator.clear();
        return;
      default:
        assertNever(mark);
    }
  }

  /** Runs once all that was queued before has been parsed. */
  #after(run: () => void): void {
    this.#push('', run);
  }

  #push(data: string | Uint8Array, parsed?: () => void): void {
    if (this.#disposed) return;
    this.#steps.push({ data, parsed });
    this.#pump();
  }

  #pump(): void {
    while (this.#ahead < AHEAD_BYTES) {
      const step = this.#steps.shift();
      if (step === undefined) return;
      this.#ahead += step.data.length;
      this.#emulator.write(step.data, () => {
        this.#ahead -= step.data.length;
        if (this.#disposed) return;
        step.parsed?.();
        this.#pump();
      });
    }
  }
}
