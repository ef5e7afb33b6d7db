// What the control server answers, to clients that behave and to those that do not.
import { access, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openControlServer } from '../../electron/control/server.ts';
import { ControlDirectoryError, ControlSocketInUseError } from '../../electron/control/socket-file.ts';
import { treeOf } from '../../shared/tree.ts';
import { ReducerHost } from '../support/reducer-host.ts';
import { tempDir } from '../support/temp-dir.ts';
import { serveHost } from './wire.ts';

const app = {
  version: '1.2.3',
  electron: '',
  home: '/',
  startedAt: 0,
  focusWindow: () => undefined,
  quit: () => undefined,
};

describe('methods', () => {
  it('should answer ls with the tree of the workspace', async () => {
    const { host, wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: { name: 'api' } });
    const { result } = await client.call('ls');
    expect(result).toEqual(treeOf(host.workspace));
    expect(result).toMatchObject({ activeSession: 's1', sessions: [{ id: 's1', name: 'api' }] });
  });

  it('should answer status with the journal, the recovery and the process', async () => {
    const { dir, host, wire } = await serveHost();
    const { result } = await (await wire()).call('status');
    expect(result).toEqual({
      pid: process.pid,
      version: '1.2.3',
      electron: '',
      home: dir,
      uptimeMs: expect.any(Number),
      windows: 0,
      persistence: host.persistence(),
      recovery: host.recovery,
      safeMode: false,
      host: { eventLoopP99Ms: expect.any(Number), rssBytes: expect.any(Number) },
    });
  });

  it('should carry out commands and say what they made, with the warning of the host', async () => {
    const { host, wire } = await serveHost();
    const client = await wire();
    host.warning = 'the disk is full';
    const { result } = await client.call('execute', { name: 'session.create', params: {} });
    expect(result).toEqual({
      value: { session: 's1', window: 'w1', pane: 'p1' },
      warning: 'the disk is full',
    });
  });

  it('should refuse commands that are unknown, malformed or impossible, each with its code', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    const codes = [];
    for (const [name, params] of [
      ['no.such', {}],
      ['pane.split', { pane: 'p1' }],
      ['pane.split', { pane: 'p1', direction: 'right', cwd: 'relative' }],
      ['pane.zoom', { pane: 'p9' }],
    ]) {
      codes.push((await client.call('execute', { name, params })).error?.code);
    }
    expect(codes).toEqual(['invalid', 'invalid', 'invalid', 'not-found']);
  });

  it('should type text as a paste, then keys, then enter', async () => {
    const { host, wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    await client.call('send', { pane: 'p1', text: 'a\x1b[201~\nb', keys: ['C-c', 'Up'], enter: true });
    expect(host.textOf('p1')).toBe('a\rb\x03\x1b[A\r');
    expect((await client.call('send', { pane: 'p7', text: 'x' })).error?.code).toBe('not-found');
    expect((await client.call('send', { pane: 'p1', keys: ['Nope'] })).error?.code).toBe('invalid');
  });

  it('should honour what the program asked of its input', async () => {
    const { host, wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    host.applicationCursor = true;
    await client.call('send', { pane: 'p1', text: 'a', keys: ['Up'] });
    expect(host.textOf('p1')).toBe('a\x1bOA');
  });

  it('should wait for a text, or say that time is over', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    const waiting = client.call('wait', { pane: 'p1', text: '^re.dy$', timeoutMs: 60_000 });
    const other = await wire();
    await other.call('send', { pane: 'p1', text: 'x\nready' });
    expect((await waiting).result).toEqual({ kind: 'met' });
    const late = await other.call('wait', { pane: 'p1', text: 'never', timeoutMs: 1 });
    expect(late.result).toEqual({ kind: 'timeout' });
  });

  it('should refuse a wait for nothing, for two things, and for a pattern that is none', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    const codes = [];
    for (const condition of [{}, { text: 'a', exit: true }, { text: '(' }]) {
      codes.push((await client.call('wait', { pane: 'p1', timeoutMs: 1, ...condition })).error?.code);
    }
    expect(codes).toEqual(['invalid', 'invalid', 'invalid']);
  });

  it('should count the process of a closed pane as ended, and its text as never to come', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    await client.call('execute', { name: 'close', params: { target: 'p1', force: true } });
    const wait = (condition: object) => client.call('wait', { pane: 'p1', timeoutMs: 60_000, ...condition });
    expect((await wait({ exit: true })).result).toEqual({ kind: 'met' });
    expect((await wait({ text: 'x' })).result).toEqual({ kind: 'gone' });
    const never = await client.call('wait', { pane: 'p99', timeoutMs: 1, exit: true });
    expect(never.ok && never.result).not.toEqual({ kind: 'met' });
  });

  it('should answer quit before the app begins to end', async () => {
    const { asked, wire } = await serveHost();
    const client = await wire();
    expect((await client.call('quit')).result).toEqual({ pid: process.pid });
    await vi.waitFor(() => expect(asked).toEqual(['quit']));
    await client.call('activate');
    expect(asked).toEqual(['quit', 'focus']);
  });

  it('should send an answer of many megabytes whole', async () => {
    const { host, wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    const text = Array.from({ length: 40_000 }, (_, row) => `${row} ${'"ü'.repeat(60)}`).join('\r');
    await host.send('p1', text);
    const { result } = await client.call('capture', { pane: 'p1', scrollback: true, ansi: false });
    expect(result).toMatchObject({ lines: text.split('\r') });
  });
});

