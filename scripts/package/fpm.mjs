#!/usr/bin/env node
// Stands in for fpm where that cannot be downloaded: understands what electron-builder calls it with for a deb or an rpm, lays out
// the files, and has the system's own tools make the package. So it has the same fields, scripts and files as one of a release.
// It refuses what it does not know.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeDeb } from './make-deb.mjs';
import { makeRpm } from './make-rpm.mjs';

const makers = { deb: makeDeb, rpm: makeRpm };

const one = { type: 'string' };
const many = { type: 'string', multiple: true, default: [] };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { ...one, short: 's' },
    t: { ...one, short: 't' },
    d: { ...many, short: 'd' },
    force: { type: 'boolean' },
    'deb-recommends': many,
    'deb-suggests': many,
    'deb-priority': one,
    'deb-compression': one,
    'rpm-compression': one,
    'rpm-os': one,
    'rpm-summary': one,
    'after-install': one,
    'after-remove': one,
    architecture: one,
    category: one,
    description: one,
    license: one,
    maintainer: one,
    name: one,
    package: one,
    url: one,
    vendor: one,
    version: one,
  },
});
const make = makers[values.t];
if (make === undefined || values.s !== 'dir') throw new Error(`makes no ${values.t} of a ${values.s}`);

const work = mkdtempSync(join(dirname(values.package), `making-${values.t}-`));
try {
  const root = join(work, 'root');
  mkdirSync(root, { mode: 0o755 });
  for (const pair of positionals) place(root, pair);
  make({ values, root, work });
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** `FROM=TO`: a file, or with a slash at its end a directory's content. */
function place(root, pair) {
  const at = pair.indexOf('=');
  const from = pair.slice(0, at);
  const to = join(root, pair.slice(at + 1));
  if (!from.endsWith('/')) {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
    chmodSync(to, 0o644);
    return;
  }
  mkdirSync(to, { recursive: true });
  try {
    execFileSync('cp', ['-a', '--link', `${from}.`, to], { stdio: 'ignore' });
  } catch {
    // Another file system, or one without links.
    cpSync(from, to, { recursive: true, force: true, verbatimSymlinks: true });
  }
}
