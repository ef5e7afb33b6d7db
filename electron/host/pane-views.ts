// The showings of one pane: hands each view its starting screen and then every unit after it, none twice and none
// missing; slows the program down when a view cannot follow; says which view answers queries. A view that leaves gets nothing more
// and counts no more, but what it was sent is its own to answer until it says that it has parsed it. Knows no pty.

import type { AttachmentId, HostMessage } from '../../shared/protocol.ts';
import type { ViewState } from '../../shared/snapshot.ts';
import {
  comparePositions,
  positionAfter,
  type StreamEntry,
  type StreamPosition,
} from '../../shared/stream.ts';

/** A client's port as far as views need it. */
export interface ViewPort {
  post(message: HostMessage): void;
}

/** Output on the way to a view, in bytes: above the first the program pauses, below the second it goes on. */
const unackedHighBytes = 400_000;
const unackedLowBytes = 100_000;

interface View {
  readonly port: ViewPort;
  readonly attachment: AttachmentId;
  /** Units that came while its starting screen was being built; null once it streams. */
  waiting: StreamEntry[] | null;
  unackedBytes: number;
}

const sizeOf = (entry: StreamEntry): number => (entry.kind === 'output' ? entry.data.length : 0);
const bytesOf = (entries: readonly StreamEntry[]): number =>
  entries.reduce((sum, entry) => sum + sizeOf(entry), 0);

export class PaneViews {
  readonly #views: View[] = [];
  /** Those that leave: each was the one to answer what it was sent. */
  readonly #leaving: View[] = [];
  readonly #onCongestion: (isCongested: boolean) => void;
  #isCongested = false;

  constructor(onCongestion: (isCongested: boolean) => void) {
    this.#onCongestion = onCongestion;
  }

  get count(): number {
    return this.#views.length;
  }

  /**
   * From now on every delivered unit is kept for this view until `show` gives it its starting screen. `since`: the units
   * between that screen and now.
   */
  add(port: ViewPort, attachment: AttachmentId, since: readonly StreamEntry[] = []): void {
    this.#views.push({ port, attachment, waiting: [...since], unackedBytes: bytesOf(since) });
  }

  has(port: ViewPort, attachment: AttachmentId): boolean {
    return this.#find(port, attachment) !== undefined;
  }

  /** The starting screen, valid at `state.position`; `since` follows on it, and then what came since `add`. */
  show(port: ViewPort, attachment: AttachmentId, state: ViewState, since: readonly StreamEntry[] = []): void {
    const view = this.#find(port, attachment) ?? this.#findLeaving(port, attachment);
    if (view?.waiting == null) return;
    port.post({ kind: 'attached', attachment, view: state });
    const last = since.at(-1);
    const from = last === undefined ? state.position : positionAfter(last);
    const missed = [...since, ...view.waiting.filter((entry) => isAfter(entry, from))];
    view.waiting = null;
    if (missed.length > 0) port.post({ kind: 'stream', attachment, entries: missed });
    // What its screen had already is never acknowledged.
    view.unackedBytes = bytesOf(missed);
    if (this.#leaving.includes(view)) port.post({ kind: 'detached', attachment });
    this.#weigh();
  }

  deliver(entry: StreamEntry): void {
    for (const view of this.#views) {
      view.unackedBytes += sizeOf(entry);
      if (view.waiting !== null) view.waiting.push(entry);
      else view.port.post({ kind: 'stream', attachment: view.attachment, entries: [entry] });
    }
    this.#weigh();
  }

  ack(port: ViewPort, attachment: AttachmentId, bytes: number): void {
    const view = this.#find(port, attachment);
    if (view === undefined) return;
    view.unackedBytes = Math.max(0, view.unackedBytes - bytes);
    this.#weigh();
  }

  /**
   * It is shown no more. What it was sent, or would have been with its starting screen, may hold a query that nobody else answers.
   * Returns whether it still has something to answer.
   */
  leave(port: ViewPort, attachment: AttachmentId): boolean {
    const view = this.#find(port, attachment);
    const hasBegun = view?.waiting === null;
    const isToAnswer = this.answers(port, attachment) && (hasBegun || view?.waiting?.length !== 0);
    this.remove(port, attachment);
    if (view !== undefined && isToAnswer) this.#leaving.push(view);
    // Else once it has its starting screen.
    if (hasBegun || !isToAnswer) port.post({ kind: 'detached', attachment });
    return isToAnswer;
  }

  remove(port: ViewPort, attachment: AttachmentId): void {
    this.#drop((view) => view.port === port && view.attachment === attachment);
  }

  removePort(port: ViewPort): void {
    this.#drop((view) => view.port === port);
  }

  /** Tells all views to start over, and forgets them. */
  expire(): void {
    const waiting = this.#leaving.filter((view) => view.waiting !== null);
    for (const { port, attachment } of [...this.#views, ...waiting]) port.post({ kind: 'stale', attachment });
    this.#drop(() => true);
  }

  /** Lets go of all views; what they showed is gone. */
  clear(): void {
    this.#drop(() => true);
  }

  /** Exactly one party answers a query: the view that was added last, as long as it was there. */
  answers(port: ViewPort, attachment: AttachmentId): boolean {
    if (this.#findLeaving(port, attachment) !== undefined) return true;
    const newest = this.#views[this.#views.length - 1];
    return newest !== undefined && newest.port === port && newest.attachment === attachment;
  }

  #find(port: ViewPort, attachment: AttachmentId): View | undefined {
    return this.#views.find((view) => view.port === port && view.attachment === attachment);
  }

  #findLeaving(port: ViewPort, attachment: AttachmentId): View | undefined {
    return this.#leaving.find((view) => view.port === port && view.attachment === attachment);
  }

  #drop(isGone: (view: View) => boolean): void {
    for (const views of [this.#views, this.#leaving]) {
      for (let index = views.length - 1; index >= 0; index--) {
        const view = views[index];
        if (view !== undefined && isGone(view)) views.splice(index, 1);
      }
    }
    this.#weigh();
  }

  #weigh(): void {
    const most = this.#views.reduce((max, view) => Math.max(max, view.unackedBytes), 0);
    const isCongested = most > (this.#isCongested ? unackedLowBytes : unackedHighBytes);
    if (isCongested === this.#isCongested) return;
    this.#isCongested = isCongested;
    this.#onCongestion(isCongested);
  }
}

function isAfter(entry: StreamEntry, position: StreamPosition): boolean {
  return comparePositions(positionAfter(entry), position) > 0;
}
