import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigFile } from '../../electron/config/config-file.ts';
import type { ConfigReading } from '../../electron/config/read-config-file.ts';
import { defaultConfig } from '../../shared/config.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The live file, with `next` resolving to each reading in turn. */
async function follow(
  file: string,
  options: { emptiedMs?: number } = {},
): Promise<{ config: ConfigFile; next(): Promise<ConfigReading> }> {
  const readings: ConfigReading[] = [];
  let wake = (): void => undefined;
  const config = new ConfigFile(
    file,
    (reading) => {
      readings.push(reading);
      wake();
    },
    options,
  );
  await config.open();
  onTestFinished(() => config.close());
  return {
    config,
    async next() {
      for (;;) {
        const reading = readings.shift();
        if (reading !== undefined) return reading;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

describe('ConfigFile', () => {
  it('should follow a file that appears, changes and goes', async () => {
    const file = join(await tempDir(), 'config.toml');
    const { config, next } = await follow(file);
    expect(config.config).toEqual(defaultConfig);
    await writeFile(file, 'font.size = 17\n');
    expect((await next()).config.font.size).toBe(17);
    await appendFile(file, 'restore.lazy = false\n');
    expect((await next()).config.restore.lazy).toBe(false);
    await rm(file);
    expect((await next()).config).toEqual(defaultConfig);
    expect(config.config).toEqual(defaultConfig);
  });

  it('should follow editors that put a new file in the place of the old one, again and again', async () => {
    const dir = await tempDir();
    const file = join(dir, 'config.toml');
    await writeFile(file, 'font.size = 10\n');
    const { config, next } = await follow(file);
    expect(config.config.font.size).toBe(10);
    for (const size of [11, 12, 13]) {
      await writeFile(join(dir, '.config.toml.swp'), `font.size = ${size}\n`);
      await rename(join(dir, '.config.toml.swp'), file);
      expect((await next()).config.font.size).toBe(size);
    }
  });

  it('should not take a file for empty that is about to be written', async () => {
    const file = join(await tempDir(), 'config.toml');
    await writeFile(file, 'font.size = 10\n');
    const { config, next } = await follow(file, { emptiedMs: 60_000 });
    // Its changes are seen after the same time: when it has followed two, the emptied one has been looked at.
    const clock = join(await tempDir(), 'config.toml');
    const ticks = await follow(clock);
    await writeFile(file, '');
    for (const size of [21, 22]) {
      await writeFile(`${clock}.new`, `font.size = ${size}\n`);
      await rename(`${clock}.new`, clock);
      await ticks.next();
    }
    expect(config.config.font.size).toBe(10);
    await writeFile(file, 'font.size = 11\n');
    expect((await next()).config.font.size).toBe(11);
  });

  it('should take a file that stays empty for what it is', async () => {
    const file = join(await tempDir(), 'config.toml');
    await writeFile(file, 'font.size = 10\n');
    const { next } = await follow(file);
    await writeFile(file, '');
    expect((await next()).config).toEqual(defaultConfig);
  });

  it('should keep what was good while the file is broken', async () => {
    const file = join(await tempDir(), 'config.toml');
    await writeFile(file, 'font.size = 10\n');
    const { next } = await follow(file);
    await writeFile(file, 'font.size = \n');
    const broken = await next();
    expect(broken.config.font.size).toBe(10);
    expect(broken.problems).toMatchObject([{ file, line: 1 }]);
    await writeFile(file, 'font.size = 12\n');
    expect(await next()).toMatchObject({ config: { font: { size: 12 } }, problems: [] });
  });

  it.skipIf(process.platform === 'win32')(
    'should see changes behind a link, and a link that is moved',
    async () => {
      const dir = await tempDir();
      const file = join(dir, 'home', 'config.toml');
      await mkdir(join(dir, 'home'));
      for (const [name, size] of [
        ['a', 20],
        ['b', 30],
      ] as const) {
        await mkdir(join(dir, name));
        await writeFile(join(dir, name, 'mine.toml'), `font.size = ${size}\n`);
      }
      await symlink(join(dir, 'a', 'mine.toml'), file);
      const { config, next } = await follow(file);
      expect(config.config.font.size).toBe(20);
      await writeFile(join(dir, 'a', 'mine.toml'), 'font.size = 21\n');
      expect((await next()).config.font.size).toBe(21);
      await symlink(join(dir, 'b', 'mine.toml'), join(dir, 'home', 'new'));
      await rename(join(dir, 'home', 'new'), file);
      expect((await next()).config.font.size).toBe(30);
      await writeFile(join(dir, 'b', 'mine.toml'), 'font.size = 31\n');
      expect((await next()).config.font.size).toBe(31);
    },
  );

  it('should stay silent when nothing changed or after it was closed', async () => {
    const file = join(await tempDir(), 'config.toml');
    await writeFile(file, 'font.size = 10\n');
    const { config, next } = await follow(file);
    await writeFile(file, 'font.size = 10\n');
    await writeFile(file, 'font.size = 11\n');
    expect((await next()).config.font.size).toBe(11);
    await config.close();
    await writeFile(file, 'font.size = 12\n');
    expect(config.config.font.size).toBe(11);
  });
});
