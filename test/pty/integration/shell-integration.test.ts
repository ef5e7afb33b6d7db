import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createScanner } from '../../../electron/host/scanner/scanner.ts';
import type { ScanEvent } from '../../../electron/host/scanner/types.ts';
import { integrateShell } from '../../../electron/pty/integration/shell-integration.ts';
import { openPty } from '../../../electron/pty/open-pty.ts';
import { findExecutable } from '../../../electron/pty/shell.ts';
import { tempDir } from '../../support/temp-dir.ts';

const scriptsDir = join(import.meta.dirname, '..', '..', '..', 'electron', 'pty', 'integration', 'scripts');

interface Session {
  readonly dir: string;
  readonly nonce: string;
  readonly events: ScanEvent[];
  type(text: string): void;
  /** Resolves when `isMet`, looked at whenever output has come. */
  until(isMet: () => boolean): Promise<void>;
  text(): string;
}

async function start(
  shell: string,
  args: readonly string[],
  files: Record<string, string>,
): Promise<Session> {
  const dir = await tempDir();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(dir, name, '..'), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  const places = { scriptsDir, nonceDir: join(dir, 'run') };
  const integrated = await integrateShell(shell, args, { places, zdotdir: undefined });
  if (integrated === null) throw new Error(`${shell} has no integration`);
  const path = process.env.PATH ?? '/usr/bin:/bin';
  const env = {
    HOME: dir,
    PATH: path,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    HISTFILE: '',
    ...integrated.env,
  };
  const opened = await openPty({ file: shell, args: integrated.args, cwd: dir, env, cols: 120, rows: 30 });
  if (opened.kind === 'failed') throw new Error(opened.reason.message);
  const { pty } = opened;
  const exited = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  onTestFinished(async () => {
    pty.kill('SIGKILL');
    await exited;
    pty.close();
  });
  const scanner = createScanner();
  const events: ScanEvent[] = [];
  const decoder = new TextDecoder();
  let text = '';
  let wake = (): void => undefined;
  pty.onData((bytes) => {
    events.push(...scanner.scan(bytes));
    text += decoder.decode(bytes, { stream: true });
    wake();
  });
  const until = async (isMet: () => boolean): Promise<void> => {
    while (!isMet()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { dir, nonce: integrated.nonce, events, type: (line) => pty.write(line), until, text: () => text };
}

const countOf = (session: Session, kind: ScanEvent['kind']): number =>
  session.events.filter((event) => event.kind === kind).length;

/** Waits for the next prompt, then types a line. */
async function run(session: Session, line: string): Promise<void> {
  const prompts = countOf(session, 'prompt-start');
  session.type(`${line}\r`);
  await session.until(() => countOf(session, 'prompt-start') > prompts);
}

const shells = [
  { name: 'bash', args: [], rc: '.bashrc', greeting: 'echo rc-was-read\n' },
  { name: 'bash', args: ['-l'], rc: '.bash_profile', greeting: 'echo rc-was-read\n' },
  { name: 'zsh', args: [], rc: '.zshrc', greeting: 'echo rc-was-read\n' },
  { name: 'fish', args: [], rc: '.config/fish/config.fish', greeting: 'echo rc-was-read\n' },
];

for (const { name, args, rc, greeting } of shells) {
  const found = findExecutable(name, process.env.PATH ?? '');
  describe.skipIf(found.kind !== 'found')(`${name} ${args.join(' ')}`, () => {
    const shell = found.kind === 'found' ? found.path : name;

    it('should read the start-up file of its user and mark its prompts', async () => {
      const session = await start(shell, args, { [rc]: greeting });
      await session.until(() => countOf(session, 'prompt-start') > 0);
      expect(session.text()).toContain('rc-was-read');
    });

    it('should tell each command line with its nonce, its start and how it ended', async () => {
      const session = await start(shell, args, { [rc]: greeting });
      await session.until(() => countOf(session, 'prompt-start') > 0);
      await run(session, "echo 'a; b' \\\\ done");
      await run(session, 'sh -c "exit 7"');
      const lines = session.events.flatMap((event) => (event.kind === 'command-line' ? [event] : []));
      expect(lines.map(({ command }) => command)).toEqual(["echo 'a; b' \\\\ done", 'sh -c "exit 7"']);
      expect(new Set(lines.map(({ nonce }) => nonce))).toEqual(new Set([session.nonce]));
      const order = session.events.flatMap(({ kind }) =>
        ['command-line', 'output-start', 'command-end'].includes(kind) ? [kind] : [],
      );
      expect(order).toEqual([
        'command-line',
        'output-start',
        'command-end',
        'command-line',
        'output-start',
        'command-end',
      ]);
      const ends = session.events.flatMap((event) => (event.kind === 'command-end' ? [event.exitCode] : []));
      expect(ends).toEqual([0, 7]);
    });

    it('should tell the directory, with whatever is in its name', async () => {
      const session = await start(shell, args, { [rc]: greeting });
      await session.until(() => countOf(session, 'prompt-start') > 0);
      const odd = 'a % b; c é';
      await run(session, `mkdir '${odd}'; cd '${odd}'`);
      const told = session.events.flatMap((event) => (event.kind === 'cwd' ? [event.path] : []));
      expect(told.at(-1)).toBe(join(session.dir, odd));
    });

    it('should let no child process see the nonce', async () => {
      const session = await start(shell, args, { [rc]: greeting });
      await session.until(() => countOf(session, 'prompt-start') > 0);
      const own = name === 'fish' ? '$fish_pid' : '$$';
      await run(session, `env; cat /proc/self/environ /proc/${own}/environ`);
      const shown = session.text().replaceAll(/\x1b\]633;E;[^\x07]*\x07/g, '');
      expect(shown).not.toContain(session.nonce);
      expect(readdirSync(join(session.dir, 'run'))).toEqual([]);
      expect(existsSync(join(session.dir, 'run'))).toBe(true);
    });

    it('should keep a command to itself that the history does not get', async () => {
      const keep = name === 'bash' ? 'HISTCONTROL=ignorespace\n' : '';
      const session = await start(shell, args, { [rc]: `${greeting}${keep}` });
      await session.until(() => countOf(session, 'prompt-start') > 0);
      await run(session, ' echo secret-word');
      await run(session, 'echo told');
      const lines = session.events.flatMap((event) => (event.kind === 'command-line' ? [event.command] : []));
      expect(lines).toEqual(['echo told']);
    });
  });
}

describe('a shell without integration', () => {
  it('should be left alone when it was given arguments, or is not known', async () => {
    const dir = await tempDir();
    const options = { places: { scriptsDir, nonceDir: join(dir, 'run') }, zdotdir: undefined };
    expect(await integrateShell('/bin/bash', ['--norc'], options)).toBeNull();
    expect(await integrateShell('/bin/dash', [], options)).toBeNull();
    expect(existsSync(join(dir, 'run'))).toBe(false);
  });
});
