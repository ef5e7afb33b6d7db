// `everpane export` and `import` between two homes, through the built command line against real hosts.
import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SearchHit } from '../../electron/host/types.ts';
import { crc32c } from '../../electron/persistence/crc32c.ts';
import type { Layout } from '../../shared/model.ts';
import type { TreeJson } from '../../shared/tree.ts';
import { CliHarness } from '../support/cli-harness.ts';

const shapeOf = (layout: Layout): unknown =>
  typeof layout === 'string' ? 'pane' : { ...layout, children: layout.children.map(shapeOf) };

/** What is to be the same wherever the workspace is opened. */
const meaningOf = ({ name, windows }: TreeJson['sessions'][number]) => ({
  name,
  windows: windows.map((window) => ({
    name: window.name,
    layout: shapeOf(window.layout),
    cwds: window.panes.map(({ cwd }) => cwd),
  })),
});

/** A changed copy whose checksums fit. */
function resealed(file: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(file);
  change(copy);
  copy.writeUInt32BE(crc32c(copy, 0, 16), 16);
  copy.writeUInt32BE(crc32c(copy, 0, copy.length - 4), copy.length - 4);
  return copy;
}

async function makeWorkspace(): Promise<CliHarness> {
  const cli = await CliHarness.start();
  await mkdir(join(cli.dir, 'work'));
  await cli.output('rename', 's1', 'project');
  await cli.output('split', 'p1', '--down', '--ratio', '0.25', '--cwd', 'work');
  await cli.output('split', 'p1', '--private', '--', 'sh', '-c', 'echo sec"ret"; exec cat');
  await cli.output('new-window', '--name', 'logs');
  await cli.output('wait', 'p2', '--text', '[$]$');
  await cli.output('send', 'p2', 'seq 1 300; echo "the e"nd', '--enter');
  await cli.output('wait', 'p2', '--text', '^the end$');
  return cli;
}

describe('export and import', () => {
  it('should bring a workspace into another home, beside what is there', async () => {
    const from = await makeWorkspace();
    expect(await from.output('export', 'saved.everpane')).toBe('');
    const path = join(from.dir, 'saved.everpane');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(from.dir)).filter((name) => name.includes('saved'))).toEqual(['saved.everpane']);
    expect((await readFile(path)).includes('secret')).toBe(false);

    const to = await CliHarness.start();
    expect(await to.output('import', path)).toBe('s2');
    const { sessions } = await to.json<TreeJson>('ls');
    expect(sessions.map(({ name }) => name)).toEqual(['main', 'project']);
    await from.output('close', 'p3', '--force');
    const [original] = (await from.json<TreeJson>('ls')).sessions;
    const [, copy] = sessions;
    if (original === undefined || copy === undefined) throw new Error('a session is missing');
    expect(meaningOf(copy)).toEqual(meaningOf(original));
    const [hit] = await to.json<SearchHit[]>('search', '^the end$');
    const scrollback = (await to.output('capture', hit?.pane ?? '', '--scrollback')).split('\n');
    expect(scrollback.slice(scrollback.indexOf('1')).slice(0, 300)).toEqual(
      Array.from({ length: 300 }, (_, index) => String(index + 1)),
    );

    // What came in is kept like everything else.
    await to.killHost();
    await to.startHost();
    expect(await to.json('search', '^the end$')).toMatchObject([{ pane: hit?.pane }]);
  }, 60_000);

  it('should go through standard output and standard input', async () => {
    const from = await CliHarness.start();
    await from.output('rename', 's1', 'piped');
    const copied = join(from.dir, 'copy');
    const sh = from.spawn(['export', '-']);
    const pieces: Buffer[] = [];
    for await (const piece of sh.stdout ?? []) pieces.push(piece as Buffer);
    await writeFile(copied, Buffer.concat(pieces));
    expect(await from.output('import', copied)).toBe('s2');
    const reading = from.spawn(['import', '-']);
    reading.stdin?.end(Buffer.concat(pieces));
    const code = await new Promise((resolve) => reading.once('close', resolve));
    expect(code).toBe(0);
    const { sessions } = await from.json<TreeJson>('ls');
    expect(sessions.map(({ name }) => name)).toEqual(['piped', 'piped', 'piped']);
  });

  it('should ask nothing of the app before something comes through the pipe', async () => {
    const cli = await CliHarness.start();
    await cli.output('export', 'saved');
    const saved = await readFile(join(cli.dir, 'saved'));
    await cli.output('quit');
    await cli.hostEnd();
    const reading = cli.spawn(['import', '-']);
    const ended = new Promise((resolve) => reading.once('close', resolve));
    // One that had asked would have been told that nobody is there.
    await cli.startHost();
    reading.stdin?.end(saved);
    expect(await ended).toBe(0);
    expect((await cli.json<TreeJson>('ls')).sessions).toHaveLength(2);
  });

  it('should refuse rubbish whole, with one line that says what it is', async () => {
    const cli = await CliHarness.start();
    await cli.output('export', 'good');
    const good = await readFile(join(cli.dir, 'good'));
    const changed = Buffer.from(good);
    changed.writeUInt8(changed.readUInt8(good.length >> 1) ^ 1, good.length >> 1);
    const before = await cli.json('ls');
    // Each sealed again, so that only what it says is wrong.
    const newer = resealed(good, (file) => file.writeUInt32BE(2, 8));
    const endless = resealed(good, (file) => file.writeUInt32BE(0xffff_ffff, 12));
    const huge = resealed(good, (file) => {
      const text = file.toString('latin1').replace(/"bytes":\d/, '"bytes":9');
      file.write(text, 'latin1');
    });
    for (const [name, bytes, says] of [
      ['rubbish', Buffer.from('rubbish'), /no Everpane export/],
      ['empty', Buffer.alloc(0), /no Everpane export/],
      ['cut', good.subarray(0, good.length - 10), /damaged|cut off/],
      ['changed', changed, /damaged/],
      ['more', Buffer.concat([good, good]), /damaged/],
      ['newer', newer, /a newer Everpane wrote this export \(format 2\)/],
      ['endless', endless, /cut off/],
      ['huge', huge, /contradicts itself/],
    ] as const) {
      await writeFile(join(cli.dir, name), bytes);
      const result = await cli.run(['import', name]);
      expect(result, name).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toMatch(/^everpane: [^\n]+\n$/);
      expect(result.stderr).toMatch(says);
    }
    // A file that nobody would have exported is not even read.
    await writeFile(join(cli.dir, 'large'), good);
    await truncate(join(cli.dir, 'large'), 600 * 1024 * 1024);
    expect((await cli.run(['import', 'large'])).stderr).toMatch(/larger than any export/);
    for (const path of ['.', 'not-there']) expect((await cli.run(['import', path])).code).toBe(1);
    expect((await cli.run(['export', 'not/there'])).stderr).toMatch(/^everpane: [^\n]+\n$/);
    expect(await cli.json('ls')).toEqual(before);
  });
});
