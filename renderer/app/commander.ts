// Commands on behalf of a person: what was refused, or done but not saved, is said where they see it.
import type { CommandName, CommandOutcome, CommandParams } from '../../shared/commands.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { HostClient } from '../port/host-client.ts';
import type { AppState, CloseTarget } from '../store/app-state.ts';
import { addNotice } from '../store/apply-message.ts';
import type { Store } from '../store/store.ts';
import { openOverlay } from './ui-state.ts';

export interface Commander {
  /** A refusal becomes a notice; never rejects. */
  run<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandOutcome<N>>;
  /** Whether the pane's start was asked for and the answer is still to come. */
  isStarting(pane: PaneId): boolean;
  /** Closes, and asks first where something runs. */
  close(target: CloseTarget): Promise<void>;
}

export function createCommander(store: Store<AppState>, client: HostClient): Commander {
  const say = (level: 'warn' | 'error', text: string): void =>
    store.update((state) => addNotice(state, { level, pane: null, text }));

  const starting = new Set<PaneId>();

  const run = async <N extends CommandName>(
    name: N,
    params: CommandParams<N>,
  ): Promise<CommandOutcome<N>> => {
    const started = paneStartedBy(name, params);
    if (started !== null) starting.add(started);
    const outcome = await client.command(name, params);
    if (started !== null) starting.delete(started);
    if (outcome.kind === 'refused') say('error', outcome.error.message);
    else if (outcome.warning !== null) say('warn', outcome.warning);
    return outcome;
  };

  return {
    run,
    isStarting: (pane) => starting.has(pane),
    async close(target) {
      const outcome = await client.command('close', { target, force: false });
      if (outcome.kind === 'done') {
        if (outcome.warning !== null) say('warn', outcome.warning);
      } else if (outcome.error.code === 'busy') {
        const { message } = outcome.error;
        store.update(openOverlay({ kind: 'confirm-close', target, message }));
      } else say('error', outcome.error.message);
    },
  };
}

function paneStartedBy<N extends CommandName>(name: N, params: CommandParams<N>): PaneId | null {
  const isStart = name === 'pane.respawn' || name === 'pane.start';
  return isStart && 'pane' in params ? (params.pane as PaneId) : null;
}
