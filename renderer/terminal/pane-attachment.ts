// One terminal's attachment to its living pane: starts it, feeds what comes to the terminal's writer, acknowledges what was
// parsed, and tells the host how much room there is. Invariant: at most one attachment; what an old one still brings is
// neither acknowledged nor answered as the new one's. Knows the port and the stream, no emulator and no page.
import type { PaneId } from '../../shared/ids.ts';
import { markStart } from '../../shared/start-marks.ts';
import type { Attachment, AttachmentReceiver, HostClient } from '../port/host-client.ts';
import type { StreamWriter, StreamWriterEvents } from './stream-writer.ts';

/**
 * Acknowledged at once. The host holds a program up from 400 KB on and lets it go below 100 KB (host/pane-views.ts), so that what
 * is never acknowledged stands in nobody's way; and a message costs a key's echo a quarter of a millisecond on either side.
 */
const ACK_BYTES = 32_768;
/** While a handle is dragged, the pane's size settles for this long before its program hears of it. */
const RESIZE_DELAY_MS = 30;

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

export interface PaneAttachmentOptions {
  readonly pane: PaneId;
  readonly client: HostClient;
  readonly writer: StreamWriter;
  /** What fits, or null while the terminal is not on screen. */
  readonly measure: () => Size | null;
  readonly events: Pick<StreamWriterEvents, 'onReplay' | 'onViewWritten'>;
}

export class PaneAttachment {
  readonly #options: PaneAttachmentOptions;
  #attachment: Attachment | null = null;
  /** The one that brought what is parsed now. */
  #answerer: Attachment | null = null;
  /** What the host was last told. */
  #told: Size | null = null;
  #resizeTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: PaneAttachmentOptions) {
    this.#options = options;
  }

  /** Attaches if there is room and it is not attached. */
  attach(): void {
    const { pane, client, measure } = this.#options;
    const room = measure();
    if (this.#attachment !== null || room === null || !client.isConnected) return;
    this.#told = room;
    // The receiver is only called in later turns of the event loop, when `attachment` has its value.
    const attachment: Attachment = client.attach(
      pane,
      room,
      this.#receiver(() => attachment),
    );
    this.#attachment = attachment;
  }

  /** What has come or is under way is still parsed and answered. */
  detach(): void {
    this.#attachment?.detach();
    this.#attachment = null;
    this.#cancelResize();
  }

  /** What the emulator answers to the living program. */
  answer(data: string): void {
    this.#answerer?.answer(data);
  }

  /** The terminal was laid out anew. */
  handleRoomChanged(): void {
    if (this.#attachment === null) {
      this.attach();
      return;
    }
    this.#cancelResize();
    this.#resizeTimer = setTimeout(() => this.#tellSize(), RESIZE_DELAY_MS);
  }

  #receiver(own: () => Attachment): AttachmentReceiver {
    const { writer } = this.#options;
    let unacknowledged = 0;
    const events: StreamWriterEvents = {
      ...this.#options.events,
      onReplay: (isReplay) => {
        this.#answerer = isReplay ? null : own();
        this.#options.events.onReplay(isReplay);
      },
      onParsed: (bytes) => {
        unacknowledged += bytes;
        if (unacknowledged < ACK_BYTES) return;
        own().ack(unacknowledged);
        unacknowledged = 0;
      },
    };
    const forget = (): void => {
      if (this.#attachment === own()) this.#attachment = null;
    };
    let isShown = false;
    return {
      handleAttached: (view) => {
        markStart('view-arrived');
        // It was detached before its screen was made, and a newer one may have brought the emulator further.
        isShown = this.#attachment === null || this.#attachment === own();
        if (isShown) writer.showView(view, events);
      },
      handleStream: (entries) => {
        if (isShown) writer.showEntries(entries, events);
      },
      handleDetached: () => writer.afterQueued(() => own().release()),
      handleStale: () => {
        forget();
        this.attach();
      },
      handleLost: forget,
    };
  }

  #tellSize(): void {
    this.#resizeTimer = null;
    const { pane, client, measure } = this.#options;
    const room = measure();
    if (room === null || this.#attachment === null) return;
    if (room.cols === this.#told?.cols && room.rows === this.#told.rows) return;
    this.#told = room;
    client.resize(pane, room.cols, room.rows);
  }

  #cancelResize(): void {
    if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer);
    this.#resizeTimer = null;
  }
}
