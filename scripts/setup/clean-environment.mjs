// The environment of whoever typed `npm start`, without what npm put in: the app and its shells must not inherit that.

const ADDED_BY_NPM = ['INIT_CWD', 'NODE', 'COLOR'];

/** A copy of `env` without npm's variables and without npm's directories in PATH. */
export function withoutNpm(env, { delimiter }) {
  const clean = {};
  for (const [name, value] of Object.entries(env)) {
    if (/^npm_/i.test(name)) continue;
    clean[name] = value;
  }
  if (env.npm_lifecycle_event === undefined) return clean;
  for (const name of ADDED_BY_NPM) delete clean[name];
  if (clean.EDITOR === 'vi') delete clean.EDITOR;
  if (clean.PATH !== undefined) {
    clean.PATH = clean.PATH.split(delimiter)
      .filter((dir) => !isNpmDirectory(dir))
      .join(delimiter);
  }
  return clean;
}

function isNpmDirectory(dir) {
  return /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(dir) || /[\\/]node-gyp-bin[\\/]?$/.test(dir);
}
