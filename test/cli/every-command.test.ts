// Every command with every one of its options, through the built command line against the real app: what it prints, its exit
// status, its one document of JSON. The scripts are data, so that a test can tell whether one was forgotten.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CliHarness, type CliResult } from '../support/cli-harness.ts';
import { windowsTerminalTheme } from '../support/foreign-themes.ts';
import {
  captureShape,
  configShape,
  findingsShape,
  inspectShape,
  searchShape,
  statusShape,
  timelineShape,
  treeShape,
} from './contract-shapes.ts';

interface Step {
  /** A word `$NAME` stands for what an earlier step kept under that name. */
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly code?: number;
  /** Standard output: exactly, without its last newline, or what it has to match. Nothing unless told. */
  readonly out?: string | RegExp;
  /** The one document of JSON on standard output: its shape, and what of it has to be so. */
  readonly json?: { readonly shape?: v.GenericSchema; readonly has?: unknown };
  /** Standard error, one line; nothing unless told. */
  readonly err?: RegExp;
  /** Keeps the first group of the output's match. */
  readonly keep?: { readonly name: string; readonly of: RegExp };
}

const made = (has: object) => ({ json: { has } });
const panes = (...layouts: readonly unknown[]) => ({
  sessions: [{ windows: layouts.map((layout) => ({ layout })) }],
});
const open: Step = { args: ['open'], ...(process.getuid?.() === 0 && { err: /--no-sandbox/ }) };

const structure: readonly Step[] = [
  open,
  { args: ['open'] },
  { args: ['ls', '--json'], json: { shape: treeShape, has: { activeSession: 's1' } } },
  { args: ['ls'], out: /^\* s1 {2}\S+\n {2}\* w1\n {4}\* p1 {2}\d+x\d+ {2}running / },
  { args: ['ls', '--ids'], out: 's1\nw1\np1' },
  { args: ['status'], out: /^app: +Everpane .*, pid \d+/ },
  { args: ['status', '--json'], json: { shape: statusShape, has: { recovery: { cause: 'first-run' } } } },
  { args: ['split', 'p1'], out: 'p2' },
  { args: ['split', 'p2', '--down', '--ratio', '0.25', '--cwd', 'work', '--json'], ...made({ pane: 'p3' }) },
  { args: ['split', 'p1', '--left', '--private', '--', 'sleep', '1000'], out: 'p4' },
  { args: ['split', 'p3', '--up', '--profile', 'plain'], out: 'p5' },
  { args: ['split', 'p1', '--right', '--', 'sh', '-c', 'exit 7'], out: 'p6' },
  { args: ['wait', 'p6', '--exit'] },
  {
    args: ['ls', '--json'],
    json: {
      shape: treeShape,
      has: panes({
        dir: 'row',
        children: ['p4', 'p1', 'p6', { dir: 'column', children: ['p2', 'p5', 'p3'] }],
      }),
    },
  },
  { args: ['ls'], out: /p4 .*sleep 1000 {2}\(private\)\n.*\n.*p6 {2}\S+ {2}exited 7/ },
  { args: ['resize', 'p3', '--ratio', '0.5'] },
  { args: ['zoom', 'p1'] },
  { args: ['ls'], out: /w1 {2}\(p1 zoomed\)/ },
  { args: ['focus', 'p2'] },
  { args: ['swap', 'p1', 'p4'] },
  { args: ['respawn', 'p6'] },
  { args: ['rename', 'w1', 'work'] },
  { args: ['rename', 's1', 'one'] },
  { args: ['move', 'p6', '--to', 'new'] },
  {
    args: ['ls', '--json'],
    json: {
      shape: treeShape,
      has: {
        sessions: [{ name: 'one', windows: [{ name: 'work', zoomedPane: null }, { layout: 'p6' }] }],
      },
    },
  },
  { args: ['move', 'p6', '--to', 'work'] },
  { args: ['close', 'p4'], code: 1, err: /sleep 1000.*--force/ },
  { args: ['close', 'p4', '--force'] },
  { args: ['reopen'], out: 'p4' },
  { args: ['close', 'p4', '--force'] },
  { args: ['reopen', 'p4', '--json'], ...made({ pane: 'p4' }) },
  { args: ['new-session', '--name', 'api', '--cwd', 'work'], out: 's2' },
  { args: ['new-session', '--json'], ...made({ session: 's3', pane: 'p8' }) },
  { args: ['new-window', '-s', 'api', '--name', 'logs', '--cwd', 'work', '--', 'sleep', '1000'], out: 'p9' },
  { args: ['new-window', '--session', 's1', '--private', '--profile', 'plain'], out: 'p10' },
  { args: ['new-window', '--json'], ...made({ pane: 'p11' }) },
  { args: ['purge', 'p11', '--force'] },
  { args: ['purge', 'p9'], code: 1, err: /sleep 1000.*--force/ },
  { args: ['purge', '--closed'] },
  { args: ['focus', 'logs'] },
  { args: ['ls', '--json'], json: { shape: treeShape, has: { activeSession: 's2' } } },
  { args: ['rename', 'logs', 'output'] },
  { args: ['close', 'output', '--force'] },
  { args: ['close', 'one', '--force'] },
  { args: ['close', 's2', '--force'] },
  { args: ['close', 's3', '--force'] },
  { args: ['ls', '--json'], json: { shape: treeShape, has: { activeSession: null, sessions: [] } } },
  { args: ['status', '--json'], json: { shape: statusShape, has: { windows: 0 } } },
  { args: ['quit'] },
];

