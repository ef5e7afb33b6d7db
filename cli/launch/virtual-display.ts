// An X server of our own where there is no display. It ends by itself a few seconds after its last client went, so that it
// outlives an app that relaunches itself, and needs nobody to clean up after a kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CliError } from '../cli-error.ts';

export interface VirtualDisplay {
  /** For DISPLAY, such as ":7". */
  readonly name: string;
  /** From now on it goes with its last client. */
  release(): void;
}

const screen = '1600x1000x24';
const terminateSeconds = 5;

/** X11 connection set-up: little endian, protocol 11.0, no authorisation (X Window System Protocol, chapter 8). */
const hello = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Whether a window can be opened without our help. */
export function hasDisplay(environment: NodeJS.ProcessEnv): boolean {
  return process.platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** Resolves when it accepts clients. It stays until `release`, or until this process ends, and then while it has clients. */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-terminate', String(terminateSeconds)],
    { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await announcedNumber(server);
  server.unref();
  // A server that never had a client never ends: be its first one.
  const client = await becomeClient(number);
  return { name: `:${number}`, release: () => client.destroy() };
}

/** Xvfb writes its number, then a newline, to descriptor 3 when it is ready; the end of it closed in between kills it. */
async function announcedNumber(server: ChildProcess): Promise<string> {
  const announcement = server.stdio[3] as Readable;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      reject(
        new CliError(
          isMissing
            ? 'there is no display, and no Xvfb to make one; on Debian: apt-get install xvfb'
            : `Xvfb cannot be started: ${error.message}`,
        ),
      );
    });
    server.once('exit', (code) => reject(new CliError(`Xvfb ended at once (exit status ${code})`)));
    text(announcement).then((line) => {
      // Nothing announced: its end is told by 'exit' or 'error'.
      if (line !== '') resolve(line.trim());
    }, reject);
  });
}

async function becomeClient(number: string): Promise<Socket> {
  const socket = connect(`/tmp/.X11-unix/X${number}`);
  await once(socket, 'connect');
  socket.write(hello);
  const [reply]: Buffer[] = await once(socket, 'data');
  if (reply?.[0] !== 1) throw new CliError(`Xvfb refused a client on display :${number}`);
  socket.resume();
  socket.on('error', () => socket.destroy());
  socket.unref();
  return socket;
}
