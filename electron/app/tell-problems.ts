// What the settings have wrong, told to a person: all of it in the log, and one notice in the window.
import { type ConfigProblem, describeProblem } from '../config/read-config-file.ts';
import type { BridgeServer } from './bridge-server.ts';

export function tellProblems(
  bridge: BridgeServer,
  problems: readonly ConfigProblem[],
  log: (message: string) => void,
): void {
  const [first, ...others] = problems.map(describeProblem);
  if (first === undefined) return;
  for (const text of [first, ...others]) log(text);
  // One notice, however much is wrong: the settings page has them all, each in its place.
  const more = others.length === 0 ? '' : ` (and ${others.length} more: the settings show them)`;
  bridge.notify({ level: 'warn', pane: null, text: `${first}${more}` });
}
