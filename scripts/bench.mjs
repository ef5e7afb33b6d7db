// `npm run bench`: prepares the peers, then runs every benchmark and writes bench/results.json.
//   npm run bench -- --only engine      some suites
//   npm run bench -- --dir DIR          measure on another disk than the temporary directory's
import { join } from 'node:path';
import { preparePeers } from './bench/peers.mjs';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { say, setUp, setUpDependencies } from './setup/set-up.mjs';
import { runScript } from './setup/set-up-error.mjs';

await runScript(async () => {
  const args = process.argv.slice(2);
  const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '').split(',') : null;
  // The engine's suite needs neither a build nor Electron, and it alone has these peers.
  if (only?.every((suite) => suite === 'engine')) await setUpDependencies();
  else await setUp({ xServer: true });
  if (only === null || only.includes('engine')) await preparePeers(root, { run, say });
  const main = join(root, 'test', 'bench', 'main.ts');
  const results = join(root, 'bench', 'results.json');
  const { code } = await run(process.execPath, ['--import', 'tsx', main, results, ...args], {
    cwd: root,
  });
  return code;
});
