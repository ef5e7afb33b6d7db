// Commands about files that a pane's text names: whether they are there, and opening one. A file is opened by the user's editor in
// a pane beside, which is a pane like any other; nothing is ever run because a text names it.
import { dirname } from 'node:path';
import type { CommandOutcome, ParsedCommand } from '../../shared/commands.ts';
import type { Config } from '../../shared/config.ts';
import { editorCommand } from '../../shared/editor-command.ts';
import { assertNever } from '../../shared/exhaustive.ts';
import type { Pane, Workspace } from '../../shared/model.ts';
import { findPaths } from './find-paths.ts';
import { notFound, refused } from './plan/plan.ts';
import type { PathCommand } from './plan/plan-command.ts';

export interface PathParts {
  readonly workspace: Workspace;
  readonly config: Config;
  environmentOf(pane: Pane): Readonly<Record<string, string>>;
  run(command: ParsedCommand): Promise<CommandOutcome>;
}

export async function actOnPath(command: PathCommand, parts: PathParts): Promise<CommandOutcome> {
  const pane = parts.workspace.panes[command.params.pane];
  if (pane === undefined) return notFound(command.params.pane);
  const environment = parts.environmentOf(pane);
  const from = { cwd: pane.cwd, home: environment.HOME ?? '/' };
  switch (command.name) {
    case 'path.find': {
      const found = await findPaths(command.params.texts, from);
      return { kind: 'done', value: { found }, warning: null };
    }
    case 'path.open': {
      const { path } = command.params;
      const [found = null] = await findPaths([path], from);
      if (found === null) return refused('not-found', `${path} is not there any more`);
      const { VISUAL = '', EDITOR = '' } = environment;
      const editor = [parts.config.terminal.editor, VISUAL, EDITOR].find((one) => one.trim() !== '') ?? 'vi';
      const options =
        found.kind === 'directory'
          ? { cwd: path }
          : { cwd: dirname(path), command: editorCommand(editor, command.params) };
      return openBeside(pane, { ...options, private: pane.private }, parts);
    }
    default:
      return assertNever(command);
  }
}

/** To the right, or in a tab of its own where there is no room. */
async function openBeside(
  pane: Pane,
  options: { readonly cwd: string; readonly command?: string[]; readonly private: boolean },
  { run, workspace }: PathParts,
): Promise<CommandOutcome> {
  const split = await run({
    name: 'pane.split',
    params: { pane: pane.id, direction: 'right', ...options },
  });
  if (split.kind === 'done' || split.error.code !== 'refused') return split;
  const session = workspace.windows[pane.window]?.session;
  return run({
    name: 'window.create',
    params: { ...options, ...(session === undefined ? {} : { session }) },
  });
}
