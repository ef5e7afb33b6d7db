// The worker as it is shipped, made from the sources as they are now: one CommonJS file in the test's own directory.
import { join } from 'node:path';
import { build } from 'vite';
import { tempDir } from '../support/temp-dir.ts';

/** Path of a freshly built worker; it is gone when the test that asked for it ends. */
export async function buildWorker(): Promise<string> {
  const outDir = await tempDir();
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, '../../electron/screen/worker.ts'),
      outDir,
      target: 'node18',
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        external: [/^node:/],
        output: { format: 'cjs', entryFileNames: 'worker.cjs', codeSplitting: false },
      },
    },
  });
  return join(outDir, 'worker.cjs');
}
