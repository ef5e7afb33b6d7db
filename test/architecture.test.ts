// The import rules of .dependency-cruiser.cjs bite: a small tree that breaks each of them once is cruised with the real
// configuration, and every break must be reported. (That the real tree breaks none is `npm run check`'s business.)
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from './support/temp-dir.ts';

interface Violation {
  readonly rule: string;
  /** The file that imports what it must not. */
  readonly file: string;
  /** The import statement that breaks the rule. */
  readonly source: string;
}

const checkout = resolve(import.meta.dirname, '..');
const rules: { forbidden: { name: string }[] } = createRequire(import.meta.url)(
  join(checkout, '.dependency-cruiser.cjs'),
);

/** Files that the violations import; all innocent. */
const innocent: Record<string, string> = {
  'node_modules/electron/package.json': '{"name":"electron","version":"1.0.0","main":"index.js"}',
  'node_modules/electron/index.js': '',
  'node_modules/node-pty/package.json': '{"name":"node-pty","version":"1.0.0","main":"index.js"}',
  'node_modules/node-pty/index.js': '',
  'node_modules/@node-rs/crc32/package.json': '{"name":"@node-rs/crc32","version":"1.0.0","main":"index.js"}',
  'node_modules/@node-rs/crc32/index.js': '',
  'package.json': '{"name":"tree","type":"module"}',
  'shared/model.ts': 'export type Model = 1;',
  'shared/hen.ts': "import type { egg } from './egg.ts'; export const hen: typeof egg = 1;",
  'cli/main.ts': 'export const cli = 1;',
  'renderer/main.tsx': 'export const page = <main onClick={() => 1} />;',
  'electron/main.ts': "import { app } from 'electron'; export const main = app;",
  'electron/app/window.ts': "import { app } from 'electron'; export const window = app;",
  'electron/host/host.ts': "import { state } from '../persistence/wal.ts'; export const host = state;",
  'electron/persistence/wal.ts': "import { crc32c } from '@node-rs/crc32'; export const state = crc32c;",
  'electron/pty/pty.ts': "import { spawn } from 'node-pty'; export const pty = spawn;",
  'electron/control/protocol.ts':
    "import type { Model } from '../../shared/model.ts'; export type Call = Model;",
  'electron/control/server.ts': "import { host } from '../host/host.ts'; export const server = host;",
  'scripts/start.mjs': '',
};

const violations: Violation[] = [
  { rule: 'no-circles', file: 'shared/egg.ts', source: "export { hen } from './hen.ts';" },
  { rule: 'no-unresolved', file: 'shared/lost.ts', source: "import './nowhere.ts';" },
  { rule: 'electron-only-in-app', file: 'electron/host/a.ts', source: "import { app } from 'electron';" },
  {
    rule: 'electron-only-in-app',
    file: 'renderer/a.ts',
    source: "const { shell } = await import('electron');",
  },
  {
    rule: 'electron-only-in-app',
    file: 'electron/screen/a.ts',
    source: "import type { App } from 'electron';",
  },
  { rule: 'node-pty-only-in-pty', file: 'electron/host/b.ts', source: "import { spawn } from 'node-pty';" },
  {
    rule: 'crc32-only-in-persistence',
    file: 'electron/host/c.ts',
    source: "import { crc32c } from '@node-rs/crc32';",
  },
  {
    rule: 'shared-stands-alone',
    file: 'shared/a.ts',
    source: "import { host } from '../electron/host/host.ts';",
  },
  { rule: 'shared-runs-anywhere', file: 'shared/b.ts', source: "import { join } from 'node:path';" },
  {
    rule: 'renderer-knows-only-shared',
    file: 'renderer/b.ts',
    source: "import { cli } from '../cli/main.ts';",
  },
  { rule: 'renderer-without-node', file: 'renderer/c.ts', source: "import { readFileSync } from 'fs';" },
  { rule: 'renderer-without-node', file: 'renderer/d.ts', source: "import { readFileSync } from 'node:fs';" },
  {
    rule: 'persistence-knows-only-shared',
    file: 'electron/persistence/a.ts',
    source: "import { host } from '../host/host.ts';",
  },
  {
    rule: 'persistence-needs-no-package',
    file: 'electron/persistence/b.ts',
    source: "import { spawn } from 'node-pty';",
  },
  {
    rule: 'pty-knows-only-shared',
    file: 'electron/pty/a.ts',
    source: "import { host } from '../host/host.ts';",
  },
  {
    rule: 'screen-knows-only-shared',
    file: 'electron/screen/b.ts',
    source: "import { pty } from '../pty/pty.ts';",
  },
  {
    rule: 'host-knows-no-shell-around-it',
    file: 'electron/host/d.ts',
    source: "import { window } from '../app/window.ts';",
  },
  {
    rule: 'host-knows-no-shell-around-it',
    file: 'electron/host/e.ts',
    source: "import { server } from '../control/server.ts';",
  },
  {
    rule: 'control-knows-the-host',
    file: 'electron/control/a.ts',
    source: "import { pty } from '../pty/pty.ts';",
  },
  { rule: 'config-knows-no-host', file: 'electron/config/a.ts', source: "import '../host/host.ts';" },
  { rule: 'home-knows-only-shared', file: 'electron/home/a.ts', source: "import '../host/host.ts';" },
  {
    rule: 'app-knows-the-main-side',
    file: 'electron/app/a.ts',
    source: "import { main } from '../main.ts';",
  },
  { rule: 'app-knows-the-main-side', file: 'electron/app/b.ts', source: "import '../../renderer/main.tsx';" },
  { rule: 'cli-is-a-client', file: 'cli/a.ts', source: "import { host } from '../electron/host/host.ts';" },
  {
    rule: 'cli-is-a-client',
    file: 'cli/b.ts',
    source: "import { server } from '../electron/control/server.ts';",
  },
  {
    rule: 'nobody-imports-tests-or-scripts',
    file: 'electron/host/f.ts',
    source: "import '../../scripts/start.mjs';",
  },
  { rule: 'set-up-needs-no-package', file: 'scripts/setup/a.mjs', source: "import 'node-pty';" },
];

describe('the import rules', () => {
  it('should have a violation here for every rule', () => {
    const shown = new Set(violations.map(({ rule }) => rule));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('should report every violation, and nothing about innocent files', async () => {
    const tree = await tempDir();
    const files = [
      ...Object.entries(innocent),
      ...violations.map(({ file, source }) => [file, source] as const),
    ];
    for (const [file, source] of files) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(join(tree, file), `${source}\n`);
    }

    const reported = await cruise(tree);

    const expected = violations.map(({ rule, file }) => `${file}: ${rule}`);
    expect(expected.filter((line) => !reported.includes(line))).toEqual([]);
    expect(reported.filter((line) => (line.split(':')[0] ?? '') in innocent)).toEqual([]);
  });
});

/** The violations found in the tree, as "file: rule". */
function cruise(tree: string): Promise<string[]> {
  const program = join(checkout, 'scripts', 'check', 'import-directions.mjs');
  return new Promise((done, fail) => {
    execFile(process.execPath, [program, '--json'], { cwd: tree, maxBuffer: 2 ** 24 }, (error, stdout) => {
      if (stdout === '') return fail(error);
      const { summary } = JSON.parse(stdout);
      done(
        summary.violations.map(
          (found: { from: string; rule: { name: string } }) => `${found.from}: ${found.rule.name}`,
        ),
      );
    });
  });
}
