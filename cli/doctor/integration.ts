// Whether new panes get a shell that tells what it runs: without it commands are offered again by their processes' arguments,
// and there are no marks at prompts.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readConfigFile } from '../../electron/config/read-config-file.ts';
import { defaultShell } from '../../electron/pty/shell.ts';
import { builtDir } from '../launch/runtime-record.ts';
import { type Check, ok, warning, wrong } from './finding.ts';

const supported = ['bash', 'zsh', 'fish'];

export const checkIntegration: Check = async ({ places, environment }) => {
  const { shell: configured } = (await readConfigFile(places.configFile)).config;
  const shell = configured.program || defaultShell(environment);
  const name = basename(shell);
  if (!supported.includes(name)) {
    return warning(
      `not active: ${shell} is none of ${supported.join(', ')}`,
      'everpane config set shell.program /path/of/one (what ran is then offered again as it was typed)',
    );
  }
  const given = configured.args.filter((arg) => arg !== '-l' && arg !== '--login');
  if (given.length > 0) {
    return warning(`not active: ${shell} is given arguments`, 'everpane config unset shell.args');
  }
  const scripts = join(builtDir, 'main', 'shell-integration', name);
  return existsSync(scripts)
    ? ok(`active in new panes (${name})`)
    : wrong(`${scripts} is missing`, 'set it up again: npm start');
};
