// `everpane config` in processes of their own: what it answers, and that no writer loses what another one wrote.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Config, defaultConfig } from '../../shared/config.ts';
import { CliHarness } from '../support/cli-harness.ts';

/** EVERPANE_CONFIG_ROUNDS asks for more. */
const rounds = Number(process.env.EVERPANE_CONFIG_ROUNDS ?? 3);

const configFileOf = (cli: CliHarness) => join(cli.home, 'config.toml');

async function writeConfig(cli: CliHarness, text: string): Promise<void> {
  await mkdir(cli.home, { recursive: true, mode: 0o700 });
  await writeFile(configFileOf(cli), text);
}

describe('everpane config', () => {
  it('should list every setting with its effective value, without an app', async () => {
    const cli = await CliHarness.create();
    expect(await cli.json<Config>('config', 'list')).toEqual(defaultConfig);
    const lines = (await cli.output('config', 'list')).split('\n');
    expect(lines).toContain('persistence.checkpoint_interval_secs = 300');
  });

  it('should set, get and unset values of every type', async () => {
    const cli = await CliHarness.create();
    for (const [key, given, value] of [
      ['font.size', '15', 15],
      ['font.line_height', '1.5', 1.5],
      ['restore.lazy', 'false', false],
      ['restore.rerun', 'never', 'never'],
      ['restore.rerun_allow', '["npm run", "make"]', ['npm run', 'make']],
      ['shell.args', 'one', ['one']],
      ['env.PATH.LIKE', 'a=b "c" #d', 'a=b "c" #d'],
    ] as const) {
      expect(await cli.json('config', 'set', key, given)).toEqual(value);
      expect(await cli.json('config', 'get', key)).toEqual(value);
    }
    expect(await cli.output('config', 'get', 'restore.rerun')).toBe('never');
    await cli.output('config', 'unset', 'font.size');
    expect(await cli.output('config', 'get', 'font.size')).toBe(String(defaultConfig.font.size));
    await cli.output('config', 'unset', 'env.PATH.LIKE');
    expect(await cli.json('config', 'get', 'env')).toEqual({});
    expect((await cli.run(['config', 'get', 'env.PATH.LIKE'])).code).toBe(1);
  });

  it('should refuse unknown keys, naming the nearest, and values that do not fit', async () => {
    const cli = await CliHarness.create();
    for (const [args, says] of [
      [['set', 'font.sise', '1'], /font\.size/],
      [['get', 'font.sise'], /font\.size/],
      [['set', 'persistance.enabled', 'true'], /persistence/],
      [['set', 'font', '1'], /section/],
      [['set', 'font.size', '1000'], /from 6 to 72/],
      [['set', 'font.size', ''], /whole number/],
      [['set', 'restore.lazy', 'yes'], /true or false/],
      [['set', 'restore.rerun', 'always'], /"never", "ask"/],
      [['set', 'shell.args', '[1]'], /list of strings/],
    ] as const) {
      const result = await cli.run(['config', ...args]);
      expect(result, args.join(' ')).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toMatch(/^everpane: [^\n]+\n$/);
      expect(result.stderr).toMatch(says);
    }
    expect((await cli.run(['config'])).code).toBe(2);
    expect((await cli.run(['config', 'set', 'font.size'])).code).toBe(2);
  });

  it('should keep comments, warn of what is wrong, and let it be taken out', async () => {
    const cli = await CliHarness.create();
    await writeConfig(cli, '# mine\n[font]\nsize = 13 # px\nsise = 3\n');
    await cli.output('config', 'set', 'font.size', '20');
    expect(await readFile(configFileOf(cli), 'utf8')).toBe('# mine\n[font]\nsize = 20 # px\nsise = 3\n');
    expect((await cli.run(['config', 'list', '--json'])).stderr).toMatch(/config\.toml:4: .*font\.size/);
    await cli.output('config', 'unset', 'font.sise');
    const again = await cli.run(['config', 'unset', 'font.sise']);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/did you mean font\.size\?\n$/) });
    expect((await cli.run(['config', 'unset', 'font.family'])).code).toBe(0);
    expect((await cli.run(['config', 'list', '--json'])).stderr).toBe('');
  });

  it('should refuse to change a broken file, saying where it is broken', async () => {
    const cli = await CliHarness.create();
    await writeConfig(cli, '[font]\nsize = = 3\n');
    const result = await cli.run(['config', 'set', 'font.size', '20']);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/^everpane: .*config\.toml:2:\d+: [^\n]+\n$/);
    expect(await readFile(configFileOf(cli), 'utf8')).toBe('[font]\nsize = = 3\n');
    expect((await cli.run(['config', 'list', '--json'])).code).toBe(0);
  });

  it.each([20, 100])(
    'should lose nothing of %i processes that write at once',
    async (count) => {
      const cli = await CliHarness.create();
      const names = Array.from({ length: count }, (_, index) => `KEY_${index}`);
      const results = await Promise.all(names.map((name) => cli.run(['config', 'set', `env.${name}`, name])));
      expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
        names.map(() => ({ code: 0, stderr: '' })),
      );
      const { env } = await cli.json<Config>('config', 'list');
      expect(env).toEqual(Object.fromEntries(names.map((name) => [name, name])));
    },
    120_000,
  );

  it(
    `should lose nothing that was confirmed when a third of 100 writers are killed, and never show half a file, while the app follows (${rounds} times)`,
    async () => {
      const cli = await CliHarness.create();
      await writeConfig(cli, '# kept\n');
      await cli.startHost();
      const reader = readAllTheTime(configFileOf(cli));
      const confirmed: string[] = [];
      for (let round = 0; round < rounds; round++) {
        const { written, killed } = await writeAndKill(cli, round);
        confirmed.push(...written);
        expect(killed).toBeGreaterThan(0);
        const { env } = await cli.json<Config>('config', 'list');
        expect(Object.keys(env)).toEqual(expect.arrayContaining(confirmed));
      }
      expect(await reader.stop()).toBeGreaterThan(0);
      expect(await readFile(configFileOf(cli), 'utf8')).toMatch(/^# kept\n/);
      // The app has followed: a new pane has it all.
      await vi.waitFor(async () => {
        const pane = await cli.output('split', 'p1', '--', 'sh', '-c', 'env; echo en"d"; exec cat');
        await cli.output('wait', pane, '--text', '^end$');
        const lines = (await cli.output('capture', pane, '--scrollback')).split('\n');
        await cli.output('close', pane, '--force');
        expect(lines).toEqual(expect.arrayContaining(confirmed.map((name) => `${name}=${name}`)));
      }, 10_000);
    },
    120_000 * (rounds + 1),
  );
});

