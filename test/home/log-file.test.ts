import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLogFile } from '../../electron/home/log-file.ts';
import { tempDir } from '../support/temp-dir.ts';

const now = (): Date => new Date('2024-05-06T07:08:09.010Z');

describe('openLogFile', () => {
  it('should write dated lines in order, readable by the owner alone', async () => {
    const dir = await tempDir();
    const log = openLogFile(dir, { now });
    log.write('info', 'one');
    log.write('error', 'two\nwith a second line');
    await log.flush();
    const path = join(dir, 'app.log');
    expect(await readFile(path, 'utf8')).toBe(
      '2024-05-06T07:08:09.010Z info  one\n2024-05-06T07:08:09.010Z error two\n    with a second line\n',
    );
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('should put a full file aside and keep only so many', async () => {
    const dir = await tempDir();
    const log = openLogFile(dir, { now, maxBytes: 10, keep: 2 });
    for (const word of ['first', 'second', 'third', 'fourth']) {
      log.write('info', word);
      await log.flush();
    }
    expect((await readdir(dir)).sort()).toEqual(['app.log', 'app.log.1', 'app.log.2']);
    expect(await readFile(join(dir, 'app.log'), 'utf8')).toContain('fourth');
    expect(await readFile(join(dir, 'app.log.2'), 'utf8')).toContain('second');
  });

  it('should keep no more lines waiting than it can hold, and count the rest', async () => {
    const dir = await tempDir();
    const log = openLogFile(dir, { now });
    for (let i = 0; i < 1500; i++) log.write('info', `line ${i}`);
    await log.flush();
    const text = await readFile(join(dir, 'app.log'), 'utf8');
    expect(text).toContain('line 999\n');
    expect(text).not.toContain('line 1000\n');
    expect(text).toContain('500 lines were dropped here');
  });

  it('should say once that it cannot write, and go on when it can', async () => {
    const dir = join(await tempDir(), 'logs');
    const failures: unknown[] = [];
    const log = openLogFile(dir, { now, onFailure: (error) => failures.push(error) });
    log.write('info', 'lost');
    await log.flush();
    log.write('info', 'lost, too');
    await log.flush();
    expect(failures).toHaveLength(1);
    await mkdir(dir);
    log.write('info', 'kept');
    await log.flush();
    expect(await readFile(join(dir, 'app.log'), 'utf8')).toContain('kept');
    await rm(dir, { recursive: true });
    log.write('info', 'lost again');
    await log.flush();
    expect(failures).toHaveLength(2);
  });
});
