// Everything a fresh clone needs, in order, each step a no-op when it is done. One process at a time per checkout.
import { join } from 'node:path';
import { buildStale } from '../build/build-stale.mjs';
import { installDependencies } from './dependencies.mjs';
import { withLock } from './file-lock.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { outDir, root } from './places.mjs';
import { prepareRuntime } from './runtime.mjs';
import { offerWindowManager, prepareSystemLibraries } from './system-libraries.mjs';

/** Says one line of progress. stderr: stdout belongs to what is started. */
export function say(line) {
  process.stderr.write(`everpane: ${line}\n`);
}

/**
 * Dependencies, system libraries (with `xServer` also Xvfb, with `windowManager` also one of those if it can be had), Electron
 * runtime, build. Returns the runtime's record.
 */
export async function setUp({ xServer, windowManager = false }) {
  return exclusively(async () => {
    await installDependencies({ say });
    await prepareSystemLibraries({ say, xServer });
    if (windowManager) await offerWindowManager({ say });
    const runtime = await prepareRuntime({ say });
    await buildStale(root, { say });
    return runtime;
  });
}

/** Only what tools need that look at the source: the dependencies. */
export async function setUpDependencies() {
  return exclusively(() => installDependencies({ say }));
}

function exclusively(work) {
  checkNodeVersion();
  const onWait = (pid) => say(`waiting for process ${pid}, which is setting up this checkout`);
  return withLock(join(outDir, 'set-up.lock'), work, { onWait });
}
