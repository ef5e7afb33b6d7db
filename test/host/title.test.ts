// What a pane is called by its program, with a real bash that tells when commands begin and end.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, typeAndSee } from '../support/test-host.ts';

const config = { shell: { program: '/bin/bash' } };
/** Gives the terminal a name, and ends when Enter is pressed. */
const named = "printf '\\033]0;a program\\007begun\\n'; read";

function titled(host: WorkspaceHost, title: string): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (host.workspace.panes.p1?.title === title) resolve();
    };
    host.subscribe(check);
    check();
  });
}

describe('the title of a pane', () => {
  it('should go with the program that has set it', async () => {
    const host = await openTestHost({ dir: await tempDir(), config });
    await typeAndSee(host, 'p1', named, /^begun$/mu);
    await titled(host, 'a program');
    await host.send('p1', '\r');
    await titled(host, '');
  });

  it('should be what the shell says at its prompt when that says something', async () => {
    const dir = await tempDir();
    await writeFile(join(dir, '.bashrc'), "PS1='\\[\\e]0;the shell $SHLVL\\a\\]$ '\n");
    const host = await openTestHost({ dir, config });
    await titled(host, 'the shell 1');
    await typeAndSee(host, 'p1', named, /^begun$/mu);
    await titled(host, 'a program');
    await host.send('p1', 'SHLVL=2\rSHLVL=3\r');
    await titled(host, 'the shell 3');
  });

  it.skipIf(!existsSync('/usr/bin/zsh'))(
    'should be the new one where the shell says it before it says that the command has ended',
    async () => {
      const dir = await tempDir();
      // A function of this name runs before all hooks.
      await writeFile(
        join(dir, '.zshrc'),
        'PS1=\'$ \'; n=0; precmd() { print -n "\\e]0;prompt $((++n))\\a" }\n',
      );
      const host = await openTestHost({ dir, config: { shell: { program: '/usr/bin/zsh' } } });
      await titled(host, 'prompt 1');
      await typeAndSee(host, 'p1', named, /^begun$/mu);
      await titled(host, 'a program');
      await host.send('p1', '\r');
      await titled(host, 'prompt 2');
      await typeAndSee(host, 'p1', 'echo on-$((40+2))', /^on-42$/mu);
      await titled(host, 'prompt 3');
      // What comes with the prompt has been read once something has been typed there.
      await typeAndSee(host, 'p1', ': && echo and-$((40+3))', /^and-43$/mu);
      expect(host.workspace.panes.p1?.title).toMatch(/^prompt [34]$/);
    },
  );
});
