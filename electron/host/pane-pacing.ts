// Makes a program wait that prints faster than its output can be kept, or while a person types elsewhere. It waits on its pty:
// nothing is dropped, and nothing piles up here. Knows no views; those hold a program back by themselves.
import type { PaneId } from '../../shared/ids.ts';
import type { Log } from '../persistence/types.ts';
import type { TypingFirst } from './typing-first.ts';

/** Bytes queued for the disk above which programs wait for it. */
const backlogHighBytes = 8 * 1024 * 1024;

/** Of many floods each would rest for many seconds: whether somebody still types is asked so often meanwhile. */
const askAgainMs = 100;

/** A program that goes on only while no reason holds it. */
interface Holdable {
  hold(reason: string, isHeld: boolean): void;
}

export class PanePacing {
  readonly #pane: PaneId;
  readonly #log: Log;
  readonly #typingFirst: TypingFirst;
  #restTimer: NodeJS.Timeout | undefined;

  constructor(pane: PaneId, log: Log, typingFirst: TypingFirst) {
    this.#pane = pane;
    this.#log = log;
    this.#typingFirst = typingFirst;
  }

  /** The program has printed so many bytes, which are stored already. */
  handleOutput(program: Holdable, bytes: number): void {
    if (this.#log.backlogBytes() > backlogHighBytes) this.#waitForDisk(program);
    const restMs = this.#typingFirst.restAfter(this.#pane, bytes);
    if (restMs > 0) this.#rest(program, restMs);
  }

  end(): void {
    clearTimeout(this.#restTimer);
    this.#typingFirst.forget(this.#pane);
  }

  #waitForDisk(program: Holdable): void {
    program.hold('disk', true);
    const resume = (): void => program.hold('disk', false);
    this.#log.flush().then(resume, resume);
  }

  #rest(program: Holdable, restMs: number): void {
    program.hold('typing', true);
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(
      () => this.#rested(program, restMs - askAgainMs),
      Math.min(restMs, askAgainMs),
    );
  }

  #rested(program: Holdable, leftMs: number): void {
    const restMs = leftMs > 0 ? this.#typingFirst.restAfter(this.#pane, 0) : 0;
    if (restMs > 0) this.#rest(program, restMs);
    else program.hold('typing', false);
  }
}
