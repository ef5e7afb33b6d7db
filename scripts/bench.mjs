// `npm run bench`: prepares the peers, then runs every benchmark and writes bench/results.json.
//   npm run bench -- --only engine      some suites
//   npm run bench -- --dir DIR          measure on another disk than the temporary directory's
import { join } from 'node:path';
import { preparePeers } from './bench/peers.mjs';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { say, setUpDependencies } from './setup/set-up.mjs';
import { runScript } from './setup/set-up-error.mjs';

await runScript(async () => {
  await setUpDependencies();
  await preparePeers(root, { run, say });
  const main = join(root, 'test', 'bench', 'main.ts');
  const results = join(root, 'bench', 'results.json');
  const { code } = await run(process.execPath, ['--import', 'tsx', main, results, ...process.argv.slice(2)], {
    cwd: root,
  });
  return code;
});
