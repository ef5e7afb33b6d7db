// The worker's side: builds screens, keeps the open ones, answers for them. Every call is done when it returns, so
// that entries reach an emulator in the order in which they were sent.
import xterm from '@xterm/headless';
import { clampSize, positionAfter, type StreamEntry, type StreamPosition } from '../../shared/stream.ts';
import { matchLines, matchText } from './bounded-match.ts';
import { type CharsetNames, readCharsetNames } from './charsets.ts';
import { answerColors } from './color-answers.ts';
import { dividedText } from './divided-text.ts';
import { Emulator } from './emulator.ts';
import { internalsOf } from './internals.ts';
import { goOn, replay } from './replay.ts';
import { SavedRows } from './saved-rows.ts';
import { readPlainText, readRunningLines, readText } from './screen-text.ts';
import { type DecodedSnapshot, decodeSnapshot, encodeSnapshot } from './snapshot-codec.ts';
import { SpareLines } from './spare-lines.ts';
import {
  type Found,
  type FoundLine,
  type Materialised,
  type ScreenAnswer,
  type ScreenColors,
  type ScreenJob,
  type ScreenText,
  type ShownScreen,
  type TextOptions,
  UnknownScreenError,
} from './types.ts';
import { unchangedView } from './unchanged-view.ts';
import { captureView, restoreView } from './view-state.ts';

interface BuiltScreen {
  readonly emulator: Emulator;
  position: StreamPosition;
  /** Why the saved snapshot could not be used, if it could not. */
  readonly damage: string | null;
}

export class Screens {
  readonly #charsets: CharsetNames;
  readonly #open = new Map<string, BuiltScreen>();
  readonly #onAnswer: (answer: ScreenAnswer) => void;
  /** The screen whose live entries are being parsed; replayed ones are answered by nobody. */
  #live: { key: string; position: StreamPosition } | null = null;

  readonly #savedRows = new SavedRows();
  readonly #spareLines: SpareLines;

  private constructor(
    charsets: CharsetNames,
    spareLines: SpareLines,
    onAnswer: (answer: ScreenAnswer) => void,
  ) {
    this.#charsets = charsets;
    this.#spareLines = spareLines;
    this.#onAnswer = onAnswer;
  }

  static open(onAnswer: (answer: ScreenAnswer) => void): Screens {
    const probe = new xterm.Terminal({ cols: 2, rows: 1, allowProposedApi: true });
    const spareLines = new SpareLines(internalsOf(probe)._bufferService.buffers.normal.lines);
    return new Screens(readCharsetNames(probe), spareLines, onAnswer);
  }

  materialise(job: ScreenJob): Materialised {
    const { view, damage } = this.view(job);
    const { position, cols, rows, incarnationLine } = view;
    return { position, cols, rows, snapshot: encodeSnapshot(view), view, incarnationLine, damage };
  }

  view(job: ScreenJob): ShownScreen {
    const decoded = decode(job);
    const unchanged = decoded?.kind === 'valid' ? unchangedView(decoded.view, job) : null;
    if (unchanged !== null) return { view: unchanged, damage: null };
    return this.#withBuilt(job, (screen) => this.#capture(screen));
  }

  open(key: string, job: ScreenJob, colors: ScreenColors | null): void {
    const screen = build(job);
    this.drop(key);
    this.#open.set(key, screen);
    const { terminal } = screen.emulator;
    terminal.onData((data) => this.#answer(key, data));
    terminal.onBinary((data) => this.#answer(key, data));
    if (colors !== null) {
      answerColors(terminal, colors, (data) => this.#answer(key, data));
    }
  }

  feed(key: string, entries: readonly StreamEntry[]): void {
    const screen = this.#opened(key);
    for (const entry of entries) {
      this.#live = { key, position: positionAfter(entry) };
      screen.position = replay(screen.emulator, [entry], screen.position) ?? screen.position;
      this.#live = null;
    }
  }

  take(key: string): ShownScreen {
    return this.#capture(this.#opened(key));
  }

  drop(key: string): void {
    this.#open.get(key)?.emulator.dispose();
    this.#open.delete(key);
  }

  text(source: string | ScreenJob, options: TextOptions): ScreenText {
    const short = typeof source === 'string' ? null : this.#shortText(source, options);
    return short ?? this.#withSource(source, ({ emulator }) => readText(emulator, options));
  }

  plainText(source: string | ScreenJob): string {
    return this.#withSource(source, ({ emulator }) => readPlainText(emulator));
  }

  matches(source: string | ScreenJob, pattern: RegExp): Found<boolean> {
    return matchText(this.plainText(source), pattern);
  }

  search(source: string | ScreenJob, pattern: RegExp): Found<readonly FoundLine[]> {
    return matchLines(
      this.#withSource(source, ({ emulator }) => readRunningLines(emulator)),
      pattern,
    );
  }

  /** Most of a long scrollback has not changed since it was saved: its text is there already. */
  #shortText(job: ScreenJob, options: TextOptions): ScreenText | null {
    const decoded = decode(job);
    return decoded?.kind === 'valid'
      ? dividedText(decoded.view, job, { ...options, savedRows: this.#savedRows })
      : null;
  }

  #answer(key: string, data: string): void {
    if (this.#live?.key === key) {
      this.#onAnswer({ key, data, position: this.#live.position });
    }
  }

  #opened(key: string): BuiltScreen {
    const screen = this.#open.get(key);
    if (screen === undefined) {
      throw new UnknownScreenError(key);
    }
    return screen;
  }

  #capture({ emulator, position, damage }: BuiltScreen): ShownScreen {
    return { view: captureView(emulator, position, this.#charsets), damage };
  }

  #withSource<T>(source: string | ScreenJob, read: (screen: BuiltScreen) => T): T {
    return typeof source === 'string' ? read(this.#opened(source)) : this.#withBuilt(source, read);
  }

  #withBuilt<T>(job: ScreenJob, read: (screen: BuiltScreen) => T): T {
    const screen = build(job);
    try {
      return read(screen);
    } finally {
      screen.emulator.dispose();
      this.#spareLines.keep(screen.emulator.normal.lines);
    }
  }
}

function decode(job: ScreenJob): DecodedSnapshot | null {
  return job.snapshot === null ? null : decodeSnapshot(job.snapshot);
}

function build(job: ScreenJob): BuiltScreen {
  const { scrollbackLines } = job;
  const decoded = decode(job);
  const view = decoded?.kind === 'valid' ? decoded.view : null;
  const emulator =
    view === null ? new Emulator({ ...clampSize(job), scrollbackLines }) : restoreView(view, scrollbackLines);
  const damage = decoded?.kind === 'invalid' ? decoded.reason : null;
  return { emulator, position: goOn(emulator, view?.position ?? null, job), damage };
}
