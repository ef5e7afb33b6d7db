// The licences of others' code and fonts inside our bundles, where a package's own licence file no longer lies beside it. What
// is inside is read from the bundles' source maps, so nothing has to be kept up by hand.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** Files that no source map names: the page's fonts. */
const FONT_PACKAGES = ['@fontsource-variable/inter', '@fontsource/jetbrains-mono'];

/** Names of the packages, sorted, whose code or fonts are in `out/` of the checkout `root`. */
export function bundledPackages(root) {
  const files = filesUnder(join(root, 'out'));
  const names = files
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).sources)
    .map(packageOf)
    .filter((name) => name !== undefined);
  const fonts = files.filter((file) => file.endsWith('.woff2')).map((file) => fontPackage(root, file));
  return [...new Set([...names, ...fonts])].sort();
}

/** One text with every package's name, version and licence. */
export function licenceTexts(root, names = bundledPackages(root)) {
  const parts = names.map((name) => licenceOf(join(root, 'node_modules', name)));
  return `Everpane contains parts of the following packages.\n\n${parts.join('\n')}`;
}

function licenceOf(dir) {
  const { name, version, license, repository } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const file = readdirSync(dir).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  if (file === undefined && license === undefined) throw new Error(`${name} does not say its licence`);
  const text = file === undefined ? '' : readFileSync(join(dir, file), 'utf8').trim();
  const source = text === '' ? `${repository?.url ?? repository ?? ''}\n` : `\n${text}\n`;
  return `${'-'.repeat(72)}\n${name} ${version} (${license ?? 'see below'})\n${source}`;
}

/** `../../node_modules/@scope/name/lib/file.js` -> `@scope/name`; the innermost of nested ones. */
function packageOf(source) {
  return /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
}

/** The build puts a hash behind a font's name: `inter-latin-wght-normal-Dx4kXJAl.woff2`. */
function fontPackage(root, file) {
  const name = `${basename(file, extname(file)).slice(0, -'-00000000'.length)}.woff2`;
  const found = FONT_PACKAGES.find((font) =>
    readdirSync(join(root, 'node_modules', font, 'files')).includes(name),
  );
  if (found === undefined) throw new Error(`${basename(file)} is of no known font package: name it here`);
  return found;
}

function filesUnder(dir) {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
