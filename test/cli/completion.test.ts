// The completion scripts in the shells that they are for, as far as those are installed.
import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CliHarness } from '../support/cli-harness.ts';
import { checkout } from '../support/runtime-record.ts';

type Shell = 'bash' | 'zsh' | 'fish';

const isInstalled = (shell: Shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** The file's path; the shell finds `everpane` in the checkout. */
async function scriptFor(cli: CliHarness, shell: Shell): Promise<string> {
  const path = join(cli.dir, `completion.${shell}`);
  await writeFile(path, await cli.output('completion', shell));
  return path;
}

function runShell(cli: CliHarness, shell: Shell, script: string): Promise<string[]> {
  const args = { bash: ['--noprofile', '--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell];
  const env = { ...cli.env, PATH: `${join(checkout, 'bin')}:${cli.env.PATH}` };
  return new Promise((resolve, reject) => {
    execFile(shell, [...args, '-c', script], { env, cwd: cli.dir }, (error, stdout, stderr) => {
      if (error === null && stderr === '') resolve(stdout.split('\n').filter((line) => line !== ''));
      else reject(error ?? new Error(stderr));
    });
  });
}

/** What zsh's completion system would filter is printed whole: no terminal is there to complete in. */
const zshStubs = `
  compdef() { :; }; _files() { :; }
  _describe() { local -a all; all=(\${(P)2}); print -l -- \${all%%:*}; }
  compadd() { if [[ $1 == -a ]]; then print -l -- \${(P)2}; else shift; print -l -- $@; fi; }`;

/** What the shell offers at the end of `words`, the last of which is being typed. */
async function offered(cli: CliHarness, shell: Shell, words: readonly string[]): Promise<string[]> {
  const script = await scriptFor(cli, shell);
  const quoted = words.map((word) => `'${word}'`).join(' ');
  switch (shell) {
    case 'bash':
      return runShell(
        cli,
        shell,
        `. '${script}'; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _everpane; printf '%s\\n' "\${COMPREPLY[@]}"`,
      );
    case 'zsh': {
      const all = await runShell(
        cli,
        shell,
        `${zshStubs}\n. '${script}'; words=(${quoted}); CURRENT=${words.length}; _everpane`,
      );
      return all.filter((word) => word.startsWith(words.at(-1) ?? ''));
    }
    case 'fish': {
      const all = await runShell(cli, shell, `source '${script}'; complete -C '${words.join(' ')}'`);
      return all.map((line) => line.split('\t')[0] ?? '');
    }
  }
}

describe.each(['bash', 'zsh', 'fish'] as const)('completion in %s', (shell) => {
  it.skipIf(!isInstalled(shell))('should know every command and every option', async () => {
    const cli = await CliHarness.create();
    const script = await cli.output('completion', shell);
    const manual = await cli.output('help', '--markdown');
    const names = [...manual.matchAll(/^### (\S+)$/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) expect(script, name).toMatch(new RegExp(`(^|[^\\w-])${name}([^\\w-]|$)`, 'm'));
    for (const [, flag = ''] of manual.matchAll(/^\| `(?:-\w, )?--([\w-]+)/gm))
      expect(script).toContain(flag);
    expect(await offered(cli, shell, ['everpane', 'sp'])).toEqual(['split']);
    expect(await offered(cli, shell, ['everpane', 'split', 'p1', '--ra'])).toEqual(['--ratio']);
    expect(await offered(cli, shell, ['everpane', 'config', 'uns'])).toEqual(['unset']);
    expect(await offered(cli, shell, ['everpane', 'completion', 'z'])).toEqual(['zsh']);
    expect(await offered(cli, shell, ['everpane', 'config', 'set', 'font.si'])).toEqual(['font.size']);
    expect(await offered(cli, shell, ['everpane', 'config', 'set', 'font.size', 'f'])).not.toContain(
      'font.size',
    );
  });

  it.skipIf(!isInstalled(shell))(
    'should offer the ids that there are, of the home that is named',
    async () => {
      const cli = await CliHarness.start();
      const named = ['everpane', '--home', cli.home, 'split', 'p'];
      await cli.output('split', 'p1');
      expect((await offered(cli, shell, ['everpane', 'split', 'p'])).sort()).toEqual(['p1', 'p2']);
      expect((await offered(cli, shell, named)).sort()).toEqual(['p1', 'p2']);
      expect(await offered(cli, shell, ['everpane', 'focus', 'w'])).toEqual(['w1']);
      await cli.killHost();
      expect(await offered(cli, shell, ['everpane', 'split', 'p'])).toEqual([]);
    },
  );
});

describe.skipIf(!isInstalled('zsh'))('completion that zsh finds in its own directories', () => {
  it('should be there with the first key', async () => {
    const cli = await CliHarness.create();
    await writeFile(join(cli.dir, '_everpane'), await cli.output('completion', 'zsh'));
    const words = "words=(everpane spl); CURRENT=2; fpath=('$PWD' $fpath); autoload -Uz _everpane; _everpane";
    const all = await runShell(cli, 'zsh', `${zshStubs}\n${words.replace('$PWD', cli.dir)}`);
    expect(all).toContain('split');
  });
});
