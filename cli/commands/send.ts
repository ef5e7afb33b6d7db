// `everpane send`: types into a pane: text (sanitised as a paste is), then keys, then Enter.
import type { Readable } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import { isKeyName } from '../../shared/keys.ts';
import { sanitisePaste } from '../../shared/paste.ts';
import { usageError } from '../cli-error.ts';
import type { CommandDefinition } from '../command.ts';
import { resolveTarget } from '../targets.ts';

interface Options {
  readonly enter?: true;
  readonly key?: string[];
}

/** Even as escaped JSON a part stays below the limit of a request. */
const partChars = 128 * 1024;

export const sendCommand: CommandDefinition = {
  examples: [
    { line: "everpane send p1 'npm test' --enter", does: 'Types a command and runs it.' },
    { line: 'everpane send p1 --key C-c', does: 'Interrupts what runs.' },
    { line: 'git diff | everpane send p2 -', does: 'Types what it reads.' },
  ],
  define: (program, cli) =>
    program
      .command('send <pane> [text]')
      .description('type into a pane: the text, then the keys, then Enter')
      .option('--enter', 'press Enter last')
      .option('--key <key>', 'press a key such as C-c, M-x, Up, F5 (may be given again)', collectKey)
      .addHelpText('after', '\nText - reads standard input. After -- everything is text.')
      .action(async (target: string, given: string | undefined, { enter, key: keys }: Options) => {
        if (given === undefined && keys === undefined && enter === undefined) {
          throw usageError('nothing to send: give a text, --key or --enter');
        }
        // Before the app is asked for anything: it may take longer to come than the app keeps a connection that asks nothing.
        const text = given === '-' ? await readAll(cli.stdin) : (given ?? '');
        const pane = await resolveTarget(cli, target, ['pane']);
        const parts = inParts(sanitisePaste(text));
        const last = parts.pop();
        for (const part of parts) await cli.request('send', { pane, text: part });
        await cli.request('send', {
          pane,
          ...(last !== undefined && { text: last }),
          ...(keys && { keys }),
          ...(enter && { enter }),
        });
      }),
};

function collectKey(name: string, before: string[] = []): string[] {
  if (!isKeyName(name)) {
    throw new InvalidArgumentError(
      'Keys are single characters and names such as Enter, Escape, Tab, Up, F1, with C-, M-, S-.',
    );
  }
  return [...before, name];
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Cuts between characters; an empty text has no parts. */
function inParts(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    let to = Math.min(from + partChars, text.length);
    const isInsidePair = to < text.length && /[\ud800-\udbff]/.test(text.charAt(to - 1));
    if (isInsidePair) to -= 1;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}
