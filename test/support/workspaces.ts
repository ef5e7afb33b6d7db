// Workspaces for tests, made the way the app makes them: by planning commands and reducing their records.
import fc from 'fast-check';
import type { PlanContext } from '../../electron/host/plan/plan.ts';
import type { PlannedCommand } from '../../electron/host/plan/plan-command.ts';
import { planCommand } from '../../electron/host/plan/plan-command.ts';
import { type ParsedCommand, parseCommand } from '../../shared/commands.ts';
import { emptyWorkspace, type Workspace } from '../../shared/model.ts';
import type { DurableRecord } from '../../shared/records.ts';
import { reduce } from '../../shared/reduce.ts';

export const planContext: PlanContext = {
  now: Date.UTC(2026, 0, 2, 10, 32),
  defaultCwd: '/home/ada',
  defaultProgram: { shell: '/bin/bash', args: [] },
  profileOf: () => null,
  defaultProfile: null,
  defaultSize: { cols: 80, rows: 24 },
};

/** Records of a command; throws if it is refused. */
export function recordsOf(workspace: Workspace, name: string, params: unknown): readonly DurableRecord[] {
  const parsed = parseCommand(name, params);
  if ('code' in parsed) throw new Error(parsed.message);
  const plan = planCommand(workspace, planContext, parsed as PlannedCommand);
  if (plan.kind === 'refused') throw new Error(plan.error.message);
  return plan.records;
}

export function run(workspace: Workspace, name: string, params: unknown): Workspace {
  return recordsOf(workspace, name, params).reduce(reduce, workspace);
}

/** One OS window and one session, as after the first run. */
export function firstRun(): Workspace {
  const opened = reduce(emptyWorkspace, { kind: 'os-window.opened', osWindow: 'o1', session: null });
  return run(opened, 'session.create', { name: 'main' });
}

/** A command for whatever the workspace has: ids are picked by the numbers, so it always hits something or is refused. */
export const anyCommand = fc
  .record({
    name: fc.constantFrom(
      'session.create',
      'session.move',
      'window.create',
      'window.move',
      'window.detach',
      'os-window.open',
      'os-window.close',
      'pane.split',
      'pane.resize',
      'pane.zoom',
      'pane.move',
      'pane.swap',
      'pane.reopen',
      'layout.equalise',
      'focus',
      'rename',
      'close',
    ),
    a: fc.nat(50),
    b: fc.nat(50),
    ratio: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    direction: fc.constantFrom('left', 'right', 'up', 'down'),
  })
  .map((choice) => (workspace: Workspace): ParsedCommand | null => {
    const pick = (ids: string[], n: number) => ids[n % Math.max(1, ids.length)];
    const panes = Object.keys(workspace.panes);
    const windows = Object.keys(workspace.windows);
    const sessions = [...workspace.sessionOrder];
    const { a, b, ratio, direction } = choice;
    const places = ['new', ...windows, ...panes];
    const anything = pick([...panes, ...windows, ...sessions], a);
    const params: Record<string, unknown> = {
      'session.create': {},
      'session.move': { session: pick(sessions, a), index: b },
      'window.create': { session: pick(sessions, a) },
      'window.move': { window: pick(windows, a), session: pick(sessions, b), index: b },
      'window.detach': { window: pick(windows, a) },
      'os-window.open': b % 3 === 0 ? { quick: b % 2 === 0 } : { session: pick(sessions, a) },
      'os-window.close': { osWindow: pick(Object.keys(workspace.osWindows), a) },
      'pane.split': { pane: pick(panes, a), direction, ratio },
      'pane.resize': { pane: pick(panes, a), ratio },
      'pane.zoom': { pane: pick(panes, a) },
      'pane.move': { pane: pick(panes, a), to: pick(places, b), direction },
      'pane.swap': { a: pick(panes, a), b: pick(panes, b) },
      'pane.reopen': {},
      'layout.equalise': { window: pick(windows, a), path: [] },
      focus: { target: anything },
      rename: { target: pick([...windows, ...sessions], a), name: `n${b}` },
      close: { target: anything, force: true },
    };
    const parsed = parseCommand(choice.name, params[choice.name]);
    return 'code' in parsed ? null : parsed;
  });
