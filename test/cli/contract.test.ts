// What scripts rely on: exit statuses, one line of error, one document of JSON, homes, and what is durable.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TreeJson } from '../../shared/tree.ts';
import { CliHarness } from '../support/cli-harness.ts';
import { markedProcesses } from '../support/marked-processes.ts';
import { checkout } from '../support/runtime-record.ts';

/** Each with the ways to ask that differ in what they look at first: an id, a name, a file. */
const needsApp: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ls: [[], ['--json']],
  status: [[], ['--json']],
  'new-session': [[]],
  'new-window': [[], ['-s', 's1'], ['-s', 'by-name']],
  split: [['p1'], ['by-name']],
  resize: [['p1', '--ratio', '0.5']],
  zoom: [['p1']],
  focus: [['p1'], ['by-name']],
  rename: [['s1', 'x']],
  move: [['p1', '--to', 'new']],
  swap: [['p1', 'p2']],
  close: [['p1', '--force']],
  reopen: [[], ['p1']],
  purge: [['p1'], ['--closed']],
  respawn: [['p1']],
  send: [
    ['p1', 'x'],
    ['p1', '-'],
  ],
  capture: [['p1', '--json']],
  wait: [['p1', '--exit']],
  search: [['x', '--json']],
  checkpoint: [[]],
  flush: [[]],
  timeline: [['--json']],
  restore: [['c1']],
  export: [['file'], ['-']],
  import: [['-']],
  quit: [[]],
};

const worksAlone = [
  'open',
  'config',
  'theme',
  'inspect',
  'verify',
  'repair',
  'doctor',
  'version',
  'help',
  'completion',
];