/** Parses the file again and again; `stop` says how often, and rejects if it was ever anything but a whole document. */
function readAllTheTime(file: string): { stop(): Promise<number> } {
  let isReading = true;
  const reading = (async () => {
    let reads = 0;
    while (isReading) {
      parse(await readFile(file, 'utf8'));
      reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return reads;
  })();
  const stop = () => {
    isReading = false;
    return reading;
  };
  // A test that fails for another reason takes the file away.
  onTestFinished(async () => {
    await Promise.allSettled([stop()]);
  });
  return { stop };
}

/**
 * A hundred writers, of which every third one is a victim: with each second write that is confirmed one of them is killed,
 * wherever it is by then.
 */
async function writeAndKill(
  cli: CliHarness,
  round: number,
): Promise<{ readonly written: readonly string[]; readonly killed: number }> {
  const writers = Array.from({ length: 100 }, (_, index) => {
    const name = `KEY_${round}_${index}`;
    const child = cli.spawn(['config', 'set', `env.${name}`, name]);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { name, child, ended, isVictim: index % 3 === 0 };
  });
  const victims = writers.filter(({ isVictim }) => isVictim);
  const written: string[] = [];
  let killed = 0;
  await Promise.all(
    writers.map(async ({ name, ended, isVictim }) => {
      if ((await ended) === 0) {
        written.push(name);
        if (written.length % 2 === 0) victims.shift()?.child.kill('SIGKILL');
      } else if (isVictim) killed += 1;
      else throw new Error(`the writer of ${name}, which nobody killed, did not succeed`);
    }),
  );
  return { written, killed };
}
