// The stores that the log is measured against. Their native parts are not built by an install (install scripts are off), and
// nothing but the benchmarks needs them: they are prepared here, and one that cannot be had is left out and said so.
import { runNpm } from '../setup/child.mjs';

const peers = ['better-sqlite3', 'classic-level', 'lmdb'];
const BUILD_TIMEOUT_MS = 600_000;

/** Builds what does not load yet. Whatever comes of it, the benchmarks find out by themselves who is there. */
export async function preparePeers(root, { run, say }) {
  for (const peer of peers) {
    if (await loads(root, peer, run)) continue;
    say(`building ${peer}, for the benchmarks alone (npm rebuild ${peer} --ignore-scripts=false)`);
    const { code } = await runNpm(['rebuild', peer, '--ignore-scripts=false', '--loglevel=error'], {
      cwd: root,
      timeoutMs: BUILD_TIMEOUT_MS,
    });
    if (code !== 0 || !(await loads(root, peer, run))) say(`${peer} cannot be had here and is left out`);
  }
}

/** In a process of its own: a native module that failed to load once stays so. */
async function loads(root, peer, run) {
  const { code } = await run(process.execPath, ['--input-type=module', '-e', probes[peer]], {
    cwd: root,
    stdio: 'capture',
  });
  return code === 0;
}

/** Loading better-sqlite3 alone does not touch its native part; opening a database does. */
const probes = {
  'better-sqlite3': "new (await import('better-sqlite3')).default(':memory:').close()",
  'classic-level': "await import('classic-level')",
  lmdb: "await import('lmdb')",
};
