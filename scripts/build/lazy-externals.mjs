// A bundler plugin: what is not in the bundle is loaded by the module that needs it, when that module runs for the first time. By
// itself a bundle loads all of it as soon as it starts, also what belongs to modules behind an `import()`.

const LAZY = '\0lazy:';
const ABSENT = '\0absent:';

/** commander can start subcommands that are programs of their own. Ours are none, and loading this takes as long as most of them. */
const unused = { importer: /[\\/]node_modules[\\/]commander[\\/]/, id: 'node:child_process' };

/** Node has loaded these for itself. */
const loaded = new Set(['events', 'fs', 'path', 'process', 'url', 'util'].map((name) => `node:${name}`));

/** `externals`: names, and expressions for names. */
export function lazyExternals(externals) {
  const isExternal = (id) => externals.some((one) => (typeof one === 'string' ? one === id : one.test(id)));
  return {
    name: 'everpane-lazy-externals',
    enforce: 'pre',
    resolveId(id, importer = '') {
      if (!isExternal(id)) return null;
      if (id === unused.id && unused.importer.test(importer)) return `${ABSENT}${id}`;
      return loaded.has(id) || importer.startsWith(LAZY) ? { id, external: true } : `${LAZY}${id}`;
    },
    load(id) {
      if (id.startsWith(ABSENT)) return 'module.exports = {};';
      return id.startsWith(LAZY)
        ? `module.exports = require(${JSON.stringify(id.slice(LAZY.length))});`
        : null;
    },
  };
}