describe('exit status', () => {
  it.each(Object.entries(needsApp))(
    'should be 3 for %s when no app runs, saying how to start it',
    async (name, ways) => {
      const cli = await CliHarness.create();
      for (const args of ways) {
        const result = await cli.run([name, ...args]);
        expect(result, args.join(' ')).toMatchObject({ code: 3, stdout: '' });
        expect(result.stderr).toMatch(/^everpane: [^\n]*everpane open\n$/);
      }
    },
  );

  it('should be told here for every command, whether it needs the app or not', async () => {
    const cli = await CliHarness.create();
    const manual = await cli.output('help', '--markdown');
    const names = [...manual.matchAll(/^### (\S+)$/gm)].map(([, name = '']) => name);
    expect(names.sort()).toEqual([...Object.keys(needsApp), ...worksAlone].sort());
    for (const name of names) {
      const result = await cli.run([name, '--no-such-option']);
      expect(result, name).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toMatch(/^everpane: [^\n]+; see: everpane help/);
      expect((await cli.run([name, '--help'])).stdout).toMatch(/^Examples:$/m);
    }
  }, 120_000);

  it.each([
    [[]],
    [['no-such-command']],
    [['ls', '--no-such-option']],
    [['ls', 'too', 'many']],
    [['split']],
    [['split', 'p1', '--ratio', '1.5']],
    [['split', 'p1', '--left', '--right']],
    [['resize', 'p1']],
    [['resize', 'p1', '--ratio', '']],
    [['move', 'p1']],
    [['rename', 's1']],
    [['send', 'p1']],
    [['send', 'p1', '--key', 'NoSuchKey']],
    [['wait', 'p1']],
    [['wait', 'p1', '--text', '(']],
    [['search', '(']],
    [['search']],
    [['wait', 'p1', '--exit', '--idle', '1']],
    [['wait', 'p1', '--idle', 'soon']],
    [['--home', '', 'ls']],
    [['completion', 'tcsh']],
    [['help', 'no-such-command']],
  ])('should be 2 for %j, without asking any app', async (args) => {
    const cli = await CliHarness.create();
    const result = await cli.run(args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    if (args.length > 0) expect(result.stderr).toMatch(/^everpane: .*\n$/);
  });

  it('should be 1, with one line that says why, for what cannot be done', async () => {
    const cli = await CliHarness.start();
    const refused = [
      ['split', 'p99'],
      ['split', 'nothing-of-that-name'],
      ['focus', 'nothing-of-that-name'],
      ['zoom', 'w1'],
      ['close', 's99'],
      ['send', 'p99', 'x'],
      ['capture', 'p99'],
      ['wait', 'p99', '--text', 'x', '--timeout', '1'],
      ['wait', 'p1', '--text', 'never', '--timeout', '0'],
      ['move', 'p1', '--to', 'w99'],
      ['swap', 'p1', 'p99'],
      ['rename', 'p1', 'x'],
      ['resize', 'p1', '--ratio', '0.5'],
      ['respawn', 'p1'],
      ['reopen'],
      ['new-window', '-s', 's99'],
      ['restore', 'nothing'],
      ['export', 'not/there'],
      ['import', 'not-there'],
      ['import', '.'],
      ['inspect', 'not-there'],
      ['verify', 'not-there'],
      ['repair'],
      ['config', 'get', 'env.NOPE'],
    ];
    const results = await Promise.all(refused.map(async (args) => ({ args, result: await cli.run(args) })));
    for (const { args, result } of results) {
      expect(result, args.join(' ')).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr, args.join(' ')).toMatch(/^everpane: [^\n]+\n$/);
      // No name of an error of the system, and no stack, stands for a reason.
      expect(result.stderr, args.join(' ')).not.toMatch(/^everpane: (?:E[A-Z]+\b|\w*Error)/);
    }
  }, 60_000);

  it('should be 0 for help and version without any app', async () => {
    const cli = await CliHarness.create();
    for (const args of [['help'], ['--help'], ['-h'], ['split', '--help'], ['help', 'split'], ['version']]) {
      const { code, stdout, stderr } = await cli.run(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).not.toBe('');
    }
    const { version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8'));
    for (const asked of ['version', '--version', '-V']) {
      expect(await cli.output(asked)).toBe(`everpane ${version}`);
    }
    expect(await cli.json('version')).toMatchObject({ version });
  });
});

describe('status', () => {
  it('should have the shape that is promised, and words for people', async () => {
    const cli = await CliHarness.start();
    await cli.output('checkpoint');
    // Fields may come; none of these may go.
    expect(await cli.json('status')).toMatchObject({
      pid: cli.hostPid,
      version: '1.2.3',
      electron: '',
      home: cli.home,
      uptimeMs: expect.any(Number),
      windows: 1,
      persistence: {
        mode: 'recording',
        reason: null,
        lastDegradedAt: null,
        lsn: expect.any(Number),
        durableLsn: expect.any(Number),
        lastDurableAt: expect.any(String),
        walBytes: expect.any(Number),
        segments: expect.any(Number),
        checkpoint: {
          id: expect.anything(),
          lsn: expect.any(Number),
          at: expect.any(String),
          bytes: expect.any(Number),
          durationMs: expect.any(Number),
        },
        checkpoints: expect.any(Number),
        restorePoints: 0,
        restorePointsDroppedForRoom: 0,
        stateBytes: expect.any(Number),
      },
      recovery: {
        cause: 'first-run',
        at: expect.any(String),
        durationMs: expect.any(Number),
        checkpointLsn: null,
        replayedRecords: 0,
        replayedBytes: 0,
        sessions: expect.any(Number),
        windows: expect.any(Number),
        panes: expect.any(Number),
        losses: [],
        quarantine: null,
        asOf: null,
      },
      host: { eventLoopP99Ms: expect.any(Number), rssBytes: expect.any(Number) },
    });
    await cli.output('new-window');
    expect(await cli.json('status')).toMatchObject({ windows: 2 });
    expect(await cli.output('status')).toMatch(/^app: +Everpane 1\.2\.3, pid \d+/);
  });
});

describe('homes', () => {
  it('should take --home before and after the command, above EVERPANE_HOME', async () => {
    const cli = await CliHarness.start();
    await mkdir(join(cli.dir, 'other'));
    const other = join(cli.dir, 'other');
    const env = { EVERPANE_HOME: other };
    expect((await cli.run(['ls'], { env })).code).toBe(3);
    expect((await cli.run(['--home', cli.home, 'ls', '--json'], { env })).code).toBe(0);
    expect((await cli.run(['ls', '--json', '--home', cli.home], { env })).code).toBe(0);
    expect((await cli.run(['ls', '--home=home'], { env })).code).toBe(0);
    expect((await cli.run(['ls', '--home', 'other'])).code).toBe(3);
  });

  it('should find the socket of a home whose path is too long for one', async () => {
    const cli = await CliHarness.start({ homeName: `${'long-'.repeat(30)}/home` });
    expect(await cli.json('ls')).toMatchObject({ activeSession: 's1' });
  });

  it('should tell an app that was killed from one that runs, and find the next one', async () => {
    const cli = await CliHarness.start();
    await cli.output('rename', 's1', 'kept');
    await cli.killHost();
    expect((await cli.run(['ls'])).code).toBe(3);
    await cli.startHost();
    expect((await cli.json<TreeJson>('ls')).sessions[0]?.name).toBe('kept');
  });

  it('should not be fooled by a token that is not the app’s', async () => {
    const cli = await CliHarness.start();
    await writeFile(join(cli.home, 'control.token'), 'wrong\n');
    expect(await cli.run(['ls'])).toMatchObject({ code: 1, stdout: '' });
    await rm(join(cli.home, 'control.token'));
    expect(await cli.run(['ls'])).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('durability', () => {
  it('should print the durable LSN for flush and checkpoint, and leave nothing running after quit', async () => {
    const cli = await CliHarness.start();
    await cli.output('new-window');
    const flushed = Number(await cli.output('flush'));
    expect(flushed).toBeGreaterThan(0);
    expect(await cli.json('status')).toMatchObject({ persistence: { durableLsn: expect.any(Number) } });
    expect(Number(await cli.output('checkpoint'))).toBeGreaterThanOrEqual(flushed);
    // quit returns when the app and its shells are gone.
    expect(markedProcesses(cli.mark).length).toBeGreaterThan(1);
    expect(await cli.run(['quit'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(markedProcesses(cli.mark)).toEqual([]);
    expect(await cli.hostEnd()).toBe(0);
    expect((await cli.run(['quit'])).code).toBe(3);
  });
});
