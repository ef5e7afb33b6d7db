// Carries commands out: plans them, commits the records, starts what they made, and answers when all of it is durable.
import type { CommandOutcome, CommandParams, CommandResult, ParsedCommand } from '../../shared/commands.ts';
import type { Config } from '../../shared/config.ts';
import { assertNever } from '../../shared/exhaustive.ts';
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { Pane, Survivor } from '../../shared/model.ts';
import type { TimelineEntry } from '../../shared/status.ts';
import { CommandRefusedError } from './command-refused.ts';
import type { HostPane } from './pane.ts';
import { actOnPath } from './path-commands.ts';
import { panesIn } from './plan/close.ts';
import { notFound, type PlanContext, refused } from './plan/plan.ts';
import {
  isPathCommand,
  isProcessCommand,
  isTimelineCommand,
  type ProcessCommand,
  planCommand,
  type TimelineCommand,
} from './plan/plan-command.ts';
import { closedPanes, type PurgeParts, purgePanes } from './purging.ts';
import { mayRerun } from './rerun.ts';

export interface RunnerParts extends PurgeParts {
  config(): Config;
  planContext(): PlanContext;
  /** The whole environment of a process in this pane. */
  environmentOf(pane: Pane): Readonly<Record<string, string>>;
  paneOf(id: PaneId): HostPane | undefined;
  /** Starts a pane unless it runs or its process has ended. */
  start(id: PaneId): Promise<void>;
  timeline(): readonly TimelineEntry[];
  /** Rejects with CommandRefusedError if there is no such point. */
  restore(id: string, options: { readonly replace: boolean }): Promise<void>;
  /** A warning if damaged files were set aside: nobody can tell what is in them. */
  mayBeInQuarantine(): Promise<string | null>;
  /** Resolves when it is known what survived of the panes' old processes. */
  survivorsFound(): Promise<void>;
}