const terminal: readonly Step[] = [
  open,
  { args: ['wait', 'p1', '--text', '\\$$', '--timeout', '20'] },
  { args: ['send', 'p1', "printf '\\033[31m%s\\033[0m\\n' r'e'd; seq 200", '--enter'] },
  { args: ['wait', 'p1', '--text', '^200$'] },
  { args: ['wait', 'p1', '--idle', '50'] },
  { args: ['wait', 'p1', '--text', 'never', '--timeout', '0.1'], code: 1, err: /\/never\/ within 0\.1 s/ },
  { args: ['capture', 'p1'], out: /\n200\n\$$/ },
  { args: ['capture', 'p1', '--scrollback'], out: /\nred\n1\n2\n3\n4\n/ },
  { args: ['capture', 'p1', '--scrollback', '--ansi'], out: /\x1b\[[0-9;]*31mred/ },
  {
    args: ['capture', 'p1', '--json'],
    json: { shape: captureShape, has: { pane: 'p1', alt: false, decorations: [] } },
  },
  { args: ['search', '^1[0]0$'], out: /^p1:\d+: 100$/ },
  { args: ['search', '^1[0]0$', '--json'], json: { shape: searchShape, has: [{ pane: 'p1', text: '100' }] } },
  { args: ['search', 'nothing like it', '--json'], json: { shape: searchShape, has: [] } },
  { args: ['new-window', '--', 'cat'], out: 'p2' },
  { args: ['send', 'p2', '-'], stdin: 'from standard input\n' },
  { args: ['wait', 'p2', '--text', '^from standard input\nfrom standard input$'] },
  { args: ['send', 'p2', '--enter', '--', '--help'] },
  { args: ['wait', 'p2', '--text', '^--help\n--help$'] },
  { args: ['send', 'p1', '--key', 'Up', '--key', 'BSpace'] },
  { args: ['wait', 'p1', '--text', '^\\$ printf .*seq 20$'] },
  { args: ['send', 'p1', '--key', 'C-c'] },
  { args: ['wait', 'p1', '--text', 'seq 20\\^C\n\\$$'] },
  { args: ['send', 'p1', 'exit', '--enter'] },
  { args: ['wait', 'p1', '--exit'] },
  { args: ['quit'] },
];

const going: readonly Step[] = [
  open,
  { args: ['rename', 's1', 'before'] },
  { args: ['checkpoint'], out: /^[1-9]\d*$/ },
  { args: ['checkpoint', '--json'], json: { has: { lsn: expect.any(Number) } } },
  { args: ['flush'], out: /^[1-9]\d*$/ },
  { args: ['flush', '--json'], json: { has: { lsn: expect.any(Number) } } },
  { args: ['export', 'saved'] },
  { args: ['import', 'saved'], out: 's2' },
  { args: ['import', '-'], stdin: 'rubbish', code: 1, err: /no Everpane export/ },
  { args: ['timeline', '--json'], json: { shape: timelineShape, has: expect.any(Array) } },
  { args: ['config', 'set', 'persistence.restore_on_startup', 'false'] },
  { args: ['quit'] },
  open,
  {
    args: ['timeline'],
    out: /^\S+ {2}\d{4}-\S+ {2}2 sessions, 2 windows, 2 panes {2}\(.+\)/,
    keep: { name: 'POINT', of: /^(\S+) {2}.* 2 sessions/m },
  },
  {
    args: ['timeline', '--json'],
    json: { shape: timelineShape, has: [{ sessions: 2, windows: 2, panes: 2 }] },
  },
  { args: ['restore', '$POINT'] },
  { args: ['ls', '--ids'], out: /^s\d+\n(?:.+\n)*s\d+\n(?:.+\n)*s\d+\nw\d+\np\d+$/ },
  { args: ['restore', '$POINT', '--replace'] },
  {
    args: ['ls', '--json'],
    json: { shape: treeShape, has: { sessions: [{ name: 'before' }, { name: 'before' }] } },
  },
  { args: ['inspect', '--json'], json: { shape: inspectShape } },
  { args: ['verify'] },
  { args: ['repair', '--dry-run'], code: 1, err: /process \d+ uses .*everpane quit/ },
  { args: ['doctor', '--json'], json: { shape: findingsShape } },
  { args: ['config', 'list', '--json'], json: { shape: configShape, has: { restore: { lazy: true } } } },
  { args: ['quit'] },
  { args: ['ls', '--json'], code: 3, err: /everpane open/ },
  { args: ['inspect', '--json'], json: { shape: inspectShape, has: { segments: expect.any(Array) } } },
  { args: ['inspect', 'home'], out: /^ok {2}wal\/\S+ {2}\d+ bytes/ },
  { args: ['verify', 'home'] },
  { args: ['repair', '--dry-run'], out: 'nothing to do' },
  { args: ['repair', 'home/state'], out: 'nothing to do' },
];

const alone: readonly Step[] = [
  { args: ['config', 'list'], out: /^persistence\.checkpoint_interval_secs = 300$/m },
  { args: ['config', 'list', '--json'], json: { shape: configShape, has: { env: {} } } },
  { args: ['config', 'set', 'font.size', '15'] },
  { args: ['config', 'set', 'env.EDITOR', 'vim', '--json'], json: { has: 'vim' } },
  { args: ['config', 'get', 'font.size'], out: '15' },
  { args: ['config', 'get', 'env', '--json'], json: { has: { EDITOR: 'vim' } } },
  { args: ['config', 'unset', 'env.EDITOR'] },
  { args: ['config', 'unset', 'font.size', '--json'], json: { has: expect.any(Number) } },
  { args: ['config', 'set', 'appearance.theme', 'papr'], code: 1, err: /did you mean paper\?/ },
  { args: ['theme', 'list'], out: /^\* dark {2}\(Everpane dark, dark\)$/m },
  { args: ['theme', 'import', 'work/fog.json'], out: 'sea-fog' },
  {
    args: ['theme', 'import', 'work/fog.json', '--name', 'haze', '--use', '--json'],
    json: { has: { themes: ['haze'] } },
  },
  { args: ['config', 'get', 'appearance.theme'], out: 'haze' },
  {
    args: ['theme', 'list', '--json'],
    json: {
      has: expect.arrayContaining([expect.objectContaining({ name: 'haze', own: true, chosen: true })]),
    },
  },
  { args: ['theme', 'import', 'work'], code: 1, err: /is not a file/ },
  { args: ['config', 'schema'], out: /"\$schema"/ },
  { args: ['config', 'schema', '--markdown'], out: /^# config\.toml\n/ },
  { args: ['doctor'], out: /^ok +version /m },
  { args: ['version'], out: /^everpane \d+\.\d+\.\d+$/ },
  { args: ['version', '--json'], json: { has: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/) } } },
  { args: ['--version'], out: /^everpane \d+\.\d+\.\d+$/ },
  { args: ['-V'], out: /^everpane \d+\.\d+\.\d+$/ },
  { args: ['--home', 'other', '--help'], out: /^Usage: everpane .*\n[\s\S]*\n {2}split / },
  { args: ['-h'], out: /^Usage: everpane / },
  { args: ['help'], out: /^Usage: everpane / },
  { args: ['help', 'config', 'set'], out: /^Usage: everpane config set / },
  { args: ['help', '--markdown'], out: /^# The command line\n/ },
  { args: ['help', '--man'], out: /^\.TH EVERPANE 1 / },
  { args: ['completion', 'bash'], out: /^complete .*everpane$/m },
  { args: ['completion', 'zsh'], out: /^#compdef everpane$/m },
  { args: ['completion', 'fish'], out: /^complete -c everpane /m },
  { args: ['ls'], code: 3, err: /everpane open/ },
];

const scripts = { structure, terminal, going, alone };

async function play(cli: CliHarness, steps: readonly Step[]): Promise<void> {
  const kept = new Map<string, string>();
  for (const step of steps) {
    const args = step.args.map((word) => (word.startsWith('$') ? (kept.get(word.slice(1)) ?? word) : word));
    const result = await cli.run(args, step.stdin === undefined ? {} : { stdin: step.stdin });
    judge(step, result);
    const found = step.keep?.of.exec(result.stdout)?.[1];
    if (step.keep !== undefined && found !== undefined) kept.set(step.keep.name, found);
  }
}

function judge({ args, code = 0, out = '', json, err }: Step, result: CliResult): void {
  const command = `everpane ${args.join(' ')}`;
  const stdout = result.stdout.replace(/\n$/, '');
  const { stderr } = result;
  expect(result.code, `${command}: ${stderr}`).toBe(code);
  if (err === undefined) expect(stderr, command).toBe('');
  else {
    expect(stderr, command).toMatch(/^everpane: [^\n]+\n$/);
    expect(stderr, command).toMatch(err);
  }
  if (json !== undefined) {
    const value: unknown = JSON.parse(stdout);
    if (json.shape !== undefined) expect(v.safeParse(json.shape, value).issues ?? [], command).toEqual([]);
    if (typeof json.has === 'object') expect(value, command).toMatchObject(json.has as object);
    else if (json.has !== undefined) expect(value, command).toEqual(json.has);
  } else if (typeof out === 'string') expect(stdout, command).toBe(out);
  else expect(stdout, command).toMatch(out);
}

async function prepared(): Promise<CliHarness> {
  const cli = await CliHarness.create();
  await mkdir(join(cli.dir, 'work'));
  await writeFile(join(cli.dir, 'work', 'fog.json'), windowsTerminalTheme('Sea Fog'));
  await mkdir(cli.home, { mode: 0o700 });
  await writeFile(join(cli.home, 'config.toml'), '[profiles.plain]\nshell = "/bin/sh"\n', { mode: 0o600 });
  return cli;
}

/** `split` and the like, `config set` and the like, each with its flags, out of the manual page. */
function commandsIn(manual: string): Map<string, string[][]> {
  const sections = manual.split(/^#{3,4} /m).slice(1);
  return new Map(
    sections.map((section) => {
      const name = section.split('\n', 1)[0] ?? '';
      const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, flags = '']) => flags);
      return [name, rows.map((flags) => flags.match(/(?<=^|[ ,])--?[a-zA-Z][\w-]*/g) ?? [])];
    }),
  );
}

describe.runIf(process.platform === 'linux')('every command, with the real app', () => {
  it.each(['structure', 'terminal', 'going'] as const)(
    'should do what the contract says: %s',
    async (name) => play(await prepared(), scripts[name]),
    180_000,
  );

  it('should do what the contract says without an app', async () => {
    await play(await prepared(), scripts.alone);
  }, 60_000);

  it('should be here with every option', async () => {
    const cli = await CliHarness.create();
    const lines = Object.values(scripts).flatMap((steps) => steps.map(({ args }) => args));
    const isPlayed = (names: readonly string[], flags: readonly string[]) =>
      lines.some(
        (args) =>
          names.every((name, index) => args[index] === name) &&
          (flags.length === 0 || flags.some((flag) => args.includes(flag))),
      );
    const missing = [...commandsIn(await cli.output('help', '--markdown'))].flatMap(([name, options]) => {
      const names = name.split(' ');
      const isGroup = name === 'config' || name === 'theme';
      const forgotten = options.filter((flags) => !isPlayed(names, flags)).map((flags) => `${name} ${flags}`);
      return [...(isGroup || isPlayed(names, []) ? [] : [name]), ...forgotten];
    });
    expect(missing).toEqual([]);
  });
});
