// Draws build-resources/icon.svg in the sizes that the desktops want, in a page of the Electron that set-up found. The
// pictures are committed: run it after a change of the drawing (`node scripts/package-icons.mjs`).
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { root } from './setup/places.mjs';
import { say, setUp } from './setup/set-up.mjs';
import { runScript, SetUpError } from './setup/set-up-error.mjs';
import { hasDisplay, startVirtualDisplay } from './setup/virtual-display.mjs';

/** The freedesktop icon theme's sizes; macOS and Windows make theirs from the largest. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const LARGEST = 1024;
const LARGEST_PICTURE_BYTES = 300 * 1000;

const program = "require('electron').app.whenReady();";

await runScript(async () => {
  const { electronPath } = await setUp({ xServer: true });
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  const dir = await mkdtemp(join(tmpdir(), 'everpane-icons-'));
  try {
    await writeFile(join(dir, 'package.json'), '{"name":"icons","main":"main.cjs"}');
    await writeFile(join(dir, 'main.cjs'), program);
    const env = { ...process.env, ...(display && { DISPLAY: display.display }) };
    const electron = await _electron.launch({
      executablePath: electronPath,
      args: ['--no-sandbox', dir],
      env,
    });
    try {
      await draw(electron);
    } finally {
      await electron.close();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
    display?.release();
  }
});

async function draw(electron) {
  const resources = join(root, 'build-resources');
  const svg = await readFile(join(resources, 'icon.svg'), 'utf8');
  await mkdir(join(resources, 'icons'), { recursive: true });
  const files = LINUX_SIZES.map((size) => ({ size, file: join('icons', `${size}x${size}.png`) }));
  for (const { size, file } of [...files, { size: LARGEST, file: 'icon.png' }]) {
    const script = `(${rasterise})(${JSON.stringify({ svg, size })})`;
    const url = await electron.evaluate(runInPage, script);
    const png = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    if (png.length > LARGEST_PICTURE_BYTES) throw new SetUpError(`${file}: ${png.length} bytes are too many`);
    await writeFile(join(resources, file), png);
    say(`build-resources/${file}: ${png.length} bytes`);
  }
}

/** Runs in Electron's main process: what the script gives in an empty page. */
async function runInPage({ BrowserWindow }, script) {
  const [shown] = BrowserWindow.getAllWindows();
  const window = shown ?? new BrowserWindow({ show: false });
  if (shown === undefined) await window.loadURL('data:text/html,');
  return window.webContents.executeJavaScript(script);
}

/** Runs in the page: the drawing as a PNG with a transparent ground, as a data URL. */
async function rasterise({ svg, size }) {
  const image = new Image(size, size);
  image.src = `data:image/svg+xml;base64,${btoa(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return canvas.toDataURL('image/png');
}