export class CommandRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  async execute(command: ParsedCommand): Promise<CommandOutcome> {
    if (isProcessCommand(command)) return this.#actOnProcess(command);
    if (isTimelineCommand(command)) return this.#actOnTimeline(command);
    if (isPathCommand(command)) {
      const { journal, config, environmentOf } = this.#parts;
      const run = (other: ParsedCommand) => this.execute(other);
      return actOnPath(command, { workspace: journal.workspace, config: config(), environmentOf, run });
    }
    if (command.name === 'pane.purge') return this.#purge(command.params);
    if (command.name === 'close' && !command.params.force) {
      const busy = await this.#whatRuns(command.params.target);
      if (busy !== null) return refused('busy', busy);
    }
    const { journal, planContext, start } = this.#parts;
    const plan = planCommand(journal.workspace, planContext(), command);
    if (plan.kind === 'refused') return plan;
    const transient = command.name === 'layout.ratios' && !command.params.done;
    const lsn = journal.commit(plan.records, { transient });
    if (transient) return { kind: 'done', value: null, warning: null };
    const made = plan.records.flatMap((record) =>
      record.kind === 'pane.created' || record.kind === 'pane.reopened' ? [record.pane] : [],
    );
    const line = 'run' in command.params ? command.params.run : undefined;
    // Before anybody can type into it; it is answered before the shell has got to its prompt.
    if (line !== undefined) for (const pane of made) void this.#parts.paneOf(pane)?.rerun(line);
    await Promise.all(made.map((pane) => start(pane)));
    return this.#settle(lsn, plan.value);
  }

  async #purge({ pane, force }: CommandParams<'pane.purge'>): Promise<CommandOutcome> {
    const { journal } = this.#parts;
    if (pane !== undefined && idNumber(pane) >= journal.workspace.next.pane) return notFound(pane);
    const { mode, reason } = journal.log.status();
    if (mode === 'degraded' || mode === 'read-only') {
      return refused('refused', `nothing can be removed while the journal is ${mode}: ${reason}`);
    }
    const busy = pane === undefined || force ? null : await this.#whatRuns(pane);
    if (busy !== null) return refused('busy', busy);
    const panes = pane === undefined ? closedPanes(journal) : [pane];
    if (panes.length === 0) return { kind: 'done', value: null, warning: null };
    if (await purgePanes(this.#parts, panes)) {
      return { kind: 'done', value: null, warning: await this.#parts.mayBeInQuarantine() };
    }
    const message = `${panes.join(', ')} cannot come back, but some of it is still in use on the disk; do it once more`;
    return refused('failed', message);
  }

  /** A command that the user has listed runs again by itself, once for each restore. */
  async rerunIfAllowed(id: PaneId): Promise<void> {
    await this.#parts.survivorsFound();
    const { restored, touched } = this.#parts.journal.workspace.panes[id] ?? {};
    const { rerun, rerun_allow } = this.#parts.config().restore;
    // Somebody types there already, and it would be joined to what they type: it stays offered.
    if (touched === true) return;
    if (rerun !== 'allow-listed' || restored?.isTyped !== true || restored.wasRunning === null) return;
    if (this.#survivorOf(id) !== undefined || !mayRerun(restored.wasRunning, rerun_allow)) return;
    await this.#rerun(id, restored.wasRunning);
  }

  /** The process that the pane's command became, if it outlived the app: it is not run a second time beside it. */
  #survivorOf(id: PaneId): Survivor | undefined {
    return this.#parts.journal.workspace.survivors[id]?.find(({ isCommand }) => isCommand);
  }

  async #rerun(id: PaneId, command: string): Promise<void> {
    this.#parts.journal.commit([{ kind: 'pane.restored-seen', pane: id }]);
    await this.#parts.paneOf(id)?.rerun(command);
  }

  async #actOnTimeline(command: TimelineCommand): Promise<CommandOutcome> {
    const { journal, restore, timeline } = this.#parts;
    switch (command.name) {
      case 'timeline.list':
        return { kind: 'done', value: { points: timeline() }, warning: null };
      case 'timeline.restore':
        try {
          await restore(command.params.id, command.params);
        } catch (error) {
          if (error instanceof CommandRefusedError) return refused(error.code, error.message);
          return refused('failed', error instanceof Error ? error.message : String(error));
        }
        return this.#settle(journal.log.status().lsn, null);
      default:
        return assertNever(command);
    }
  }

  async #actOnProcess(command: ProcessCommand): Promise<CommandOutcome> {
    const { pane: id } = command.params;
    const { journal } = this.#parts;
    const pane = this.#parts.paneOf(id);
    if (pane === undefined) return notFound(id);
    switch (command.name) {
      case 'pane.respawn':
        if (pane.isLive) return refused('refused', `${id} is running; close it first`);
        await pane.start('respawn');
        break;
      case 'pane.start':
        if (pane.isLive || journal.workspace.panes[id]?.outcome !== null) {
          return refused('refused', `${id} is not waiting to be started`);
        }
        await pane.start('shown');
        break;
      case 'pane.clear':
        if (!pane.clear()) return refused('refused', `nothing runs in ${id}`);
        break;
      case 'pane.rerun': {
        await this.#parts.survivorsFound();
        // As it is now: whoever asked before has taken the offer, and it is not run twice.
        const wasRunning = journal.workspace.panes[id]?.restored?.wasRunning ?? null;
        if (wasRunning === null) {
          return refused('refused', `nothing was running in ${id} that could be run again`);
        }
        const survivor = this.#survivorOf(id);
        if (survivor !== undefined) {
          return refused('refused', `${survivor.command} is still running, pid ${survivor.pid}`);
        }
        await this.#rerun(id, wasRunning);
        break;
      }
      default:
        return assertNever(command);
    }
    return this.#settle(journal.log.status().lsn, null);
  }

  async #settle(lsn: number, value: CommandResult<ParsedCommand['name']>): Promise<CommandOutcome> {
    const { log } = this.#parts.journal;
    // Whoever asked waits for it, also where it could be written at leisure otherwise.
    void log.flush();
    const { degraded } = await log.whenDurable(lsn);
    const { mode, reason } = log.status();
    const isWarned = degraded && mode !== 'disabled';
    return { kind: 'done', value, warning: isWarned ? `done, but not saved: ${reason ?? mode}` : null };
  }

  /** What runs in the panes that a close would end, in words; null if they are all at their prompts. */
  async #whatRuns(target: Parameters<typeof panesIn>[1]): Promise<string | null> {
    const { journal, paneOf } = this.#parts;
    const ids = panesIn(journal.workspace, target) ?? [];
    await Promise.all(ids.map((id) => paneOf(id)?.look()));
    const busy = ids.flatMap((id) => {
      const pane = journal.workspace.panes[id];
      if (pane === undefined || paneOf(id)?.isLive !== true) return [];
      const own = pane.incarnation === 1 ? pane.program.command?.join(' ') : undefined;
      const running = pane.running ?? own;
      return running === undefined ? [] : [`${running} (${id})`];
    });
    const [first, ...more] = busy;
    if (first === undefined) return null;
    const rest = more.length === 0 ? '' : ` and ${more.length} more`;
    return `${first}${rest} is still running; close it with --force`;
  }
}
