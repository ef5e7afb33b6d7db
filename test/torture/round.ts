// One round: what was confirmed before the last kill is compared, then panes are made, moved and filled, something of it
// is confirmed by a flush, and the app is killed at a random moment.
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { PaneJson } from '../../shared/tree.ts';
import type { CommandedApp } from './commanded-app.ts';
import { type Arrangement, arrangementOf, lossIn } from './expectation.ts';
import type { Random } from './random.ts';

/** What a kill may not take. */
export interface Confirmed {
  readonly arrangement: Arrangement;
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** Where each pane may be: where it was, or where it had been told to go. */
  readonly cwds: ReadonlyMap<string, readonly string[]>;
}

const mostPanes = 8;

/** Throws with what is wrong if something that was confirmed is not there. */
export async function expectRestored(app: CommandedApp, confirmed: Confirmed): Promise<void> {
  const tree = await app.tree();
  const now = arrangementOf(tree);
  if (!isDeepStrictEqual(now, confirmed.arrangement)) {
    throw new Error(`the layout was ${JSON.stringify(confirmed.arrangement)} and is ${JSON.stringify(now)}`);
  }
  const panes = panesIn(tree.sessions);
  for (const [pane, lines] of confirmed.lines) {
    const loss = lossIn(lines, await linesOf(app, pane));
    if (loss !== null) throw new Error(`${pane}: ${loss}`);
    const cwd = panes.find(({ id }) => id === pane)?.cwd;
    const expected = confirmed.cwds.get(pane) ?? [];
    if (cwd === undefined || !expected.includes(cwd)) {
      throw new Error(`${pane}: was in ${expected.join(' or ')} and is in ${cwd}`);
    }
  }
}

/** Makes, moves, fills, confirms and kills; returns what was confirmed. `label` is unique among all rounds of the app. */
export async function workAndKill(app: CommandedApp, random: Random, label: number): Promise<Confirmed> {
  const { pid } = await app.status();
  await rearrange(app, random);
  const panes = panesIn((await app.tree()).sessions);
  const told = new Map<string, string>();
  for (const pane of panes) {
    const dir = random.pick([null, null, '/usr/share', '/tmp']);
    if (dir !== null) told.set(pane.id, dir);
    await produce(app, random, pane.id, { label, cd: dir === null ? '' : `cd ${dir}; ` });
  }
  await delay(random.below(400));
  const confirmed = await confirm(app, told);
  // More happens, unconfirmed: it may be lost, but may do no harm.
  for (const pane of panes)
    if (random.below(2) === 0) await produce(app, random, pane.id, { label: label + 0.5, cd: '' });
  const killing = app.kill(pid);
  await killing;
  return confirmed;
}

/** What is captured before the flush is appended before it, so the flush confirms all of it. */
async function confirm(app: CommandedApp, told: ReadonlyMap<string, string>): Promise<Confirmed> {
  const lines = new Map<string, readonly string[]>();
  const before = await app.tree();
  for (const { id } of panesIn(before.sessions)) lines.set(id, await linesOf(app, id));
  await app.run('flush');
  const after = await app.tree();
  const cwds = new Map(panesIn(after.sessions).map(({ id, cwd }) => [id, [cwd, told.get(id) ?? cwd]]));
  return { arrangement: arrangementOf(after), lines, cwds };
}

async function linesOf(app: CommandedApp, pane: string): Promise<readonly string[]> {
  return (await app.json<{ lines: string[] }>('capture', pane, '--scrollback')).lines;
}

const panesIn = (sessions: readonly { windows: readonly { panes: readonly PaneJson[] }[] }[]): PaneJson[] =>
  sessions.flatMap(({ windows }) => windows.flatMap(({ panes }) => panes));

/** One to three changes of the layout. */
async function rearrange(app: CommandedApp, random: Random): Promise<void> {
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const tree = await app.tree();
    const panes = panesIn(tree.sessions);
    const windows = tree.sessions.flatMap(({ windows: own }) => own);
    const { id: pane, cols, rows } = random.pick(panes);
    const splits = windows
      .filter(({ layout }) => typeof layout !== 'string')
      .flatMap(({ panes: own }) => own);
    const choices: (() => Promise<unknown>)[] = [
      () => app.run('focus', pane),
      () => app.run('rename', random.pick(windows).id, `tab ${random.below(1000)}`),
    ];
    if (panes.length < mostPanes) {
      // A pane without room for two refuses.
      const isRoomy = cols > 12 && rows > 5;
      if (isRoomy)
        choices.push(() =>
          app.run('split', pane, random.pick(['--right', '--down', '--left', '--up']), '--ratio', '0.4'),
        );
      choices.push(
        () => app.run('new-window', '--cwd', '/usr'),
        () => app.run('new-session', '--name', `project ${random.below(1000)}`),
      );
    } else choices.push(() => app.run('close', pane, '--force'));
    if (splits.length > 0) {
      choices.push(
        () => app.run('resize', random.pick(splits).id, '--ratio', '0.6'),
        () => app.run('zoom', random.pick(splits).id),
      );
    }
    await random.pick(choices)();
  }
}

/** A script in the pane that may change the directory, and prints numbered, coloured lines at once or bit by bit. */
async function produce(
  app: CommandedApp,
  random: Random,
  pane: string,
  { label, cd }: { label: number; cd: string },
): Promise<void> {
  const lines = 50 + random.below(800);
  const pause = random.pick(['', '', 'sleep 0.01;']);
  const text = `torture ${label}.${pane}-$i \\033[3$((i%8))m$RANDOM\\033[0m end`;
  await app.run(
    'send',
    pane,
    ` ${cd}for i in $(seq ${lines}); do printf "${text}\\n"; ${pause} done`,
    '--enter',
  );
}
