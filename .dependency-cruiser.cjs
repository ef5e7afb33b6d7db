// Who may import whom (ARCHITECTURE.md draws the same picture). Each rule is proven to bite by test/architecture.test.ts.
// Type-only imports count like any other: a type is knowledge too.

const NODE_BUILTIN = { dependencyTypes: ['core'] };
const ELECTRON = '(^|/)node_modules/electron/|^electron$';
const NODE_PTY = '(^|/)node_modules/node-pty/|^node-pty$';
const CRC32 = '(^|/)node_modules/@node-rs/crc32/|^@node-rs/crc32$';
const OURS = '^(electron|cli|renderer|shared|test|scripts)/';

/** Of our own code, `folder` may import only `allowed` (regular expressions) and itself. */
function mayImportOnly(name, folder, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: OURS, pathNot: [`^${folder}/`, ...allowed] },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one idea in two places.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'electron-only-in-app',
      comment: 'Everything below app/ also runs under plain Node.',
      severity: 'error',
      from: { pathNot: '^electron/(main\\.ts|preload\\.ts|app/)|^test/app/|^scripts/setup/runtime-loader/' },
      to: { path: ELECTRON },
    },
    {
      name: 'node-pty-only-in-pty',
      severity: 'error',
      from: { pathNot: '^(electron|test)/pty/' },
      to: { path: NODE_PTY },
    },
    {
      name: 'crc32-only-in-persistence',
      severity: 'error',
      from: { pathNot: '^(electron|test)/persistence/' },
      to: { path: CRC32 },
    },
    mayImportOnly('shared-stands-alone', 'shared', [], 'The model imports nothing of ours.'),
    {
      name: 'shared-runs-anywhere',
      comment: 'The renderer runs the same code: no Node, no Electron.',
      severity: 'error',
      from: { path: '^shared/' },
      to: NODE_BUILTIN,
    },
    mayImportOnly('renderer-knows-only-shared', 'renderer', ['^shared/'], 'The bridge is its only way out.'),
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: NODE_BUILTIN,
    },
    mayImportOnly(
      'persistence-knows-only-shared',
      'electron/persistence',
      ['^shared/'],
      'Bytes and ids, no panes.',
    ),
    {
      name: 'persistence-needs-no-package',
      comment: "What reads the only copy of the user's work depends on Node and one checksum.",
      severity: 'error',
      from: { path: '^electron/persistence/' },
      to: { path: '(^|/)node_modules/', pathNot: CRC32 },
    },
    mayImportOnly('pty-knows-only-shared', 'electron/pty', ['^shared/']),
    mayImportOnly('screen-knows-only-shared', 'electron/screen', ['^shared/']),
    mayImportOnly(
      'host-knows-no-shell-around-it',
      'electron/host',
      ['^shared/', '^electron/(persistence|pty|screen|config|home)/'],
      'The host can move out of the main process: it knows neither app/ nor control/.',
    ),
    mayImportOnly(
      'control-knows-the-host',
      'electron/control',
      ['^shared/', '^electron/(host|persistence|config|home)/'],
      'A transport: it knows what it serves, nothing of windows.',
    ),
    mayImportOnly(
      'config-knows-no-host',
      'electron/config',
      ['^shared/', '^electron/(home|persistence)/'],
      'It shares the lock and the careful writing of files with the engine.',
    ),
    mayImportOnly('home-knows-only-shared', 'electron/home', ['^shared/']),
    mayImportOnly(
      'app-knows-the-main-side',
      'electron/app',
      ['^shared/', '^electron/(host|persistence|pty|screen|control|config|home)/'],
      'Nothing imports an entry point.',
    ),
    mayImportOnly(
      'cli-is-a-client',
      'cli',
      [
        '^shared/',
        '^electron/(persistence|config|home)/',
        '^electron/control/(protocol|line-reader|token)\\.ts$',
        '^electron/pty/shell\\.ts$',
      ],
      'Talks to the app through the control socket, to its files through the engine.',
    ),
    {
      name: 'nobody-imports-tests-or-scripts',
      severity: 'error',
      from: { path: OURS, pathNot: '^(test|scripts)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'set-up-needs-no-package',
      comment: 'scripts/setup runs before anything is installed.',
      severity: 'error',
      from: { path: '^scripts/setup/', pathNot: '^scripts/setup/runtime-loader/' },
      to: { path: '(^|/)node_modules/' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
