// An app that lets go of a connection in the middle of a question: what is asked again, and what is not.
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CliHarness } from '../support/cli-harness.ts';

interface Asked {
  readonly id: number;
  readonly method: string;
}

/** `answer` is called with each request and how many came before it. */
async function listen(cli: CliHarness, answer: (socket: Socket, request: Asked, before: number) => void) {
  const asked: string[] = [];
  await mkdir(cli.home, { mode: 0o700 });
  await writeFile(join(cli.home, 'control.token'), 'token\n', { mode: 0o600 });
  const server = createServer((socket) => {
    createInterface({ input: socket }).on('line', (line) => {
      const request = JSON.parse(line) as Asked;
      asked.push(request.method);
      answer(socket, request, asked.length - 1);
    });
  });
  onTestFinished(() => {
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(join(cli.home, 'control.sock'), resolve));
  return asked;
}

const say = (socket: Socket, message: object) => socket.write(`${JSON.stringify({ v: 1, ...message })}\n`);

describe.skipIf(process.platform === 'win32')('a connection that breaks', () => {
  it('should be made anew for what changes nothing', async () => {
    const cli = await CliHarness.create();
    const asked = await listen(cli, (socket, { id }, before) => {
      if (before < 2) socket.destroy();
      else say(socket, { id, ok: true, result: { activeSession: null, sessions: [] } });
    });
    expect(await cli.run(['ls'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(asked).toEqual(['ls', 'ls', 'ls']);
  });

  it('should not be made anew for what the app may have done already', async () => {
    const cli = await CliHarness.create();
    const asked = await listen(cli, (socket) => socket.destroy());
    const { code, stderr } = await cli.run(['send', 'p1', 'x']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^everpane: Everpane closed[^\n]*\n$/),
    });
    expect(asked).toEqual(['send']);
  });

  it('should be made anew when it was refused, and not when the request was', async () => {
    const cli = await CliHarness.create();
    const busy = { ok: false, error: { code: 'busy', message: 'something runs in p1' } };
    const asked = await listen(cli, (socket, { id }, before) => {
      if (before === 0) say(socket, { id: null, ...busy });
      else if (before === 1) say(socket, { id, ok: false, error: { code: 'unauthorized', message: 'no' } });
      else say(socket, { id, ...busy });
    });
    const { code, stderr } = await cli.run(['close', 'p1']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'everpane: something runs in p1\n' });
    expect(asked).toEqual(['execute', 'execute', 'execute']);
  });
});
