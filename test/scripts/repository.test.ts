// What is committed is for everybody: nothing in it may name the machine that it was written on, or where that machine gets its
// packages. Run anywhere, it looks for the names of that place.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Files with any of the words, as `path:line: word`. A path stands by itself, not as the end of another. */
function placesOf(words: readonly string[], files: readonly string[]): string[] {
  const patterns = words.map(
    (word) => new RegExp(`(?<![\\w.})-])${word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`),
  );
  return files.flatMap((file) => {
    const lines = readFileSync(join(root, file), 'latin1').split('\n');
    return lines.flatMap((line, index) =>
      words
        .filter((_, number) => patterns[number]?.test(line) === true)
        .map((word) => `${file}:${index + 1}: ${word}`),
    );
  });
}

function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  // What is deleted and not committed yet is still listed.
  return listed.filter(
    (file) => lstatSync(join(root, file), { throwIfNoEntry: false })?.isFile() && file !== '',
  );
}

/** In pieces, so that it stands nowhere. */
const publicRegistry = ['registry', 'npmjs', 'org'].join('.');

describe.skipIf(!existsSync(join(root, '.git')))('the repository', () => {
  it('should name no path of the machine it was written on', () => {
    // The home of a container may be the root directory, which every path names.
    const paths = [root, homedir()].filter((path) => path !== sep).map((path) => `${path}${sep}`);
    expect(placesOf(paths, trackedFiles())).toEqual([]);
  });

  it('should name no registry', () => {
    const settings = ['config', 'get', 'registry'];
    const shell = process.platform === 'win32';
    const registry = execFileSync('npm', settings, { cwd: root, encoding: 'utf8', shell }).trim();
    const { hostname } = new URL(registry);
    // A registry on the machine itself has a name that much else has.
    const own = /^(localhost|127\..*|\[::1\])$/.test(hostname) ? [] : [hostname];
    const files = trackedFiles().filter((file) => !isThisTest(file));
    expect(placesOf([publicRegistry, ...own], files)).toEqual([]);
  });

  it('should be found where it is named', () => {
    const [file = ''] = trackedFiles().filter(isThisTest);
    expect(placesOf(['should be found where it is named'], [file])).not.toEqual([]);
  });
});

function isThisTest(file: string): boolean {
  return file === 'test/scripts/repository.test.ts';
}
