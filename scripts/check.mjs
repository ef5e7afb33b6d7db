// `npm run check`: everything that can be said about the source without running it. The tools run side by side; each
// one's output is printed whole, and only if it has something to say.
import { join } from 'node:path';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { setUpDependencies } from './setup/set-up.mjs';
import { runScript } from './setup/set-up-error.mjs';

/** The output is shown later, and only where it matters: no colours in it. */
const PLAIN = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

/** Paths from the checkout's top. */
const tools = [
  {
    name: 'format and lint',
    script: 'node_modules/@biomejs/biome/bin/biome',
    args: ['ci', '--colors=off', '--error-on-warnings', '.'],
  },
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-b'] },
  { name: 'import directions', script: 'scripts/check/import-directions.mjs', args: [] },
  { name: 'unused code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
];

await runScript(async () => {
  await setUpDependencies();
  const results = await Promise.all(tools.map(runTool));
  for (const { name, code, output } of results) {
    process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}\n`);
    if (code !== 0) process.stdout.write(`${output}\n`);
  }
  return results.every(({ code }) => code === 0) ? 0 : 1;
});

async function runTool({ name, script, args }) {
  const { code, stdout, stderr } = await run(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: PLAIN,
    stdio: 'capture',
  });
  return { name, code, output: `${stdout}${stderr}`.trim() };
}
