// inspect, verify, repair and doctor: on the journal of an app that runs, that was killed, and that was damaged.
import { chmod, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CliHarness } from '../support/cli-harness.ts';

interface Inspection {
  readonly segments: readonly { readonly file: string; readonly state: string }[];
}

/** Turns over one byte of the first segment, behind the checkpoint that the start wrote. */
async function damage(cli: CliHarness): Promise<void> {
  const dir = join(cli.home, 'state', 'wal');
  const [name = ''] = (await readdir(dir)).sort();
  const file = await open(join(dir, name), 'r+');
  try {
    const { size } = await file.stat();
    const at = Math.floor(size * 0.8);
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ 0xff;
    await file.write(byte, 0, 1, at);
  } finally {
    await file.close();
  }
}

describe('offline commands', () => {
  it('should find everything in order, of a living app and of a killed one', async () => {
    const cli = await CliHarness.start();
    await cli.output('send', 'p1', 'seq 1 200', '--enter');
    await cli.output('wait', 'p1', '--text', '^200$');
    await cli.output('checkpoint');
    expect((await cli.run(['verify'])).code).toBe(0);
    expect(await cli.run(['repair'])).toMatchObject({ code: 1, stdout: '' });
    await cli.killHost();
    const inspection = await cli.json('inspect');
    expect(inspection).toMatchObject({
      segments: expect.arrayContaining([
        {
          file: expect.stringMatching(/^wal\//),
          epoch: 1,
          firstLsn: 1,
          lastLsn: expect.any(Number),
          bytes: expect.any(Number),
          frames: expect.any(Number),
          state: 'ok',
        },
      ]),
      checkpoints: expect.arrayContaining([
        {
          file: expect.stringMatching(/^checkpoints\//),
          id: expect.any(String),
          lsn: expect.any(Number),
          at: expect.any(String),
          bytes: expect.any(Number),
          state: 'ok',
        },
      ]),
      snapshots: expect.any(Array),
    });
    for (const dir of [cli.home, join(cli.home, 'state')]) {
      expect(JSON.parse((await cli.run(['inspect', dir, '--json'])).stdout)).toEqual(inspection);
    }
  });

  it('should list damage, say what a repair would do, and do it', async () => {
    const cli = await CliHarness.start();
    for (let i = 0; i < 5; i++) await cli.output('new-window');
    await cli.killHost();
    await damage(cli);
    const verified = await cli.run(['verify']);
    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(/wal\//);
    expect(verified.stderr).toMatch(/^everpane: [^\n]*repair --dry-run\n$/);
    expect((await cli.json<Inspection>('inspect')).segments.some(({ state }) => state !== 'ok')).toBe(true);
    const planned = await cli.output('repair', '--dry-run');
    expect(planned).toMatch(/quarantine/);
    expect((await cli.run(['verify'])).code).toBe(1);
    expect(await cli.output('repair')).toBe(planned);
    expect((await cli.run(['verify'])).code).toBe(0);
    expect(await cli.output('repair')).toBe('nothing to do');
    await cli.startHost();
    expect(await cli.json('ls')).toMatchObject({ activeSession: 's1' });
  });

  it('should say that there is no journal', async () => {
    const cli = await CliHarness.create();
    for (const command of ['inspect', 'verify', 'repair']) {
      const result = await cli.run([command, 'nowhere']);
      expect(result).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toMatch(/^everpane: there is no journal in [^\n]*nowhere[^\n]*\n$/);
    }
  });

  it('should find what is wrong with a home, and the mend', async () => {
    const cli = await CliHarness.start();
    const healthy = await cli.json<{ check: string; state: string }[]>('doctor');
    expect(healthy.filter(({ state }) => state === 'wrong')).toEqual([]);
    expect(healthy.find(({ check }) => check === 'app')).toMatchObject({
      found: expect.stringContaining(String(cli.hostPid)),
    });
    await cli.killHost();
    await damage(cli);
    await chmod(cli.home, 0o755);
    const { code, stdout, stderr } = await cli.run(['doctor']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^everpane: not as it should be: home, journal/);
    expect(stdout).toMatch(/^wrong +home .*chmod 700/m);
  });
});
