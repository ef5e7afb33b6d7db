// Mounts that do not answer: real ones, which hold a thread of this process for each question until the test ends.
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { findPaths } from '../../electron/host/find-paths.ts';
import { askAboutPath } from '../../electron/pty/path-questions.ts';
import { nearestDirectory } from '../../electron/pty/start-directory.ts';
import { mountSilent } from '../persistence/real/mounted.ts';
import { tempDir } from '../support/temp-dir.ts';

async function silentMount(context: TestContext): Promise<{ home: string; mount: string; end(): void }> {
  const home = await tempDir();
  const mounting = await mountSilent(home);
  if (mounting.kind === 'refused') return context.skip(`no mount that does not answer: ${mounting.reason}`);
  return { home, mount: mounting.path, end: mounting.end };
}

const isThere = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();

describe('a mount that does not answer', () => {
  it('should leave threads for the journal, whatever is asked and by whom', async (context) => {
    const { home, mount } = await silentMount(context);
    await writeFile(join(home, 'file'), 'content');
    const asked = Promise.all([
      ...Array.from({ length: 8 }, (_, index) => askAboutPath(join(mount, `a/${index}`), isThere, 300)),
    ]);
    expect(await readFile(join(home, 'file'), 'utf8')).toBe('content');
    const answers = await asked;
    expect(answers).toEqual(answers.map(() => ({ kind: 'silent', mount })));
    expect(await findPaths(['b', 'c/d', join(mount, 'e')], { cwd: mount, home })).toEqual([null, null, null]);
    expect(await readFile(join(home, 'file'), 'utf8')).toBe('content');
  });

  it('should be known also behind links', async (context) => {
    const { home, mount } = await silentMount(context);
    await symlink(mount, join(home, 'direct'));
    await symlink('direct/deeper', join(home, 'twice'));
    await symlink('../silent', join(await madeDir(home, 'sub'), 'up'));
    for (const path of ['direct', 'twice/x', 'sub/up/y']) {
      expect(await askAboutPath(join(home, path), isThere, 100), path).toEqual({ kind: 'silent', mount });
    }
    await symlink('loop', join(home, 'loop'));
    expect(await askAboutPath(join(home, 'loop'), isThere, 5000)).toEqual({ kind: 'failed' });
  });

  it('should not keep other directories from being used', async (context) => {
    const { home, mount } = await silentMount(context);
    const own = await madeDir(home, 'own');
    await symlink(join(mount, 'project'), join(own, 'link'));
    const asked = [join(mount, 'a/b/c'), mount, join(own, 'link'), own, join(mount, 'd')];
    expect(await Promise.all(asked.map(nearestDirectory))).toEqual([home, home, own, own, home]);
  });

  it('should be asked again once it has answered', async (context) => {
    const { home, mount, end } = await silentMount(context);
    const waiting = askAboutPath(mount, isThere, 60_000);
    expect(await askAboutPath(join(mount, 'x'), isThere, 50)).toEqual({ kind: 'silent', mount });
    end();
    expect(await waiting).toEqual({ kind: 'failed' });
    expect(await askAboutPath(join(mount, 'x'), isThere, 60_000)).toEqual({ kind: 'failed' });
    expect(await askAboutPath(home, isThere, 60_000)).toEqual({ kind: 'answer', value: true });
  });
});

async function madeDir(home: string, name: string): Promise<string> {
  const path = join(home, name);
  await mkdir(path);
  return path;
}
