// Entry of the packaged app: with `--everpane-cli` this process is the command line and ends with it, before Chromium has a
// window, a profile or a display; else it is the app. Invariant: what decides is not in reach of what a command is given.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { commandLineArguments, runCommandLine } from './app/command-line-mode.ts';
import { outsideArchive } from './home/archive.ts';

const args = commandLineArguments(process.argv);
if (args === null) {
  createRequire(__filename)('./main.cjs');
} else {
  const outDir = outsideArchive(join(__dirname, '..'));
  const program = join(outDir, 'cli', 'everpane.cjs');
  process.exit(runCommandLine(join(outDir, 'main', 'command-line.cjs'), { program, args }));
}
