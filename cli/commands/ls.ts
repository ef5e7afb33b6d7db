// `everpane ls`: the tree of sessions, windows and panes.
import { Option } from 'commander';
import type { PaneJson, SessionJson, TreeJson, WindowJson } from '../../shared/tree.ts';
import { type CommandDefinition, jsonOption } from '../command.ts';

export const lsCommand: CommandDefinition = {
  examples: [
    { line: 'everpane ls', does: 'Shows what there is, the active ones with a *.' },
    {
      line: "everpane ls --json | jq -r '.sessions[].windows[].panes[].cwd'",
      does: 'Prints every directory.',
    },
  ],
  define: (program, cli) =>
    program
      .command('ls')
      .description('show the tree of sessions, windows and panes')
      .option(...jsonOption)
      .addOption(new Option('--ids', 'the ids alone, one in a line').conflicts('json'))
      .action(async ({ json, ids }: { json?: true; ids?: true }) => {
        const tree = await cli.request('ls', {});
        if (json) cli.printJson(tree);
        else if (ids) for (const id of idsOf(tree)) cli.print(id);
        else for (const line of treeLines(tree)) cli.print(line);
      }),
};

function idsOf(tree: TreeJson): string[] {
  return tree.sessions.flatMap(({ id, windows }) => [
    id,
    ...windows.flatMap((window) => [window.id, ...window.panes.map((pane) => pane.id)]),
  ]);
}

/** One line for each, indented by depth; nothing for an empty workspace. */
export function treeLines(tree: TreeJson): string[] {
  return tree.sessions.flatMap((session) => [
    row(0, session.id === tree.activeSession, [session.id, session.name]),
    ...session.windows.flatMap((window) => windowLines(session, window)),
  ]);
}

function windowLines(session: SessionJson, window: WindowJson): string[] {
  const zoom = window.zoomedPane === null ? '' : `(${window.zoomedPane} zoomed)`;
  return [
    row(1, window.id === session.activeWindow, [window.id, window.name, zoom]),
    ...window.panes.map((pane) =>
      row(2, pane.id === window.activePane, [
        pane.id,
        `${pane.cols}x${pane.rows}`,
        stateOf(pane),
        pane.cwd,
        pane.command ?? pane.title,
        pane.private ? '(private)' : '',
      ]),
    ),
  ];
}

function stateOf(pane: PaneJson): string {
  return pane.state === 'exited' && pane.exitCode !== null ? `exited ${pane.exitCode}` : pane.state;
}

function row(depth: number, isActive: boolean, columns: readonly string[]): string {
  const text = columns.filter((column) => column !== '').join('  ');
  return `${'  '.repeat(depth)}${isActive ? '*' : ' '} ${printable(text)}`;
}

/** Titles and names come from programs: none of their control characters may reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f]/g, '\u{fffd}');
}
