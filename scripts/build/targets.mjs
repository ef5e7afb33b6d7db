// What is built from what. The main side's parts are single CommonJS files, because a sandboxed preload may load nothing
// beside itself, a worker's entry lies outside the archive of a packaged app, and one file starts fastest.

const MAIN_SIDE = ['electron', 'shared'];
/** Native modules stay outside the bundles and are loaded from node_modules. */
const NATIVE = ['node-pty', '@node-rs/crc32'];
const NODE_BUILTINS = [/^node:/];

/** Changes to these rebuild everything. */
export const buildInputs = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'vite.config.ts',
  'scripts/build',
];

/** Paths are relative to the checkout. `sources`: the directories a target may take code from. */
export const targets = [
  {
    name: 'renderer',
    kind: 'page',
    entry: 'renderer/index.html',
    output: 'out/renderer',
    sources: ['renderer', 'shared'],
  },
  {
    name: 'main',
    kind: 'bundle',
    entry: 'electron/main.ts',
    output: 'out/main/main.cjs',
    sources: MAIN_SIDE,
    external: ['electron', ...NATIVE, ...NODE_BUILTINS],
    target: 'node18',
  },
  {
    name: 'packaged entry',
    kind: 'bundle',
    entry: 'electron/packaged.ts',
    output: 'out/main/packaged.cjs',
    sources: MAIN_SIDE,
    external: NODE_BUILTINS,
    target: 'node18',
  },
  {
    name: 'packaged command line',
    kind: 'bundle',
    entry: 'electron/command-line.ts',
    output: 'out/main/command-line.cjs',
    sources: MAIN_SIDE,
    external: NODE_BUILTINS,
    target: 'node18',
  },
  {
    name: 'preload',
    kind: 'bundle',
    entry: 'electron/preload.ts',
    output: 'out/main/preload.cjs',
    sources: MAIN_SIDE,
    external: ['electron'],
    target: 'chrome114',
  },
  {
    name: 'screen worker',
    kind: 'bundle',
    entry: 'electron/screen/worker.ts',
    output: 'out/main/screen-worker.cjs',
    sources: MAIN_SIDE,
    external: [...NATIVE, ...NODE_BUILTINS],
    target: 'node18',
  },
  {
    name: 'shell integration',
    kind: 'copy',
    entry: 'electron/pty/integration/scripts',
    output: 'out/main/shell-integration',
    sources: ['electron/pty/integration/scripts'],
  },
  {
    name: 'command line',
    kind: 'bundle',
    entry: 'cli/main.ts',
    output: 'out/cli/everpane.cjs',
    sources: ['cli/main.ts'],
    external: NODE_BUILTINS,
    target: 'node20',
  },
  {
    name: "command line's program",
    kind: 'bundle',
    entry: 'cli/run-process.ts',
    // No module: an expression for the function that makes one, as cli/main.ts takes it.
    output: 'out/cli/program.js',
    wrapper: ['(function (exports, require, __filename, __dirname) {', '})'],
    codeCache: 'out/cli/program.cache',
    // Most of the code is for a few commands: the others start faster without it.
    isLazy: true,
    sources: ['cli', ...MAIN_SIDE],
    external: [...NATIVE, ...NODE_BUILTINS],
    target: 'node20',
  },
  {
    name: 'manual and completions',
    kind: 'printed',
    program: 'out/cli/everpane.cjs',
    // As it lies in a package's /usr/share.
    output: 'out/share',
    files: {
      'man/man1/everpane.1.gz': ['help', '--man'],
      'bash-completion/completions/everpane': ['completion', 'bash'],
      'zsh/site-functions/_everpane': ['completion', 'zsh'],
      'fish/vendor_completions.d/everpane.fish': ['completion', 'fish'],
    },
    sources: ['cli', ...MAIN_SIDE],
  },
];
