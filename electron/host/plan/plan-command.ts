// The map from command names to plans. Commands that act on processes alone (respawn, clear) or on what was kept of the past
// have no plan, nor has purge, which takes several steps: the host carries them out itself.

import type { CommandName, CommandResults, ParsedCommand } from '../../../shared/commands.ts';
import { assertNever } from '../../../shared/exhaustive.ts';
import type { Workspace } from '../../../shared/model.ts';
import {
  planEqualise,
  planPaneMove,
  planRatios,
  planRename,
  planResize,
  planSessionMove,
  planSwap,
  planWindowMove,
  planZoom,
} from './arrange.ts';
import { planClose } from './close.ts';
import { planReopen, planSessionCreate, planSplit, planWindowCreate } from './create.ts';
import { planFocus } from './focus.ts';
import { planDetach, planOsWindowClose, planOsWindowOpen } from './os-windows.ts';
import { notFound, type Plan, type PlanContext, planned } from './plan.ts';

const processCommands = ['pane.respawn', 'pane.start', 'pane.clear', 'pane.rerun'] as const;
export type ProcessCommand = Extract<ParsedCommand, { name: (typeof processCommands)[number] }>;
/** About the past: what is kept of it, and bringing it back. */
export type TimelineCommand = Extract<ParsedCommand, { name: `timeline.${string}` }>;
/** About files that a pane's text names. */
export type PathCommand = Extract<ParsedCommand, { name: `path.${string}` }>;
export type PlannedCommand = Exclude<
  ParsedCommand,
  ProcessCommand | TimelineCommand | PathCommand | { name: 'pane.purge' }
>;

/** Whether a command acts on processes alone. */
export function isProcessCommand(command: ParsedCommand): command is ProcessCommand {
  return (processCommands as readonly string[]).includes(command.name);
}

export function isTimelineCommand(command: ParsedCommand): command is TimelineCommand {
  return command.name.startsWith('timeline.');
}

export function isPathCommand(command: ParsedCommand): command is PathCommand {
  return command.name.startsWith('path.');
}

export function planCommand(
  workspace: Workspace,
  context: PlanContext,
  command: PlannedCommand,
): Plan<CommandResults[CommandName & keyof CommandResults] | null> {
  switch (command.name) {
    case 'session.create':
      return planSessionCreate(workspace, context, command.params);
    case 'session.move':
      return planSessionMove(workspace, command.params);
    case 'window.create':
      return planWindowCreate(workspace, context, command.params);
    case 'window.move':
      return planWindowMove(workspace, command.params);
    case 'window.detach':
      return planDetach(workspace, context, command.params);
    case 'pane.split':
      return planSplit(workspace, context, command.params);
    case 'pane.resize':
      return planResize(workspace, command.params);
    case 'pane.zoom':
      return planZoom(workspace, command.params);
    case 'pane.move':
      return planPaneMove(workspace, command.params);
    case 'pane.swap':
      return planSwap(workspace, command.params);
    case 'pane.reopen':
      return planReopen(workspace, context, command.params);
    case 'pane.dismiss-restored': {
      const { pane } = command.params;
      if (workspace.panes[pane] === undefined) return notFound(pane);
      return planned([{ kind: 'pane.restored-seen', pane }]);
    }
    case 'layout.ratios':
      return planRatios(workspace, command.params);
    case 'layout.equalise':
      return planEqualise(workspace, command.params);
    case 'focus':
      return planFocus(workspace, command.params);
    case 'rename':
      return planRename(workspace, command.params);
    case 'close':
      return planClose(workspace, context.now, command.params);
    case 'os-window.open':
      return planOsWindowOpen(workspace, context, command.params);
    case 'os-window.close':
      return planOsWindowClose(workspace, command.params);
    case 'os-window.place': {
      const { osWindow, bounds, mode } = command.params;
      if (workspace.osWindows[osWindow] === undefined) return notFound(osWindow);
      return planned([{ kind: 'os-window.placed', osWindow, bounds, mode }]);
    }
    case 'os-window.sidebar': {
      const { osWindow, shown } = command.params;
      if (workspace.osWindows[osWindow] === undefined) return notFound(osWindow);
      return planned([{ kind: 'os-window.sidebar', osWindow, shown }]);
    }
    case 'keys.learn': {
      const actions = command.params.actions.filter((action) => !workspace.learned.includes(action));
      return planned(actions.length === 0 ? [] : [{ kind: 'keys.learned', actions }]);
    }
    default:
      return assertNever(command);
  }
}
