// `npm run package`: what this machine can build of electron-builder.yml with the runtime it has, into dist/, and what it
// cannot, with the reason. Everything is made aside and then renamed: a second run replaces the first.
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { leftOut } from './package/left-out.mjs';
import { runtimeMark } from './package/stand-in.mjs';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { describeRuntime } from './setup/runtime.mjs';
import { setUp } from './setup/set-up.mjs';
import { runScript, SetUpError } from './setup/set-up-error.mjs';
import { hasProgram } from './setup/system-libraries.mjs';

const dist = join(root, 'dist');

await runScript(async () => {
  const runtime = await setUp({ xServer: false });
  const mark = runtimeMark(runtime);
  const packages = process.platform === 'linux' ? makeable() : [];
  await mkdir(dist, { recursive: true });
  const work = await mkdtemp(join(dist, '.making-'));
  let made;
  try {
    made = await makeAll(work, { runtime, mark, packages });
    for (const name of made) {
      await rm(join(dist, name), { recursive: true, force: true });
      await rename(join(work, name), join(dist, name));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const lines = [
    mark === ''
      ? `packaged with ${describeRuntime(runtime)}`
      : `NOT A RELEASE: packaged with ${describeRuntime(runtime)}`,
    ...made.map((name) => `  made      ${join('dist', name)}`),
    ...leftOut(packages).map(({ name, why }) => `  not made  ${name}: ${why}`),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
});

/** What the system has the tool for. */
function makeable() {
  const tools = { deb: 'dpkg-deb', rpm: 'rpmbuild' };
  return Object.keys(tools).filter((kind) => hasProgram(tools[kind]));
}

/** Makes the unpacked app, its tar.gz and the packages in `work`; resolves to their names. */
async function makeAll(work, { runtime, mark, packages }) {
  const { buildUnpacked } = await import('./package/unpacked.mjs');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const name = `everpane-${version}-${process.platform}-${process.arch}${mark}`;
  const unpacked = await buildUnpacked({ runtime, outputDir: join(work, 'builder'), packages });
  await rename(unpacked, join(work, name));
  await tar(work, name);
  await rename(join(work, name), join(work, `${name}.unpacked`));
  const files = (await readdir(join(work, 'builder'))).filter((file) => /\.(deb|rpm)$/.test(file));
  const marked = files.map((file) => {
    const extension = extname(file);
    return { file, to: `${basename(file, extension)}${mark}${extension}` };
  });
  for (const { file, to } of marked) await rename(join(work, 'builder', file), join(work, to));
  return [`${name}.unpacked`, `${name}.tar.gz`, ...marked.map(({ to }) => to)];
}

/** The system's own tar (Windows 10 has one too). Quick rather than small: level 1. */
async function tar(dir, name) {
  const gzip = process.platform === 'linux' ? ['-I', 'gzip -1', '--owner=0', '--group=0'] : ['-z'];
  const { code, stderr } = await run('tar', [...gzip, '-cf', `${name}.tar.gz`, name], {
    cwd: dir,
    stdio: 'capture',
  });
  if (code !== 0) throw new SetUpError(`tar failed: ${stderr.trim()}`);
}
