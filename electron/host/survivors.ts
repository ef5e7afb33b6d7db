// What of the panes' old processes still runs: looked for once at the start, then watched until it ends. Said in ephemeral
// records, for it is about processes. Never holds a start up: whoever must know awaits `found`.
import type { PaneId } from '../../shared/ids.ts';
import { isPaneId } from '../../shared/ids.ts';
import type { Survivor } from '../../shared/model.ts';
import { quoteCommand } from '../../shared/quote.ts';
import type { SurvivingProcess } from '../pty/survivors.ts';
import type { Journal } from './journal.ts';

export interface SurvivorSource {
  find(): Promise<readonly SurvivingProcess[]>;
  isStillRunning(process: SurvivingProcess): Promise<boolean>;
}

const lookEveryMs = 2_000;

export class Survivors {
  /** Resolves when what was there at the start is known. Never rejects. */
  readonly found: Promise<void>;
  readonly #journal: Journal;
  readonly #source: SurvivorSource;
  #processes: readonly SurvivingProcess[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(journal: Journal, source: SurvivorSource) {
    this.#journal = journal;
    this.#source = source;
    this.found = this.#find();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #find(): Promise<void> {
    // Nothing of a first run, and nothing that was never there, can have survived.
    const isRestored = Object.values(this.#journal.workspace.panes).some((pane) => pane.restored !== null);
    if (!isRestored) return;
    // Who cannot be found is not said to be there; that the workspace came back does not hang on it.
    const found = await this.#source.find().catch(() => []);
    this.#processes = found.filter(({ pane }) => isPaneId(pane) && pane in this.#journal.workspace.panes);
    this.#tell(new Set(this.#processes.map(({ pane }) => pane)));
    this.#watch();
  }

  #watch(): void {
    if (this.#isClosed || this.#processes.length === 0) return;
    this.#timer = setTimeout(() => void this.#look(), lookEveryMs).unref();
  }

  async #look(): Promise<void> {
    const running = await Promise.all(
      this.#processes.map((process) => this.#source.isStillRunning(process).catch(() => false)),
    );
    const ended = this.#processes.filter((_, index) => running[index] !== true);
    this.#processes = this.#processes.filter((_, index) => running[index] === true);
    this.#tell(new Set(ended.map(({ pane }) => pane)));
    this.#watch();
  }

  #tell(panes: ReadonlySet<string>): void {
    if (this.#isClosed || panes.size === 0) return;
    this.#journal.commit(
      [...panes].filter(isPaneId).map((pane) => ({
        kind: 'live.survived' as const,
        pane,
        processes: this.#processes
          .filter((process) => process.pane === pane)
          .map((process) => this.#survivor(process, pane)),
      })),
    );
  }

  #survivor({ pid, args }: SurvivingProcess, pane: PaneId): Survivor {
    const command = quoteCommand(args);
    const wasRunning = this.#journal.workspace.panes[pane]?.restored?.wasRunning ?? null;
    return { pid, command, isCommand: wasRunning !== null && isCommandOf(command, wasRunning) };
  }
}

/**
 * Whether a process is what that command line had started. One of them may begin with what the other does not show: the
 * program that let it survive (`nohup make`), the interpreter of a script (`/bin/sh ./serve`).
 */
function isCommandOf(process: string, typed: string): boolean {
  const [ran, line] = [process, typed].map((text) => ` ${text.trim().split(/\s+/).join(' ')}`) as [
    string,
    string,
  ];
  return line.endsWith(ran) || ran.endsWith(line);
}
