// A deb of a tree of files, by dpkg-deb: control fields, checksums and scripts as fpm would write them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** dpkg-deb's options; gz is for trying out, so it is quick rather than small. */
const compressions = { gz: ['-Zgzip', '-z1'], xz: ['-Zxz'] };

/** `root`: the files as they are to be installed; DEBIAN/ is added. */
export function makeDeb({ values, root }) {
  const compression = compressions[values['deb-compression']];
  if (compression === undefined) throw new Error(`knows no compression ${values['deb-compression']}`);
  writeControl(values, root);
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, values.package], {
    stdio: 'inherit',
  });
}

function writeControl(values, root) {
  const files = filesUnder(root);
  const bytes = files.reduce((sum, file) => sum + lstatSync(file).size, 0);
  const debian = join(root, 'DEBIAN');
  mkdirSync(debian, { mode: 0o755 });
  writeFileSync(join(debian, 'control'), controlText(values, Math.ceil(bytes / 1024)), { mode: 0o644 });
  writeFileSync(join(debian, 'md5sums'), files.map((file) => md5Line(root, file)).join(''), { mode: 0o644 });
  for (const [name, script] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ]) {
    if (script !== undefined) writeFileSync(join(debian, name), readFileSync(script), { mode: 0o755 });
  }
}

/** deb-control(5). The description's first line is its synopsis; the others begin with a space, an empty one is a dot. */
function controlText(values, installedKiB) {
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

function md5Line(root, file) {
  return `${createHash('md5').update(readFileSync(file)).digest('hex')}  ${relative(root, file)}\n`;
}