describe('the door', () => {
  it('should keep the socket and the token to their owner', async () => {
    const { socketPath, tokenPath } = await serveHost();
    expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
    expect((await stat(tokenPath)).mode & 0o777).toBe(0o600);
  });

  it('should answer a wrong token with nothing but an error, and close', async () => {
    const { host, wire } = await serveHost();
    for (const token of ['', 'x'.repeat(64), 'x'.repeat(100_000)]) {
      const client = await wire();
      const { error } = await client.call('execute', { name: 'session.create', params: {} }, { token });
      expect(error?.code).toBe('unauthorized');
      await client.closed;
    }
    expect(host.workspace.sessionOrder).toEqual([]);
  });

  it('should make a new token with each start', async () => {
    const first = await serveHost();
    const second = await serveHost();
    expect(first.token).toMatch(/^[0-9a-f]{64}$/);
    expect(second.token).not.toBe(first.token);
  });

  it('should refuse a directory that others may enter', async () => {
    const dir = await tempDir();
    const { chmod } = await import('node:fs/promises');
    await chmod(dir, 0o755);
    const opening = openControlServer({
      host: new ReducerHost(),
      app,
      socketPath: join(dir, 'control.sock'),
      tokenPath: join(dir, 'control.token'),
    });
    await expect(opening).rejects.toBeInstanceOf(ControlDirectoryError);
  });

  it('should take over the socket of a dead app at once, and anything else of that name', async () => {
    const dir = await tempDir();
    const socketPath = join(dir, 'control.sock');
    await writeFile(socketPath, 'not a socket');
    const options = { host: new ReducerHost(), app, socketPath, tokenPath: join(dir, 'control.token') };
    const server = await openControlServer(options);
    onTestFinished(() => server.close());
    expect((await stat(socketPath)).isSocket()).toBe(true);
  });

  it('should refuse to start beside a living one and leave its token alone', async () => {
    const { host, socketPath, tokenPath, wire } = await serveHost();
    const opening = openControlServer({ host, app, socketPath, tokenPath });
    await expect(opening).rejects.toBeInstanceOf(ControlSocketInUseError);
    expect((await (await wire()).call('hello')).ok).toBe(true);
  });

  it('should take socket and token away when it closes, and end its clients', async () => {
    const { server, socketPath, tokenPath, wire } = await serveHost();
    const client = await wire();
    await client.call('hello');
    await server.close();
    await client.closed;
    await expect(access(socketPath)).rejects.toThrow();
    await expect(access(tokenPath)).rejects.toThrow();
  });

  it('should not be held up by another program at the same place', async () => {
    const dir = await tempDir();
    const socketPath = join(dir, 'control.sock');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(socketPath, resolve));
    onTestFinished(() => {
      silent.close();
    });
    const opening = openControlServer({
      host: new ReducerHost(),
      app,
      socketPath,
      tokenPath: join(dir, 'control.token'),
    });
    await expect(opening).rejects.toBeInstanceOf(ControlSocketInUseError);
  });
});
