// Everything that shows a pane: views in windows, and screens in the worker that stand in for one (to answer a query
// while nobody looks, to find a text). Each starts from the pane's content and is then handed every unit. Whoever shows
// it slows it down when it cannot follow. Knows no pty and no log, only how to read the content.
import type { PaneId } from '../../shared/ids.ts';
import type { AttachmentId } from '../../shared/protocol.ts';
import type { ViewState } from '../../shared/snapshot.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import type { ScreenJob, ScreenWorker, ShownScreen } from '../screen/types.ts';
import { EarlyScreen, type FirstScreen } from './early-screen.ts';
import type { Beginning } from './pane-reading.ts';
import { PaneViews, type ViewPort } from './pane-views.ts';
import { followerHighBytes, ScreenFollower } from './screen-follower.ts';

export interface ScreensOwner {
  readonly pane: PaneId;
  readonly worker: ScreenWorker;
  /** Numbers a screen of the worker, never twice: a pane that was reopened has a past whose screens may not be gone yet. */
  nextScreen(): number;
  /** The content as of the call. `isEnded`: as it looks when the process that made it is gone. */
  read(options: { isEnded: boolean }): Promise<ScreenJob>;
  /** The same for what begins there and is handed the units from then on. */
  readBeginning(options: { isEnded: boolean }): Promise<Beginning>;
  /** The program is in the midst of nothing: a screen as of now says all there is to say. */
  isGround(): boolean;
  isLive(): boolean;
  hold(reason: string, isHeld: boolean): void;
  /** The saved screen could not be decoded: what is shown lacks it. */
  reportDamage(reason: string): void;
}

export class PaneScreens {
  readonly #owner: ScreensOwner;
  readonly #views: PaneViews;
  readonly #followers = new Set<ScreenFollower>();
  #answerer: ScreenFollower | null = null;
  /** Answerers that a view has relieved, until they have answered what they were fed. */
  readonly #relieved = new Set<ScreenFollower>();
  #early: EarlyScreen | null = null;
  /** Nothing has been printed for a moment. */
  #isQuiet = false;

  constructor(owner: ScreensOwner) {
    this.#owner = owner;
    this.#views = new PaneViews((isCongested) => owner.hold('views', isCongested));
  }

  get isSeen(): boolean {
    return this.#views.count > 0;
  }

