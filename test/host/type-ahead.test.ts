// What is typed into a pane whose program is still being started, by a person who sees the cursor there.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { openPty } from '../../electron/pty/open-pty.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { Notice } from '../../shared/protocol.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, TestClient, textOf, typeAndSee } from '../support/test-host.ts';

/** Programs are started when the test says so. */
class Gate {
  #isOpen = true;
  #open: () => void = () => undefined;
  #opened: Promise<void> = Promise.resolve();

  readonly openPty: typeof openPty = async (spec) => {
    await this.#opened;
    return openPty(spec);
  };

  shut(): void {
    this.#isOpen = false;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    expect(this.#isOpen).toBe(false);
    this.#isOpen = true;
    this.#open();
  }
}

async function openGatedHost(config: Record<string, unknown> = {}, dir?: string) {
  const gate = new Gate();
  const host = await openTestHost({ dir: dir ?? (await tempDir()), config, openPty: gate.openPty });
  const client = new TestClient();
  host.connect(client.port, 'o1');
  const type = (pane: PaneId, data: string | Uint8Array): void => client.say({ kind: 'input', pane, data });
  return { host, gate, type };
}

/** Carries a command out that makes a pane; resolves when the pane is there, and not when its program is. */
async function making(host: WorkspaceHost, run: () => Promise<unknown>) {
  const made = new Promise<PaneId>((resolve) => {
    const stop = host.subscribe((records) => {
      const record = records.find(({ kind }) => kind === 'pane.created');
      if (record?.kind !== 'pane.created') return;
      stop();
      resolve(record.pane);
    });
  });
  const done = run();
  return { pane: await made, done };
}

async function see(host: WorkspaceHost, pane: PaneId, pattern: RegExp): Promise<void> {
  const outcome = await host.wait(pane, { kind: 'text', pattern }, { timeoutMs: 10_000 });
  expect(outcome.kind, String(pattern)).toBe('met');
}

describe('what is typed while a program starts', () => {
  it('should be typed into it, in order, when it is there', async () => {
    const { host, gate, type } = await openGatedHost();
    gate.shut();
    const { pane, done } = await making(host, () => runCommand(host, 'window.create', {}));
    // Echoed before the first prompt: what is printed then stands behind that.
    type(pane, 'echo; echo ty');
    type(pane, new TextEncoder().encode('ped'));
    type(pane, '\r');
    gate.open();
    await done;
    await see(host, pane, /^typed$/mu);
    expect(host.workspace.panes[pane]?.touched).toBe(true);
  });

  it('should be typed into the process that takes the place of one that ended', async () => {
    const { host, gate, type } = await openGatedHost();
    await runCommand(host, 'window.create', {});
    await typeAndSee(host, 'p1', 'echo first', /^first$/mu);
    await host.send('p1', 'exit 3\r');
    await host.wait('p1', { kind: 'exit' }, { timeoutMs: 10_000 });
    type('p1', 'echo for nobody\r');
    gate.shut();
    const respawned = runCommand(host, 'pane.respawn', { pane: 'p1' });
    type('p1', 'echo; echo typed\r');
    const sent = host.send('p1', 'echo; echo sent\r');
    gate.open();
    await Promise.all([respawned, sent]);
    await see(host, 'p1', /^sent$/mu);
    expect(await textOf(host, 'p1')).toMatch(/^typed$/mu);
    expect(await textOf(host, 'p1')).not.toContain('for nobody');
  });

  it('should be whole where it is more than a terminal takes of one line before the prompt', async () => {
    const dir = await tempDir();
    const shell = join(dir, 'shell');
    const slow = `#!/bin/bash\nuntil [ -e ${join(dir, 'go')} ]; do read -rt 0.02 <> <(:); done; exec bash --norc\n`;
    await writeFile(shell, slow, { mode: 0o755 });
    const { host, gate, type } = await openGatedHost({ shell: { program: shell } });
    gate.shut();
    const { pane, done } = await making(host, () => runCommand(host, 'window.create', {}));
    type(pane, `x=${'y'.repeat(20_000)}; echo "\${#x} characters"`);
    type(pane, '\r');
    gate.open();
    await done;
    await writeFile(join(dir, 'go'), '');
    await see(host, pane, /^20000 characters$/mu);
  });

  it('should be told of where it is more than can wait', async () => {
    const { host, gate, type } = await openGatedHost();
    const told: Notice[] = [];
    host.subscribeNotices((notice) => told.push(notice));
    gate.shut();
    const { pane, done } = await making(host, () => runCommand(host, 'window.create', {}));
    type(pane, new Uint8Array(64 * 1024 * 1024));
    expect(told).toEqual([]);
    type(pane, 'x');
    expect(told).toMatchObject([{ level: 'warn', pane, text: expect.stringContaining('is lost') }]);
    const closed = runCommand(host, 'close', { target: pane, force: true });
    gate.open();
    await Promise.all([done, closed]);
  });

  it('should be forgotten with a program that cannot be started', async () => {
    const { host, gate, type } = await openGatedHost();
    const program = join(await tempDir(), 'program');
    gate.shut();
    const { pane, done } = await making(host, () =>
      runCommand(host, 'window.create', { command: [program] }),
    );
    type(pane, 'for the first\r');
    const refused = expect(host.send(pane, 'for the first\r')).rejects.toThrow('respawn');
    gate.open();
    await Promise.all([done, refused]);
    expect(host.workspace.panes[pane]?.outcome?.kind).toBe('failed');
    await writeFile(program, '#!/bin/sh\nread line; echo "read <$line>"; read line\n', { mode: 0o755 });
    await runCommand(host, 'pane.respawn', { pane });
    type(pane, 'for the second\r');
    await see(host, pane, /^read <for the second>$/mu);
  });
});

describe('what is typed before a command line that runs by itself', () => {
  it('should come after the one that a pane was made for', async () => {
    const { host, gate, type } = await openGatedHost();
    gate.shut();
    const run = 'read line; echo "read <$line>"';
    const { pane, done } = await making(host, () => runCommand(host, 'window.create', { run }));
    type(pane, 'typed\r');
    gate.open();
    await done;
    await see(host, pane, /^read <typed>$/mu);
  });

  it('should leave one that was running to be offered', async () => {
    const dir = await tempDir();
    const config = {
      shell: { program: '/bin/bash' },
      restore: { rerun: 'allow-listed', rerun_allow: ['sleep'] },
    };
    const first = await openTestHost({ dir, config });
    const { pane } = await runCommand(first, 'window.create', {});
    await typeAndSee(first, 'p1', 'sleep 1000', /sleep 1000$/mu);
    const isRunning = async (): Promise<unknown> => {
      await first.flush();
      return first.workspace.panes.p1;
    };
    await expect.poll(isRunning).toMatchObject({ running: 'sleep 1000', isTyped: true });
    await typeAndSee(first, pane, 'echo in front', /^in front$/mu);
    await first.shutdown();

    const { host, gate, type } = await openGatedHost(config, dir);
    expect(host.workspace.panes.p1?.restored).toMatchObject({ wasRunning: 'sleep 1000', isTyped: true });
    gate.shut();
    const started = host.paneOf('p1')?.start('shown');
    type('p1', 'echo; echo ty');
    gate.open();
    await started;
    type('p1', 'ped\r');
    await see(host, 'p1', /^typed$/mu);
    expect(host.workspace.panes.p1?.restored?.wasRunning).toBe('sleep 1000');
  });
});
