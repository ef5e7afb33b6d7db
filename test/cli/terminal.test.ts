// Typing, reading and waiting, through the built command line against real shells.
import { describe, expect, it } from 'vitest';
import type { Capture } from '../../electron/host/types.ts';
import { CliHarness } from '../support/cli-harness.ts';

describe('send, capture and wait', () => {
  it('should type a command, wait for what it prints and read the screen', async () => {
    const cli = await CliHarness.start();
    await cli.output('send', 'p1', 'echo "sum: $((40 + 2))"', '--enter');
    await cli.output('wait', 'p1', '--text', '^sum: 42$');
    await cli.output('wait', 'p1', '--text', '^sum: 42\\n\\$');
    const screen = await cli.output('capture', 'p1');
    expect(screen.split('\n').map((row) => row.trimEnd())).toEqual(screen.split('\n'));
    expect(screen).toMatch(/^\$ echo .*\nsum: 42\n\$$/);
    const capture = await cli.json<Capture>('capture', 'p1');
    expect(capture).toMatchObject({
      pane: 'p1',
      cols: expect.any(Number),
      rows: expect.any(Number),
      cursor: { x: 2, y: 2 },
      alt: false,
      lines: screen.split('\n'),
      title: expect.any(String),
      cwd: cli.userHome,
      decorations: [],
    });
  });

  it('should press keys, and read the text from standard input when told', async () => {
    const cli = await CliHarness.start();
    const pane = await cli.output('split', 'p1', '--', 'sh', '-c', 'stty raw -echo; echo ok; exec cat -v');
    await cli.output('wait', pane, '--text', 'ok');
    await cli.output('send', pane, '--key', 'C-c', '--key', 'Up', '--key', 'M-x', '--enter');
    await cli.output('wait', pane, '--text', '\\^C\\^\\[\\[A\\^\\[x\\^M');
    const { code } = await cli.run(['send', pane, '-'], { stdin: 'from\nstdin\x1b[201~\x03' });
    expect(code).toBe(0);
    await cli.output('wait', pane, '--text', 'from\\^Mstdin$');
  });

  it('should ask nothing of the app before all is there that comes through the pipe', async () => {
    const cli = await CliHarness.start();
    await cli.output('rename', 'w1', 'work');
    await cli.output('quit');
    await cli.hostEnd();
    const sending = cli.spawn(['send', 'work', '-', '--enter']);
    const ended = new Promise((resolve) => sending.once('close', resolve));
    // One that had asked which pane that is would have been told that nobody is there.
    await cli.startHost();
    sending.stdin?.end('echo; echo sent');
    expect(await ended).toBe(0);
    await cli.output('wait', 'p1', '--text', '^sent$');
  });

  it('should press the keys of the cursor as the program has asked for them', async () => {
    const cli = await CliHarness.start();
    const program = "stty raw -echo; printf '\\033[?1hok'; exec cat -v";
    const pane = await cli.output('split', 'p1', '--', 'sh', '-c', program);
    await cli.output('wait', pane, '--text', 'ok');
    await cli.output('send', pane, 'x', '--key', 'Up', '--key', 'C-Up');
    await cli.output('wait', pane, '--text', 'x\\^\\[OA\\^\\[\\[1;5A');
  });

  it('should read all of a long scrollback, with colours where asked for', async () => {
    const cli = await CliHarness.start();
    await cli.output('send', 'p1', "seq 1 3000; printf '\\033[31mred\\033[0m\\n'", '--enter');
    await cli.output('wait', 'p1', '--text', '^red$');
    const all = (await cli.output('capture', 'p1', '--scrollback')).split('\n');
    const first = all.indexOf('1');
    expect(all.slice(first, first + 3000)).toEqual(Array.from({ length: 3000 }, (_, row) => String(row + 1)));
    expect((await cli.output('capture', 'p1')).split('\n').length).toBeLessThan(100);
    expect(await cli.output('capture', 'p1', '--ansi')).toMatch(/\x1b\[[0-9;]*31m/);
  });

  it('should send more than fits into one request', async () => {
    const cli = await CliHarness.start();
    const pane = await cli.output('split', 'p1', '--', 'sh', '-c', 'stty raw -echo; echo ok; exec wc -c');
    await cli.output('wait', pane, '--text', 'ok');
    const { code } = await cli.run(['send', pane, '-'], { stdin: '"é'.repeat(500_000) });
    expect(code).toBe(0);
    expect((await cli.run(['wait', pane, '--idle', '50'])).code).toBe(0);
  });

  it('should wait for quiet and for the end, and say when time is over', async () => {
    const cli = await CliHarness.start();
    const pane = await cli.output('split', 'p1', '--', 'sh', '-c', 'echo go; read line; exit 0');
    await cli.output('wait', pane, '--idle', '20');
    const exit = cli.output('wait', pane, '--exit');
    await cli.output('send', pane, '--enter');
    await exit;
    await cli.output('wait', pane, '--exit');
    const late = await cli.run(['wait', 'p1', '--text', 'never', '--timeout', '0.1']);
    expect(late).toMatchObject({ code: 1, stdout: '' });
    expect(late.stderr).toMatch(/^everpane: p1 did not print \/never\/ within 0.1 s.*\n$/);
  });

  it('should end at once when interrupted, and leave no wait behind', async () => {
    const cli = await CliHarness.start();
    const waiting = cli.spawn(['wait', 'p1', '--text', 'never', '--timeout', '600']);
    const ended = new Promise((resolve) => waiting.once('exit', (_code, signal) => resolve(signal)));
    // The app knows of it as soon as it is answered that another one has ended.
    await cli.run(['wait', 'p1', '--text', 'never', '--timeout', '0.1']);
    waiting.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    expect((await cli.run(['status'])).code).toBe(0);
  });

  it('should end quietly when its reader has seen enough', async () => {
    const cli = await CliHarness.start();
    await cli.output('send', 'p1', 'seq 1 5000', '--enter');
    await cli.output('wait', 'p1', '--text', '^5000$');
    const reading = cli.spawn(['capture', 'p1', '--scrollback']);
    let stderr = '';
    reading.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    reading.stdout?.destroy();
    await new Promise((resolve) => reading.once('close', resolve));
    expect(stderr).toBe('');
  });
});
