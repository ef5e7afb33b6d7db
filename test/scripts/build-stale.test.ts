import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildStale } from '../../scripts/build/build-stale.mjs';
import { targets } from '../../scripts/build/targets.mjs';
import { tempDir } from '../support/temp-dir.ts';

const here = resolve(import.meta.dirname, '../..');

const program: Record<string, string> = {
  'shared/greeting.ts': "export const greeting = 'hello';",
  'electron/main.ts':
    "import { greeting } from '../shared/greeting.ts'; console.log(greeting, EVERPANE_VERSION);",
  'electron/packaged.ts': "import { join } from 'node:path'; console.log(join('a', 'b'));",
  'electron/command-line.ts': "import { workerData } from 'node:worker_threads'; console.log(workerData);",
  'electron/preload.ts': "import { contextBridge } from 'electron'; contextBridge.exposeInMainWorld('a', 1);",
  'electron/screen/worker.ts':
    "import { parentPort } from 'node:worker_threads'; parentPort?.postMessage(1);",
  'electron/pty/integration/scripts/bash': 'PS1=1',
  'cli/main.ts': 'console.log(1);',
  'cli/run-process.ts':
    "import { greeting } from '../shared/greeting.ts'; export const run = async () => 0; console.log(greeting);",
  'renderer/index.html': '<!doctype html><title>t</title><script type="module" src="./main.tsx"></script>',
  'renderer/main.tsx': "import { greeting } from '../shared/greeting.ts'; document.title = greeting;",
};

/** A small checkout with an entry for every target. */
async function checkout(): Promise<string> {
  const dir = await tempDir();
  for (const [file, source] of Object.entries(program)) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), source);
  }
  for (const file of ['package.json', 'vite.config.ts', 'tsconfig.base.json'])
    await cp(join(here, file), join(dir, file));
  await symlink(join(here, 'node_modules'), join(dir, 'node_modules'));
  return dir;
}

const say = () => undefined;

describe('buildStale', () => {
  it('should build everything once, then only what its sources concern', async () => {
    const dir = await checkout();
    expect(await buildStale(dir, { say })).toEqual(targets.map(({ name }) => name));
    expect(await buildStale(dir, { say })).toEqual([]);

    await writeFile(join(dir, 'cli/main.ts'), "console.log('new')");
    expect(await buildStale(dir, { say })).toEqual([
      'command line',
      "command line's program",
      'manual and completions',
    ]);
    await writeFile(join(dir, 'renderer/main.tsx'), "document.title = 'new'");
    expect(await buildStale(dir, { say })).toEqual(['renderer']);

    await rm(join(dir, 'out/main/preload.cjs'));
    expect(await buildStale(dir, { say })).toEqual(['preload']);
  });

  it('should copy what is not code again when it has changed', async () => {
    const dir = await checkout();
    await buildStale(dir, { say });
    await writeFile(join(dir, 'electron/pty/integration/scripts/bash'), 'PS1=2');
    expect(await buildStale(dir, { say })).toContain('shell integration');
    expect(await readFile(join(dir, 'out/main/shell-integration/bash'), 'utf8')).toBe('PS1=2');
  });

  it('should make single files that load nothing of ours, with the version in them', async () => {
    const dir = await checkout();
    await buildStale(dir, { say });
    const { version } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'));
    const main = await readFile(join(dir, 'out/main/main.cjs'), 'utf8');
    expect(main).toContain('hello');
    expect(main).toContain(version);
    expect(main).not.toMatch(/require\(['"]\./);
    expect(existsSync(join(dir, 'out/main/main.cjs.map'))).toBe(true);
    expect(await readFile(join(dir, 'out/main/preload.cjs'), 'utf8')).toContain('require("electron")');
    expect(await readFile(join(dir, 'out/renderer/index.html'), 'utf8')).toContain('src="./assets/');
  });

  it('should keep the last good build when a source does not compile, and try again next time', async () => {
    const dir = await checkout();
    await buildStale(dir, { say });
    await writeFile(join(dir, 'electron/main.ts'), 'import { from nowhere');
    await expect(buildStale(dir, { say })).rejects.toThrow('building main failed');
    expect(await readFile(join(dir, 'out/main/main.cjs'), 'utf8')).toContain('hello');
    await expect(buildStale(dir, { say })).rejects.toThrow();
  });
});
