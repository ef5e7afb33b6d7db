// When a pane asks for a person: its program sends a notification (OSC 9, OSC 777), or a command that ran long has ended.
// Told from the living output alone, never from what was saved; bounded, because what asks is whatever runs in the pane.
import type { PaneId } from '../../shared/ids.ts';
import type { ScanEvent } from './scanner/types.ts';

export type Attention =
  | { readonly kind: 'notification'; readonly pane: PaneId; readonly title: string; readonly body: string }
  | {
      readonly kind: 'command-ended';
      readonly pane: PaneId;
      /** What was run, if it is known. */
      readonly command: string | null;
      readonly exitCode: number | null;
      readonly ranMs: number;
    };

export interface PaneAttentionOptions {
  readonly pane: PaneId;
  /** Milliseconds that only go forwards. */
  readonly now: () => number;
  /** How long a command has run whose end is told. */
  readonly afterMs: () => number;
  /** What runs in the foreground, if it is known. */
  readonly running: () => string | null;
  readonly tell: (attention: Attention) => void;
}

const MAX_TITLE_CHARS = 120;
const MAX_BODY_CHARS = 500;
/** So many within so long; the rest is dropped. */
const MOST_TOLD = 3;
const WITHIN_MS = 10_000;

export class PaneAttention {
  readonly #options: PaneAttentionOptions;
  #startedAt: number | null = null;
  /** When the last ones were told. */
  #told: number[] = [];

  constructor(options: PaneAttentionOptions) {
    this.#options = options;
  }

  /** Events of the output that has just come. */
  heed(events: readonly ScanEvent[]): void {
    for (const event of events) this.#heedOne(event);
  }

  /** A process that starts has not begun any command. */
  handleStart(): void {
    this.#startedAt = null;
  }

  #heedOne(event: ScanEvent): void {
    const { pane, now, running, afterMs } = this.#options;
    switch (event.kind) {
      case 'output-start':
        this.#startedAt = now();
        return;
      case 'command-end': {
        const startedAt = this.#startedAt;
        this.#startedAt = null;
        if (startedAt === null) return;
        const ranMs = now() - startedAt;
        if (ranMs < afterMs()) return;
        this.#tell({ kind: 'command-ended', pane, command: running(), exitCode: event.exitCode, ranMs });
        return;
      }
      case 'notification': {
        const title = event.title.slice(0, MAX_TITLE_CHARS);
        const body = event.body.slice(0, MAX_BODY_CHARS);
        if (title !== '' || body !== '') this.#tell({ kind: 'notification', pane, title, body });
        return;
      }
      default:
        return;
    }
  }

  #tell(attention: Attention): void {
    const { now, tell } = this.#options;
    const at = now();
    this.#told = this.#told.filter((before) => at - before < WITHIN_MS);
    if (this.#told.length >= MOST_TOLD) return;
    this.#told.push(at);
    tell(attention);
  }
}
