import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeOf } from '../../shared/tree.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, TestClient, textOf, typeAndSee } from '../support/test-host.ts';

describe('the host', () => {
  it('should start with one session, one window and one running pane', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    const tree = treeOf(host.workspace);
    expect(tree.sessions).toHaveLength(1);
    expect(tree.sessions[0]?.windows[0]?.panes[0]).toMatchObject({ id: 'p1', state: 'running', cwd: dir });
    expect(host.recovery).toMatchObject({ cause: 'first-run', losses: [], panes: 0 });
  });

  it('should run commands in panes and tell what they print', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    await typeAndSee(host, 'p1', 'echo six-times-seven-$((6*7))', /^six-times-seven-42$/mu);
    const capture = await host.capture('p1', { scrollback: false, ansi: false });
    expect(capture.lines).toContain('six-times-seven-42');
    expect(capture).toMatchObject({ pane: 'p1', cols: 80, rows: 24, alt: false });
  });

  it('should not keep whoever asks for something waiting until output is next written', async () => {
    const config = { persistence: { wal_flush_interval_ms: 10_000 } };
    const host = await openTestHost({ dir: await tempDir(), config });
    const { pane } = await runCommand(host, 'pane.split', { pane: 'p1', direction: 'right' });
    // To wait each time would take longer than a test may.
    for (let round = 0; round < 5; round += 1) {
      await runCommand(host, 'focus', { target: 'p1' });
      await runCommand(host, 'focus', { target: pane });
    }
    expect(treeOf(host.workspace).sessions[0]?.windows[0]?.activePane).toBe(pane);
  });

  it('should bring layout, directory and scrollback back after it was left without a word', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'work'));
    const first = await openTestHost({ dir });
    const { pane } = await runCommand(first, 'pane.split', {
      pane: 'p1',
      direction: 'right',
      cwd: join(dir, 'work'),
    });
    await runCommand(first, 'rename', { target: 'w1', name: 'builds' });
    await typeAndSee(first, pane, 'echo kept-$((40+2))', /^kept-42$/mu);
    await first.flush();
    const before = first.workspace;
    await first.shutdown();
    const second = await openTestHost({ dir });
    expect(second.workspace.windows).toEqual(before.windows);
    expect(second.workspace.sessions).toEqual(before.sessions);
    expect(second.workspace.panes[pane]?.cwd).toBe(join(dir, 'work'));
    expect(await textOf(second, pane)).toContain('kept-42');
    expect(second.recovery).toMatchObject({ cause: 'clean', panes: 2, losses: [] });
    await typeAndSee(second, pane, 'pwd', new RegExp(`^${join(dir, 'work')}$`, 'mu'));
  });

  it('should leave after five restarts without a keystroke what one leaves', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    await typeAndSee(first, 'p1', 'echo once', /^once$/mu);
    await first.shutdown();
    const texts: string[] = [];
    for (let start = 0; start < 5; start++) {
      const host = await openTestHost({ dir });
      await host.wait('p1', { kind: 'idle', ms: 200 }, { timeoutMs: 10_000 });
      texts.push(await textOf(host, 'p1'));
      await host.shutdown();
    }
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]?.match(/^once$/gmu)).toHaveLength(1);
  });

  it('should find what is printed after a restored screen was cleared', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    await typeAndSee(first, 'p1', 'seq 1 200; echo filled', /^filled$/mu);
    await first.shutdown();
    const second = await openTestHost({ dir });
    await typeAndSee(second, 'p1', "printf '\\033[H\\033[2J\\033[3J'; echo after-$((40+2))", /^after-42$/mu);
    await typeAndSee(second, 'p1', "printf '\\033[H\\033[J'; echo again-$((40+3))", /^again-43$/mu);
    expect(await textOf(second, 'p1')).not.toContain('filled');
  });

  it('should find what a program shows on the alternate screen', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    await typeAndSee(
      host,
      'p1',
      "printf '\\033[?1049h\\033[Hinside-%s\\n' there; sleep 1000",
      /^inside-there$/mu,
    );
  });

  it('should close a pane whose shell exits with 0, and keep one that fails', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const split = await runCommand(host, 'pane.split', { pane: 'p1', direction: 'right' });
    await host.send(split.pane, 'exit 3\r');
    await host.wait(split.pane, { kind: 'exit' }, { timeoutMs: 10_000 });
    expect(host.workspace.panes[split.pane]?.outcome).toMatchObject({ kind: 'exited', exitCode: 3 });
    await host.send('p1', 'exit\r');
    await host.wait('p1', { kind: 'exit' }, { timeoutMs: 10_000 });
    expect(host.workspace.panes.p1).toBeUndefined();
    await expect(host.send(split.pane, 'x')).rejects.toThrow('respawn');
    await runCommand(host, 'pane.respawn', { pane: split.pane });
    await typeAndSee(host, split.pane, 'echo again', /^again$/mu);
    expect(await textOf(host, split.pane)).toContain('exit 3');
  });

  it('should stay when everything is closed, and make a session when asked', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    await runCommand(host, 'close', { target: 's1', force: true });
    expect(treeOf(host.workspace)).toEqual({ activeSession: null, sessions: [] });
    const made = await runCommand(host, 'session.create', { name: 'next' });
    expect(made).toEqual({ session: 's2', window: 'w2', pane: 'p2' });
  });

  it('should refuse to close what runs unless it is forced', async () => {
    const host = await openTestHost({ dir: await tempDir() });
    const { pane } = await runCommand(host, 'window.create', { command: ['sleep', '1000'] });
    await expect(runCommand(host, 'close', { target: pane, force: false })).rejects.toThrow(
      /sleep 1000.*--force/,
    );
    await runCommand(host, 'close', { target: pane, force: true });
    expect(host.workspace.panes[pane]).toBeUndefined();
  });

  it('should bring a closed pane back with its history, also after a restart', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    const { pane } = await runCommand(first, 'pane.split', { pane: 'p1', direction: 'down' });
    await typeAndSee(first, pane, 'echo remembered', /^remembered$/mu);
    await runCommand(first, 'close', { target: pane, force: true });
    await first.shutdown();
    const second = await openTestHost({ dir });
    const reopened = await runCommand(second, 'pane.reopen', {});
    expect(reopened.pane).toBe(pane);
    expect(await textOf(second, pane)).toContain('remembered');
  });

  it('should start in the nearest parent when a directory is gone', async () => {
    const dir = await tempDir();
    const gone = join(dir, 'a', 'b');
    await mkdir(gone, { recursive: true });
    const first = await openTestHost({ dir });
    const { pane } = await runCommand(first, 'pane.split', { pane: 'p1', direction: 'down', cwd: gone });
    await typeAndSee(first, pane, 'echo there', /^there$/mu);
    await first.shutdown();
    await rm(join(dir, 'a'), { recursive: true });
    const second = await openTestHost({ dir });
    expect(second.workspace.panes[pane]?.cwd).toBe(dir);
    // It was noticed before anybody listened, and is said to the first who does.
    const client = new TestClient();
    second.connect(client.port, 'o1');
    const said = client.received.flatMap((message) => (message.kind === 'notice' ? [message.notice] : []));
    expect(said).toEqual([
      { level: 'warn', pane, text: `${gone} is gone or cannot be entered; started in ${dir} instead.` },
    ]);
  });

  it('should offer again what was running', async () => {
    const dir = await tempDir();
    const first = await openTestHost({ dir });
    await typeAndSee(first, 'p1', 'echo start; sleep 1000', /^start$/mu);
    await first.wait('p1', { kind: 'idle', ms: 300 }, { timeoutMs: 10_000 });
    await first.shutdown();
    const second = await openTestHost({ dir });
    expect(second.workspace.panes.p1?.restored).toMatchObject({ cause: 'clean', wasRunning: 'sleep 1000' });
  });

  it('should offer the command line as it was typed, and believe no other', async () => {
    const dir = await tempDir();
    const config = { shell: { program: '/bin/bash' } };
    const first = await openTestHost({ dir, config });
    await typeAndSee(
      first,
      'p1',
      "printf '\\033]633;E;rm -rf everything;\\007\\033]133;C\\007forged\\n'",
      /^forged$/mu,
    );
    await typeAndSee(first, 'p1', 'echo begun; sleep 1000 | cat', /^begun$/mu);
    await first.wait('p1', { kind: 'idle', ms: 300 }, { timeoutMs: 10_000 });
    await first.shutdown();
    const second = await openTestHost({ dir, config });
    expect(second.workspace.panes.p1?.restored?.wasRunning).toBe('echo begun; sleep 1000 | cat');
    await second.wait('p1', { kind: 'idle', ms: 200 }, { timeoutMs: 10_000 });
    const { lines, decorations } = await second.capture('p1', { scrollback: true, ansi: false });
    const [divider, ...others] = decorations;
    expect(others).toEqual([]);
    expect(divider).toMatchObject({ kind: 'restored', line: lines.length - 1 });
    expect(divider?.text).toMatch(/^restored \d\d:\d\d; was running echo begun; sleep 1000 \| cat$/);
    expect(lines.join('\n')).not.toContain('restored');
  });

  it('should run again what was running when it is asked to', async () => {
    const dir = await tempDir();
    const config = { shell: { program: '/bin/bash' } };
    const first = await openTestHost({ dir, config });
    await typeAndSee(first, 'p1', 'echo run-$((40+2)); sleep 1000', /^run-42$/mu);
    await first.wait('p1', { kind: 'idle', ms: 300 }, { timeoutMs: 10_000 });
    await first.shutdown();
    const second = await openTestHost({ dir, config });
    await runCommand(second, 'pane.rerun', { pane: 'p1' });
    await second.wait('p1', { kind: 'text', pattern: /^run-42$/mu }, { timeoutMs: 10_000 });
    expect((await textOf(second, 'p1')).match(/^run-42$/gm)).toHaveLength(2);
    expect(second.workspace.panes.p1?.restored).toBeNull();
    await expect(runCommand(second, 'pane.rerun', { pane: 'p1' })).rejects.toThrow('nothing was running');
  });

  it('should run by itself only what the user has listed', async () => {
    const dir = await tempDir();
    const config = {
      shell: { program: '/bin/bash' },
      restore: { rerun: 'allow-listed', rerun_allow: ['sleep 1000'] },
    };
    const first = await openTestHost({ dir, config });
    const { pane } = await runCommand(first, 'pane.split', { pane: 'p1', direction: 'right' });
    await typeAndSee(first, 'p1', 'sleep 1000', /sleep 1000/u);
    await typeAndSee(first, pane, 'sleep 2000', /sleep 2000/u);
    for (const id of ['p1', pane] as const) {
      await first.wait(id, { kind: 'idle', ms: 300 }, { timeoutMs: 10_000 });
    }
    await first.shutdown();
    const second = await openTestHost({ dir, config });
    const runs = new Promise<void>((resolve) => {
      second.subscribe(() => second.workspace.panes.p1?.running === 'sleep 1000' && resolve());
    });
    await runs;
    expect(second.workspace.panes[pane]).toMatchObject({
      running: null,
      restored: { wasRunning: 'sleep 2000' },
    });
  });

  it('should remember a directory by the name that leads there', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'target'));
    await symlink(join(dir, 'target'), join(dir, 'link'));
    const host = await openTestHost({ dir, config: { shell: { program: '/bin/bash' } } });
    // The name comes with the next prompt; until then the system tells another.
    await typeAndSee(host, 'p1', 'cd link; echo inside', /^inside\n.*[$#]\s*$/mu);
    await host.flush();
    expect(host.workspace.panes.p1?.cwd).toBe(join(dir, 'link'));
    await typeAndSee(host, 'p1', "printf '\\033]7;file:///nowhere\\007told\\n'", /^told$/mu);
    await host.flush();
    expect(host.workspace.panes.p1?.cwd).toMatch(/(link|target)$/);
  });

  it('should write nothing of a private pane', async () => {
    const dir = await tempDir();
    const host = await openTestHost({ dir });
    const { pane } = await runCommand(host, 'window.create', { private: true, cwd: '/usr' });
    await typeAndSee(
      host,
      pane,
      "printf '\\033]0;secret-title\\007secret-%s\\n' output",
      /^secret-output$/mu,
    );
    await runCommand(host, 'window.create', {
      private: true,
      command: ['secret-program', 'secret-argument'],
    });
    await host.flush();
    await host.checkpoint();
    await host.shutdown();
    const { execFile } = await import('node:child_process');
    const grep = await new Promise<string>((resolve) => {
      execFile('grep', ['-ra', '-e', 'secret-', '-e', '/usr', join(dir, 'state')], (_, stdout) =>
        resolve(stdout),
      );
    });
    expect(grep).toBe('');
  });

  it('should work and keep nothing when the journal is off', async () => {
    const dir = await tempDir();
    const config = { persistence: { enabled: false } };
    const first = await openTestHost({ dir, config });
    await typeAndSee(first, 'p1', 'echo fleeting', /^fleeting$/mu);
    expect(first.persistence().mode).toBe('disabled');
    await first.shutdown();
    const second = await openTestHost({ dir, config });
    expect(second.recovery.cause).toBe('first-run');
    expect(await textOf(second, 'p1')).not.toContain('fleeting');
  });

  it('should pace a flood and keep the newest lines', async () => {
    const dir = await tempDir();
    const config = { persistence: { scrollback_max_lines: 1000, max_wal_size_mb: 16 } };
    const host = await openTestHost({ dir, config });
    await typeAndSee(host, 'p1', 'seq 1 2000000; echo over', /^over$/mu);
    const lines = (await textOf(host, 'p1')).split('\n');
    expect(lines).toContain('2000000');
    await host.checkpoint();
    expect(host.persistence().walBytes).toBeLessThan(64 * 1024 * 1024);
    await host.shutdown();
    const second = await openTestHost({ dir, config });
    const restored = (await textOf(second, 'p1')).split('\n');
    expect(restored.slice(restored.indexOf('1999500'), restored.indexOf('2000000') + 1)).toEqual(
      Array.from({ length: 501 }, (_, index) => String(1_999_500 + index)),
    );
  });
});
