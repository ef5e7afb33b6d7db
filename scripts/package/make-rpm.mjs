// An rpm of a tree of files, by rpmbuild: the fields and scripts that fpm would write, and nothing done to the files.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** rpm's names; gzip is for trying out, so it is quick rather than small. */
const compressions = { gzip: 'w1.gzdio', xzmt: 'w6T.xzdio' };
/** Debian's names, which the packager uses for both, and rpm's. */
const architectures = { amd64: 'x86_64', arm64: 'aarch64', armhf: 'armv7hl', i386: 'i686' };
/** What the package may have to itself: of other directories it owns only the files. */
const ownDirectories = ['/opt/Everpane'];

/** `root`: the files as they are to be installed; `work`: for everything that rpmbuild makes. */
export function makeRpm({ values, root, work }) {
  const compression = compressions[values['rpm-compression']];
  if (compression === undefined) throw new Error(`knows no compression ${values['rpm-compression']}`);
  const architecture = architectures[values.architecture] ?? values.architecture;
  const spec = join(work, 'everpane.spec');
  writeFileSync(spec, specText(values, root));
  const defines = {
    _topdir: work,
    _rpmdir: work,
    _rpmfilename: 'made.rpm',
    _binary_payload: compression,
    // The files are what they are: not stripped, compiled, compressed or looked into.
    __os_install_post: '%{nil}',
    _build_id_links: 'none',
    debug_package: '%{nil}',
    // The same files, the same package.
    _buildhost: 'localhost',
  };
  const args = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  const target = ['--target', `${architecture}-${values['rpm-os']}`];
  execFileSync('rpmbuild', ['-bb', '--quiet', ...target, '--buildroot', join(work, 'built'), ...args, spec], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  execFileSync('mv', [join(work, 'made.rpm'), values.package]);
}

/** rpm-spec(5). A version has no hyphen there, and what comes before a release sorts before it with a tilde. */
function specText(values, root) {
  const fields = {
    Name: values.name,
    Version: values.version.replaceAll('-', '~'),
    Release: '1',
    Summary: values['rpm-summary'],
    License: values.license,
    URL: values.url,
    Vendor: values.vendor,
    Packager: values.maintainer,
    AutoReqProv: 'no',
  };
  const lines = [
    ...Object.entries(fields).map(([name, value]) => `${name}: ${escaped(value)}`),
    ...values.d.map((name) => `Requires: ${escaped(name)}`),
    '%description',
    escaped(values.description),
    '%install',
    `mkdir -p %{buildroot}`,
    `cp -a '${escaped(root)}/.' %{buildroot}`,
    ...scriptOf('%post', values['after-install']),
    ...scriptOf('%postun', values['after-remove']),
    '%files',
    '%defattr(-,root,root,-)',
    ...filesOf(root).map((file) => `"${escaped(file)}"`),
  ];
  return `${lines.join('\n')}\n`;
}

function scriptOf(section, file) {
  return file === undefined ? [] : [section, escaped(readFileSync(file, 'utf8'))];
}

/** The directories that are the package's own, and every file of the others. */
function filesOf(root, dir = root) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    const installed = `/${relative(root, path)}`;
    return entry.isDirectory() && !ownDirectories.includes(installed) ? filesOf(root, path) : [installed];
  });
}

/** A macro begins with a percent sign. */
function escaped(text) {
  return text.replaceAll('%', '%%');
}
