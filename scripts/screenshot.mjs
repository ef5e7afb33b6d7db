// `npm run screenshots`: pictures of the real window for the documentation, into docs/screenshots/. Each scene sets up an
// app of its own, as an end-to-end test does. `npm run screenshots -- NAME...` takes only some of them.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './setup/places.mjs';
import { say, setUp } from './setup/set-up.mjs';
import { runScript, SetUpError } from './setup/set-up-error.mjs';
import { startVirtualDisplay } from './setup/virtual-display.mjs';

const WINDOW = { width: 1280, height: 800 };
const LARGEST_PICTURE_BYTES = 300 * 1024;

await runScript(async () => {
  await setUp({ xServer: true });
  process.setSourceMapsEnabled(true);
  const { register } = await import('tsx/esm/api');
  const unregister = register();
  const { AppUnderTest } = await import('../test/support/app.ts');
  const { config, scenes } = await import('./screenshots/scenes.mjs');
  await unregister();

  const asked = process.argv.slice(2);
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  for (const scene of scenes.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    await take(scene, await AppUnderTest.create({ display: display?.display, config }));
  }
  display?.release();
});

async function take(scene, app) {
  const dir = join(root, 'docs', 'screenshots');
  const path = join(dir, `${scene.name}.png`);
  try {
    await scene.play(app, () => sizeWindow(app));
    await mkdir(dir, { recursive: true });
    await app.page.screenshot({ path, animations: 'disabled' });
  } finally {
    await app.dispose();
  }
  const { size } = await stat(path);
  if (size > LARGEST_PICTURE_BYTES) throw new SetUpError(`${path} has ${size} bytes: too much to keep`);
  say(`docs/screenshots/${scene.name}.png: ${Math.round(size / 1024)} KB`);
}

/** The size of the page, so that the picture has it exactly; resolves when the page has followed. */
async function sizeWindow(app) {
  await app.app.evaluate(({ BrowserWindow }, size) => {
    BrowserWindow.getAllWindows()[0].setContentSize(size.width, size.height);
  }, WINDOW);
  await app.page.waitForFunction(({ width }) => window.innerWidth === width, WINDOW);
}
