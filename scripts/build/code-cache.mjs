// What V8 makes of a program, kept for those that start it. In a process of its own, with the flags that the program will have,
// it does what is done most, so that what nearly every start needs is compiled, and the code is written down. (Node's own
// compile cache needs Node 22.)
//   code-cache.mjs PROGRAM CACHE
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { Script } from 'node:vm';

const usual = [
  ['version'],
  ['help'],
  ['config', 'set', 'font.size', '14'],
  ['config', 'get', 'font.size'],
  ['ls'],
  ['flush'],
];

const pane = {
  id: 'p1',
  title: '',
  cwd: '/',
  shell: '',
  pid: 1,
  cols: 80,
  rows: 24,
  state: 'running',
  command: null,
};
const window = { id: 'w1', name: 'w1', activePane: 'p1', zoomedPane: null, layout: 'p1', panes: [pane] };
/** What the app would say. */
const answers = {
  ls: { activeSession: 's1', sessions: [{ id: 's1', name: 'main', activeWindow: 'w1', windows: [window] }] },
  flush: { lsn: 1 },
};

const [, , filename, cache] = process.argv;
const script = new Script(readFileSync(filename, 'latin1'), { filename });
const program = {};
script.runInThisContext()(program, createRequire(filename), filename, dirname(filename));

const workingDir = mkdtempSync(join(tmpdir(), 'everpane-code-cache-'));
try {
  const home = join(workingDir, 'home');
  mkdirSync(home, { mode: 0o700 });
  const app = await listen(join(home, 'control.sock'));
  const environment = { EVERPANE_HOME: home };
  const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  for (const args of usual) {
    const streams = { stdin: Readable.from([]), stdout: sink(), stderr: sink() };
    const status = await program.run(args, { environment, workingDir, ...streams });
    if (status !== 0) throw new Error(`everpane ${args.join(' ')} ended with ${status}`);
  }
  app.close();
} finally {
  rmSync(workingDir, { recursive: true, force: true });
}
writeFileSync(`${cache}.new`, script.createCachedData());
renameSync(`${cache}.new`, cache);

/** An app that knows these answers. On Windows nobody is found there, which is as good. */
function listen(path) {
  const server = createServer((socket) => {
    socket.unref();
    createInterface({ input: socket }).on('line', (line) => {
      const { id, method } = JSON.parse(line);
      socket.write(`${JSON.stringify({ v: 1, id, ok: true, result: answers[method] ?? {} })}\n`);
    });
  });
  server.unref();
  return new Promise((resolve) => server.listen(path, () => resolve(server)));
}
