// `everpane search`: a pattern in the scrollback of every pane.
import { type CommandDefinition, jsonOption } from '../command.ts';
import { requirePattern } from '../pane-options.ts';

export const searchCommand: CommandDefinition = {
  examples: [
    { line: "everpane search 'ECONNREFUSED|ETIMEDOUT'", does: 'Which pane said so, and where?' },
    { line: 'everpane search error --json', does: 'With the place of every match in its line.' },
  ],
  define: (program, cli) =>
    program
      .command('search <regex>')
      .description('look for a text in the scrollback of every pane')
      .option(...jsonOption)
      .addHelpText(
        'after',
        [
          '',
          'The pattern is an ECMAScript regular expression (flags m and u), tried on each line with its soft wraps',
          'joined. The number is that of the line in `capture --scrollback`, from 0 on: of its first row where it',
          'wraps. A match is [from, to) in UTF-16 units of the text; matches of nothing are left out. Of a program',
          'on the alternate screen that screen is looked through, as capture shows it.',
        ].join('\n'),
      )
      .action(async (pattern: string, { json }: { json?: true }) => {
        requirePattern(pattern);
        const hits = await cli.request('search', { pattern });
        if (json) cli.printJson(hits);
        else for (const { pane, line, text } of hits) cli.print(`${pane}:${line}: ${text}`);
      }),
};
