#!/usr/bin/env node
// Stands in for fpm where that cannot be downloaded: understands what electron-builder calls it with for a deb, and makes that
// deb with dpkg-deb. So the package has the same fields, scripts and files as one of a release. It refuses what it does not know.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';

/** dpkg-deb's options; gz is for trying out, so it is quick rather than small. */
const compressions = { gz: ['-Zgzip', '-z1'], xz: ['-Zxz'] };

const one = { type: 'string' };
const many = { type: 'string', multiple: true, default: [] };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { ...one, short: 's' },
    t: { ...one, short: 't' },
    d: { ...many, short: 'd' },
    force: { type: 'boolean' },
    'deb-recommends': many,
    'deb-suggests': many,
    'deb-priority': one,
    'deb-compression': one,
    'after-install': one,
    'after-remove': one,
    architecture: one,
    category: one,
    description: one,
    license: one,
    maintainer: one,
    name: one,
    package: one,
    url: one,
    vendor: one,
    version: one,
  },
});
if (values.t !== 'deb' || values.s !== 'dir') throw new Error(`makes a deb of a directory, not ${values.t}`);

const staging = mkdtempSync(join(dirname(values.package), 'making-deb-'));
try {
  chmodSync(staging, 0o755);
  for (const pair of positionals) place(pair);
  writeControl();
  const compression = compressions[values['deb-compression']];
  if (compression === undefined) throw new Error(`knows no compression ${values['deb-compression']}`);
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', staging, values.package], {
    stdio: 'inherit',
  });
} finally {
  rmSync(staging, { recursive: true, force: true });
}

/** `FROM=TO`: a file, or with a slash at its end a directory's content. */
function place(pair) {
  const at = pair.indexOf('=');
  const from = pair.slice(0, at);
  const to = join(staging, pair.slice(at + 1));
  mkdirSync(dirname(to), { recursive: true });
  if (!from.endsWith('/')) {
    copyFileSync(from, to);
    chmodSync(to, 0o644);
    return;
  }
  try {
    execFileSync('cp', ['-a', '--link', from, to], { stdio: 'ignore' });
  } catch {
    // Another file system, or one without links.
    cpSync(from, to, { recursive: true, force: true, verbatimSymlinks: true });
  }
}

function writeControl() {
  const files = filesUnder(staging);
  const bytes = files.reduce((sum, file) => sum + lstatSync(file).size, 0);
  const debian = join(staging, 'DEBIAN');
  mkdirSync(debian, { mode: 0o755 });
  writeFileSync(join(debian, 'control'), controlText(Math.ceil(bytes / 1024)), { mode: 0o644 });
  writeFileSync(join(debian, 'md5sums'), files.map(md5Line).join(''), { mode: 0o644 });
  for (const [name, script] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ]) {
    if (script !== undefined) writeFileSync(join(debian, name), readFileSync(script), { mode: 0o755 });
  }
}

/** deb-control(5). The description's first line is its synopsis; the others begin with a space, an empty one is a dot. */
function controlText(installedKiB) {
  const [synopsis, ...rest] = values.description.split('\n');
  const fields = {
    Package: values.name,
    Version: values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': String(installedKiB),
    Depends: values.d.join(', '),
    Recommends: values['deb-recommends'].join(', '),
    Suggests: values['deb-suggests'].join(', '),
    Section: values.category,
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: [synopsis, ...rest.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** Regular files; dpkg sums no links. */
function filesUnder(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

function md5Line(file) {
  return `${createHash('md5').update(readFileSync(file)).digest('hex')}  ${relative(staging, file)}\n`;
}
