// What the pictures show. A scene starts its app, brings it into the state to be shown and returns when that state is on
// the screen; `size` gives the window the common size. Programs are real ones, in a small project made for the picture.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = {
  'README.md': '# Harbour\n\nBerths, tides and who may sail when.\n',
  'package.json': '{ "name": "harbour", "type": "module" }\n',
  'src/berth.js':
    'export const berths = new Map();\nexport function moor(ship) {\n  berths.set(ship.name, ship);\n}\n',
  'src/tide.js':
    'export const periodMinutes = 745;\nexport function level(minute) {\n  return Math.cos((2 * Math.PI * minute) / periodMinutes);\n}\n',
  'test/tide.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { level } from '../src/tide.js';\n\n" +
    "test('high water at the start', () => assert.equal(level(0), 1));\n" +
    "test('low water half a period later', () => assert.equal(level(372.5), -1));\n",
};

const PALETTE =
  'for row in 16 52 88 124 160 196; do for i in $(seq $row $((row + 35))); do printf "\\e[48;5;${i}m "; done; printf "\\e[0m\\n"; done';

/** Content of config.toml. */
export const config = '[appearance]\ntheme = "dark"\n\n[restore]\nrelaunch_after_crash = false\n';

export const scenes = [
  {
    name: 'workspace',
    async play(app, size) {
      await startInProject(app);
      await size();
      await fillPanes(app);
    },
  },
  {
    name: 'restored',
    async play(app, size) {
      await startInProject(app);
      await size();
      await fillPanes(app);
      await app.cliOutput('flush');
      await app.kill9();
      await app.restart();
      await size();
      await app.page.getByTestId('recovery-banner').waitFor();
      for (const pane of ['p1', 'p2', 'p3']) await app.cliOutput('wait', pane, '--text', 'harbour \\$\\s*$');
    },
  },
  {
    name: 'palette',
    async play(app, size) {
      await startInProject(app);
      await size();
      await fillPanes(app);
      await app.page.keyboard.press('Control+Shift+P');
      await app.page.keyboard.type('pane');
      await app.page.getByTestId('command-palette').getByRole('option').first().waitFor();
    },
  },
  {
    name: 'timeline',
    async play(app, size) {
      await startInProject(app);
      await fillPanes(app);
      // An empty start keeps what was there as a restore point, and going back keeps what was there then.
      await app.cliOutput('config', 'set', 'persistence.restore_on_startup', 'false');
      await app.restart();
      await app.page.getByTestId('pane').first().waitFor();
      const [point] = await app.cliJson('timeline');
      await app.cliOutput('restore', point.id, '--replace');
      await size();
      await app.page.getByTestId('pane').nth(2).waitFor();
      await openTimeline(app);
    },
  },
  {
    name: 'settings',
    async play(app, size) {
      await startInProject(app);
      await size();
      await app.page.keyboard.press('Control+Shift+<');
      await app.page.getByTestId('settings').waitFor();
    },
  },
];

async function openTimeline({ page }) {
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('restore point');
  await page.keyboard.press('Enter');
  await page.getByTestId('timeline').getByRole('listitem').nth(1).waitFor();
}

async function startInProject(app) {
  const project = join(app.userHome, 'harbour');
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(join(project, file, '..'), { recursive: true });
    await writeFile(join(project, file), text);
  }
  const prompt =
    "PS1='\\[\\e[1;36m\\]\\W\\[\\e[0m\\] $ '\nalias ls='ls --color=auto' grep='grep --color=auto'\n";
  await writeFile(join(app.userHome, '.bashrc'), prompt);
  await app.start();
  await app.page.getByTestId('pane').first().waitFor();
  await app.cliOutput('rename', 's1', 'harbour');
  await app.cliOutput('send', 'p1', 'cd harbour && clear', '--enter');
  await app.cliOutput('wait', 'p1', '--text', 'harbour \\$\\s*$');
}

/** Three panes with coloured output in one window, and a second window beside it. */
async function fillPanes(app) {
  const project = join(app.userHome, 'harbour');
  await app.cliOutput('rename', 'w1', 'code');
  const tests = await app.cliOutput('split', 'p1', '--right', '--cwd', project);
  const palette = await app.cliOutput('split', tests, '--down', '--ratio', '0.4', '--cwd', project);
  await app.cliOutput('new-window', '--name', 'server', '--cwd', project);
  await app.cliOutput('focus', 'p1');
  await run(app, 'p1', 'ls -l * && grep -rn export src', 'tide.js:2');
  await run(app, tests, 'node --test', 'fail 0');
  await run(app, palette, PALETTE, 'harbour \\$\\s*$');
}

async function run(app, pane, command, sign) {
  await app.cliOutput('wait', pane, '--text', '\\$\\s*$');
  await app.cliOutput('send', pane, command, '--enter');
  await app.cliOutput('wait', pane, '--text', sign);
}