  /** A view is about to come: its starting screen is made now. `known`: there is nothing to be made. */
  prepare(known?: ViewState): void {
    if (this.#views.count > 0 || this.#answerer !== null) return;
    this.forgo();
    const screen =
      known === undefined ? this.#view() : Promise.resolve({ view: known, damage: null, since: [] });
    this.#early = new EarlyScreen(screen, !this.#owner.isLive() && known === undefined, () => this.forgo());
  }

  /** What was prepared is of no use: a view must not be given, as news, what has happened since. */
  forgo(): void {
    this.#early?.release();
    this.#early = null;
  }

  /** Gives a view its starting screen; every unit from now on follows. */
  async attach(port: ViewPort, attachment: AttachmentId): Promise<void> {
    const early = this.#early;
    this.forgo();
    this.#views.add(port, attachment, early?.since);
    try {
      const { view, damage, since } = await (early?.screen.catch(() => this.#view()) ?? this.#view());
      if (damage !== null) this.#owner.reportDamage(damage);
      this.#views.show(port, attachment, view, since);
    } catch (error) {
      // A view without a start would hold the program back for ever.
      this.#views.remove(port, attachment);
      throw error;
    }
  }

  /** Whether it still has something to answer: until `release`. */
  detach(port: ViewPort, attachment: AttachmentId): boolean {
    return this.#views.leave(port, attachment);
  }

  release(port: ViewPort, attachment: AttachmentId): void {
    this.#views.remove(port, attachment);
  }

  detachPort(port: ViewPort): void {
    this.#views.removePort(port);
  }

  ack(port: ViewPort, attachment: AttachmentId, bytes: number): void {
    this.#views.ack(port, attachment, bytes);
  }

  /** Whether what this view's emulator answers goes to the program. */
  isAnsweringView(port: ViewPort, attachment: AttachmentId): boolean {
    return this.#views.answers(port, attachment);
  }

  /** Whether what this screen of the worker answers goes to the program. */
  isAnswerer(key: string): boolean {
    return this.#answerer?.key === key || [...this.#relieved].some((relieved) => relieved.key === key);
  }

  /** A process is about to start: views start over. A screen that was made for it is what it starts on. */
  handleStart(): void {
    const early = this.#early;
    if (early !== null && !(early.isAhead && early.since.length === 0)) this.forgo();
    this.#views.expire();
  }

  /** Tells the views to start over. */
  expire(): void {
    this.forgo();
    this.#views.expire();
  }

  /** A screen that follows the pane until `release` is called. */
  follow(): { follower: ScreenFollower; release: () => Promise<void> } {
    const { pane, worker, nextScreen } = this.#owner;
    const follower = new ScreenFollower(worker, `${pane}:${nextScreen()}`, {
      job: this.#owner.read({ isEnded: false }),
      onPending: () => {
        this.#weigh();
        this.#letAnswererGo();
      },
    });
    this.#followers.add(follower);
    return { follower, release: () => this.#release(follower) };
  }

  /** The next unit holds a query: while nobody looks, a screen in the worker answers it. Called before that unit exists. */
  expectQuery(): void {
    this.forgo();
    if (this.#views.count === 0) this.#answerer ??= this.follow().follower;
  }

  /** The program has gone quiet: a hidden pane keeps no emulator. */
  handleQuiet(): void {
    this.#isQuiet = true;
    this.#letAnswererGo();
  }

  /** Once it has answered all that it was fed, which may be only after the program went quiet. */
  #letAnswererGo(): void {
    const answerer = this.#answerer;
    if (!this.#isQuiet || answerer === null || answerer.pendingBytes > 0) return;
    this.#answerer = null;
    void this.#release(answerer);
  }

  hand(entry: StreamEntry): void {
    this.#isQuiet = false;
    this.#views.deliver(entry);
    if (this.#early?.add(entry) === false) this.forgo();
    for (const follower of this.#followers) follower.feed(entry);
    if (this.#followers.size > 0) this.#weigh();
  }

  /** Lets go of everything that shows the pane. */
  async end(): Promise<void> {
    this.forgo();
    this.#views.clear();
    await Promise.all([...this.#followers].map((follower) => this.#release(follower)));
  }

  /** The screen as of now. A view that is being added takes the answering over. */
  #view(): Promise<FirstScreen> {
    const answerer = this.#answerer;
    if (answerer === null) return this.#viewOfContent();
    this.#answerer = null;
    const isGround = this.#owner.isGround();
    const taken = this.#relieve(answerer);
    if (isGround) {
      // Its worker may have died: what the pane has is still there to be shown.
      return taken.then((screen) => ({ ...screen, since: [] })).catch(() => this.#viewOfContent());
    }
    // It has answered by then, or its worker has died.
    taken.catch(() => undefined);
    return this.#viewOfContent();
  }

  /** It was fed everything up to now and answers what stands before now; the view answers what comes. */
  async #relieve(answerer: ScreenFollower): Promise<ShownScreen> {
    this.#followers.delete(answerer);
    this.#relieved.add(answerer);
    try {
      return await answerer.take();
    } finally {
      this.#relieved.delete(answerer);
      void this.#release(answerer);
    }
  }

  async #viewOfContent(): Promise<FirstScreen> {
    const { worker } = this.#owner;
    const { job, since } = await this.#owner.readBeginning({ isEnded: !this.#owner.isLive() });
    return { ...(await worker.view(job)), since };
  }

  #release(follower: ScreenFollower): Promise<void> {
    this.#followers.delete(follower);
    this.#weigh();
    return follower.drop();
  }

  #weigh(): void {
    const pending = [...this.#followers].reduce((most, { pendingBytes }) => Math.max(most, pendingBytes), 0);
    this.#owner.hold('followers', pending > followerHighBytes);
  }
}
