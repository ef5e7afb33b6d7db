// What a command of the command line costs beside `node -e 0`, which does nothing: in processor time (of all of its threads) and
// on the clock. The two take turns, and each figure is a mean of the middle half. The settings changed are those of a home
// without an app: what one does about it is not the command's time.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startVirtualDisplay } from '../../scripts/setup/virtual-display.mjs';
import { AppUnderTest } from '../support/app.ts';
import { checkout } from '../support/runtime-record.ts';
import { type BenchRow, rounded } from './row.ts';

const ROUNDS = 40;
const WRITES = 100;
const TARGET = 1.5;
const PEER = 'node -e 0';

/** What it takes, in milliseconds. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

type Program = (round: number) => readonly string[];

const everpane = join(checkout, 'bin', 'everpane');
const peer: Program = () => ['-e', '0'];
/** Every round writes something else. */
const write: Program = (round) => [everpane, 'config', 'set', 'font.size', String(10 + (round % 7))];

const questions: Readonly<Record<string, Program>> = {
  version: () => [everpane, 'version'],
  help: () => [everpane, 'help'],
  ls: () => [everpane, 'ls'],
  status: () => [everpane, 'status', '--json'],
  capture: () => [everpane, 'capture', 'p1'],
  send: () => [everpane, 'send', 'p1', 'x'],
};

const settings: Readonly<Record<string, Program>> = {
  'config list': () => [everpane, 'config', 'list'],
  'config get': () => [everpane, 'config', 'get', 'font.size'],
  'config set': write,
};

/** `dir`: empty, for everything that is made. */
export async function benchCommands(dir: string): Promise<BenchRow[]> {
  const display = await startVirtualDisplay();
  const app = await AppUnderTest.create({ display: display.display });
  try {
    await app.start();
    await app.cliOutput('wait', 'p1', '--text', String.raw`^\$`);
    const { HOME, EVERPANE_HOME, LANG, PATH } = app.environment;
    const asking = { HOME, EVERPANE_HOME, LANG, PATH };
    const alone = { ...asking, EVERPANE_HOME: join(dir, 'home') };
    return [
      ...(await measureCommands(questions, asking)),
      ...(await measureCommands(settings, alone)),
      await measureWrites(alone),
    ];
  } finally {
    await app.dispose();
    display.release();
  }
}

async function measureCommands(
  commands: Readonly<Record<string, Program>>,
  env: NodeJS.ProcessEnv,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, program] of Object.entries(commands)) {
    const ours: Cost[] = [];
    const theirs: Cost[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await costOf(peer(round), env));
      ours.push(await costOf(program(round), env));
    }
    const id = `cli-${name.replace(' ', '-')}`;
    const typical = (costs: readonly Cost[], kind: keyof Cost) => middleMean(costs.map((cost) => cost[kind]));
    rows.push(
      rowOf(`${id}-cpu`, `everpane ${name}, processor time`, typical(ours, 'cpu'), typical(theirs, 'cpu')),
      rowOf(`${id}-wall`, `everpane ${name}, on the clock`, typical(ours, 'wall'), typical(theirs, 'wall')),
    );
  }
  return rows;
}

/** One after the other, as a script does it. */
async function measureWrites(env: NodeJS.ProcessEnv): Promise<BenchRow> {
  let [ours, theirs] = [0, 0];
  for (let round = 0; round < WRITES; round++) {
    ours += (await costOf(write(round), env)).wall;
    theirs += (await costOf(peer(round), env)).wall;
  }
  return rowOf('cli-100-writes', `${WRITES} x everpane config set, one after the other`, ours, theirs);
}

function rowOf(id: string, name: string, ours: number, theirs: number): BenchRow {
  return {
    id,
    name,
    unit: 'ms',
    ours: rounded(ours),
    peer: rounded(theirs),
    peerName: PEER,
    ratio: rounded(theirs / ours),
    target: `<= ${TARGET}x ${PEER}`,
    pass: ours <= TARGET * theirs,
  };
}

/** Of the middle half: the clock counts whole milliseconds, and a median would, too. */
function middleMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(sorted.length >> 2, sorted.length - (sorted.length >> 2));
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The shell's own clock: it takes no part in what it measures. */
async function costOf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Cost> {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null';
  const { stderr } = await promisify(execFile)('bash', ['-c', script, 'bash', process.execPath, ...args], {
    env,
  });
  const [real = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  if (Number.isNaN(real + user + system)) throw new Error(`${args.join(' ')}: ${stderr}`);
  return { cpu: (user + system) * 1000, wall: real * 1000 };
}
