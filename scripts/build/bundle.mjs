// Makes one target, with Vite where it is code. Everything is written aside first and then renamed, so that a killed build leaves the last
// good one, and a running app never reads half a file.
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'vite';

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
    } else {
      await build(bundleConfig(target, { root, aside, define }));
      for (const file of await readdir(aside)) await rename(join(aside, file), join(parent, file));
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * One CommonJS file with a source map (and, where the target is split, one for what only some commands load), everything
 * inside but `target.external`. Not minified: stack traces are read.
 */
function bundleConfig(target, { root, aside, define }) {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    define,
    ssr: { noExternal: true },
    build: {
      ssr: join(root, target.entry),
      outDir: aside,
      target: target.target,
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        external: target.external,
        output: {
          format: 'cjs',
          entryFileNames: basename(target.output),
          ...(target.isSplit ? { chunkFileNames: 'everpane-[name].cjs' } : { codeSplitting: false }),
        },
      },
    },
  };
}
