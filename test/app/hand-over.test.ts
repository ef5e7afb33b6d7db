import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HandOver, handOver } from '../../electron/app/hand-over.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A home whose socket is served by `serve`; without it nobody has ever listened there. */
async function home(serve?: (socket: Socket) => void): Promise<(limitMs?: number) => Promise<HandOver>> {
  const dir = await tempDir();
  const [socketPath, tokenPath] = [join(dir, 'control.sock'), join(dir, 'control.token')];
  await writeFile(tokenPath, 'secret\n');
  if (serve !== undefined) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      serve(socket);
    });
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    onTestFinished(
      () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy();
          server.close(() => resolve());
        }),
    );
  }
  return (limitMs = 10_000) => handOver({ socketPath, tokenPath, limitMs });
}

describe.skipIf(process.platform === 'win32')('handOver', () => {
  it('should ask the running app to come to the front, with the token', async () => {
    const asked: unknown[] = [];
    const ask = await home((socket) => {
      socket.once('data', (line) => {
        asked.push(JSON.parse(String(line)));
        socket.write('{"id":1,"ok":true,"result":null}\n');
      });
    });
    expect(await ask()).toEqual({ kind: 'done' });
    expect(asked).toMatchObject([{ token: 'secret', method: 'activate' }]);
  });

  it('should find nobody where there is no socket, no token, or no longer a server', async () => {
    const ask = await home();
    expect(await ask()).toEqual({ kind: 'absent' });
    const dir = await tempDir();
    const tokenPath = join(dir, 'control.token');
    expect(await handOver({ socketPath: join(dir, 'x'), tokenPath, limitMs: 10_000 })).toEqual({
      kind: 'absent',
    });
    expect(await handOver({ socketPath: null, tokenPath, limitMs: 10_000 })).toEqual({ kind: 'absent' });
  });

  it('should find nobody when the app ends while it is asked', async () => {
    const ask = await home((socket) => socket.destroy());
    expect(await ask()).toEqual({ kind: 'absent' });
  });

  it('should ask again later where the token of a fresh start is not written yet', async () => {
    const ask = await home((socket) =>
      socket.write('{"id":null,"ok":false,"error":{"code":"unauthorized"}}\n'),
    );
    expect(await ask()).toEqual({ kind: 'absent' });
  });

  it('should give up on an app that hangs', async () => {
    const ask = await home((socket) => socket.resume());
    expect(await ask(30)).toMatchObject({ kind: 'silent' });
  });

  it('should tell what was answered instead', async () => {
    const refuse = await home((socket) =>
      socket.write('{"id":null,"ok":false,"error":{"code":"unsupported-version"}}\n'),
    );
    expect(await refuse()).toMatchObject({
      kind: 'silent',
      reason: expect.stringContaining('unsupported-version'),
    });
    const babble = await home((socket) => socket.write('hello\n'));
    expect(await babble()).toMatchObject({ kind: 'silent', reason: expect.stringContaining('no sense') });
  });
});
