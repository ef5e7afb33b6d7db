// `everpane open`: the app runs and answers when this returns. The starting itself is in launch/, loaded only here.
import type { CommandDefinition } from '../command.ts';

export const openCommand: CommandDefinition = {
  examples: [
    { line: 'everpane open', does: 'Starts the app, or brings its window to the front.' },
    { line: 'everpane --home ~/demo open', does: 'Starts an independent workspace.' },
  ],
  define: (program, cli) =>
    program
      .command('open')
      .description('start the app and return when it answers')
      .action(async () => {
        const { openApp } = await import('../launch/open-app.ts');
        await openApp(cli);
      }),
};
