// Makes one target, with Vite where it is code. Everything is written aside first and then renamed, so that a killed build leaves the last
// good one, and a running app never reads half a file.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { lazyExternals } from './lazy-externals.mjs';

const PROGRAM_TIMEOUT_MS = 60_000;
const codeCacheScript = fileURLToPath(new URL('./code-cache.mjs', import.meta.url));

/** Builds `target` in the checkout `root`, one build at a time; `version` and `buildId` become constants in it. */
export async function bundle(target, { root, version, buildId }) {
  const parent = join(root, dirname(target.output));
  await mkdir(parent, { recursive: true });
  const aside = join(parent, `.building-${basename(target.output)}`);
  await rm(aside, { recursive: true, force: true });
  const define = { EVERPANE_VERSION: JSON.stringify(version), EVERPANE_BUILD_ID: JSON.stringify(buildId) };
  try {
    if (target.kind === 'page') {
      await build({
        configFile: join(root, 'vite.config.ts'),
        root: join(root, 'renderer'),
        logLevel: 'warn',
        define,
        build: { outDir: aside },
      });
      await rm(join(root, target.output), { recursive: true, force: true });
      await rename(aside, join(root, target.output));
    } else if (target.kind === 'copy') {
      await cp(join(root, target.entry), aside, { recursive: true });
      await rm(join(root, target.output), { recursive: true, force: true });
      await rename(aside, join(root, target.output));
    } else if (target.kind === 'printed') {
      for (const [file, args] of Object.entries(target.files)) {
        await print(join(root, target.program), args, join(aside, file));
      }
      await rm(join(root, target.output), { recursive: true, force: true });
      await rename(aside, join(root, target.output));
    } else {
      await build(bundleConfig(target, { root, aside, define }));
      // Whoever found it beside another program would run that one's code.
      if (target.codeCache !== undefined) await rm(join(root, target.codeCache), { force: true });
      for (const file of await readdir(aside)) await rename(join(aside, file), join(parent, file));
      if (target.codeCache !== undefined) await cacheCode(root, target);
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * One CommonJS file with a source map, everything inside but `target.external`. Not minified: stack traces are read.
 */
function bundleConfig(target, { root, aside, define }) {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    define,
    plugins: target.isLazy ? [lazyExternals(target.external), asciiOnly] : [],
    ssr: { noExternal: true },
    build: {
      ssr: join(root, target.entry),
      outDir: aside,
      target: target.target,
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        external: target.isLazy ? [] : target.external,
        output: {
          format: 'cjs',
          postBanner: target.wrapper?.[0],
          postFooter: target.wrapper?.[1],
          entryFileNames: basename(target.output),
          codeSplitting: false,
        },
      },
    },
  };
}

/** Text of one byte a character is read as it lies on the disk, and held in half the memory. At the end, since code is printed anew. */
const asciiOnly = {
  name: 'everpane-ascii-only',
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escapeUnit);
    }
  },
};

const escapeUnit = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Without the flags and variables of the process that builds: V8 takes the code only where its flags are the same. */
async function cacheCode(root, { codeCache, output }) {
  const { NODE_OPTIONS: _ofTheBuild, ...env } = process.env;
  const args = [codeCacheScript, join(root, output), join(root, codeCache)];
  await promisify(execFile)(process.execPath, args, { env, timeout: PROGRAM_TIMEOUT_MS });
}

/** What a program says, as a file; what is to be called .gz is compressed. */
async function print(program, args, file) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    timeout: PROGRAM_TIMEOUT_MS,
  });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, file.endsWith('.gz') ? gzipSync(stdout, { level: 9 }) : stdout);
}
