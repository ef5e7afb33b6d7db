// The licences of others' code and fonts inside our bundles, where a package's own licence file no longer lies beside it. What
// is inside is read from the bundles' source maps, so nothing has to be kept up by hand.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** Where fonts come from, which no source map names: directory of the part in the checkout -> its directories of fonts. */
const FONTS = {
  'node_modules/@expo-google-fonts/jetbrains-mono': ['400Regular', '700Bold'],
  'node_modules/@fontsource-variable/inter': ['files'],
  'node_modules/@fontsource/jetbrains-mono': ['files'],
};

export const fontOrigins = Object.keys(FONTS);

/** Directories, sorted, of the parts by others whose code or fonts are in `out/` of the checkout `root`. */
function bundledParts(root) {
  const files = filesUnder(join(root, 'out'));
  const names = files
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).sources)
    .map(packageOf)
    .filter((name) => name !== undefined);
  const fonts = files.filter((file) => /\.(woff2|ttf)$/.test(file)).map((file) => fontPart(root, file));
  return [...new Set([...names.map((name) => `node_modules/${name}`), ...fonts])].sort();
}

/** One text with every part's name, version and licence. */
export function licenceTexts(root, parts = bundledParts(root)) {
  const texts = parts.map((part) => licenceOf(join(root, part)));
  return `Everpane contains parts of the following.\n\n${texts.join('\n')}`;
}

function licenceOf(dir) {
  const { name, version, license, repository } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const files = readdirSync(dir).filter((entry) => /^(licen[cs]e(_font)?|copying|ofl)(\.|$)/i.test(entry));
  if (files.length === 0 && license === undefined) throw new Error(`${name} does not say its licence`);
  const texts = files.map((file) => `\n${readFileSync(join(dir, file), 'utf8').trim()}\n`);
  const source = texts.length === 0 ? `${repository?.url ?? repository ?? ''}\n` : texts.join('');
  return `${'-'.repeat(72)}\n${name} ${version} (${license ?? 'see below'})\n${source}`;
}

/** `../../node_modules/@scope/name/lib/file.js` -> `@scope/name`; the innermost of nested ones. */
function packageOf(source) {
  return /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
}

/** The build puts a hash behind a font's name: `inter-latin-wght-normal-Dx4kXJAl.woff2`. */
function fontPart(root, file) {
  const extension = extname(file);
  const name = `${basename(file, extension).slice(0, -'-00000000'.length)}${extension}`;
  const holds = (dir) => FONTS[dir].some((fonts) => readdirSync(join(root, dir, fonts)).includes(name));
  const part = fontOrigins.find(holds);
  if (part === undefined) throw new Error(`${basename(file)} is of no known origin: name it here`);
  return part;
}

function filesUnder(dir) {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
