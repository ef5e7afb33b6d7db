// Takes the place of Electron's default app in a runtime that came without one: `electron [switches] APP [arguments]`
// starts the application in the directory APP. One runtime thus serves any number of checkouts. It does what the default
// app does for a package, and nothing else.
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  process.stderr.write('usage: electron [switches] APP [arguments]\n');
  app.exit(2);
} else {
  startApplication(resolve(given));
}

function startApplication(dir) {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  app.setVersion(manifest.version);
  app.name = manifest.productName ?? manifest.name;
  app.setAppPath(dir);
  try {
    require(join(dir, manifest.main));
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    app.exit(1);
  }
}
