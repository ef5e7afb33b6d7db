// An X server of our own where there is no display. It is detached and ends by itself a few seconds after its last client
// went, so that it outlives an app that relaunches itself and needs nobody to clean up after a kill.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { SetUpError } from './set-up-error.mjs';

const SCREEN = '1600x1000x24';
const TERMINATE_SECONDS = 5;

/** X11 connection set-up: little endian, protocol 11.0, no authorisation (X Window System Protocol, chapter 8). */
const HELLO = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Whether a window could be opened without our help. */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * Starts Xvfb and resolves when it accepts clients: its display (":7"), its pid, and `release`. Until `release` is called
 * (or this process ends, however it ends) the server stays; after that it goes when its last client has gone.
 */
export async function startVirtualDisplay({ screen = SCREEN } = {}) {
  const args = [
    '-displayfd',
    '3',
    '-screen',
    '0',
    screen,
    '-nolisten',
    'tcp',
    '-terminate',
    String(TERMINATE_SECONDS),
  ];
  const server = spawn('Xvfb', args, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await announcedNumber(server);
  server.unref();
  const client = await holdOpen(number);
  return { display: `:${number}`, pid: server.pid, release: () => client.destroy() };
}

/** Xvfb writes its number and a newline to descriptor 3 when it is ready, and then closes it; closing it first kills it. */
async function announcedNumber(server) {
  const failed = new Promise((_, reject) => {
    server.once('error', (error) => reject(new SetUpError(`Xvfb cannot be started: ${error.message}`)));
    server.once('exit', (code) => reject(new SetUpError(`Xvfb ended at once with exit code ${code}`)));
  });
  failed.catch(() => undefined);
  const announced = text(server.stdio[3]);
  const line = await Promise.race([announced, failed]);
  return line === '' ? failed : line.trim();
}

/** A server that never had a client never ends: be its first one, and put its pointer away. */
async function holdOpen(number) {
  const socket = connect(`/tmp/.X11-unix/X${number}`);
  await once(socket, 'connect');
  socket.write(HELLO);
  const reply = await readSetUp(socket);
  if (reply[0] !== 1) throw new SetUpError(`Xvfb refused a client on display :${number}`);
  socket.write(warpPointerToCorner(firstRootWindow(reply)));
  socket.resume();
  socket.on('error', () => socket.destroy());
  socket.unref();
  return socket;
}

/** The whole reply: 8 bytes, of which the last two count what follows in units of 4. */
async function readSetUp(socket) {
  let reply = Buffer.alloc(0);
  while (reply.length < 8 || reply.length < 8 + 4 * reply.readUInt16LE(6)) {
    const [chunk] = await once(socket, 'data');
    reply = Buffer.concat([reply, chunk]);
  }
  return reply;
}

/** It is the first word of the first screen, behind 40 fixed bytes, the vendor's name and 8 bytes for each format. */
function firstRootWindow(reply) {
  const vendorBytes = Math.ceil(reply.readUInt16LE(24) / 4) * 4;
  const formats = reply[29];
  return reply.readUInt32LE(40 + vendorBytes + 8 * formats);
}

/**
 * WarpPointer (opcode 41). The pointer starts in the middle of the screen, which is where windows open: whenever the cursor
 * under it changes, the window would be told of a mouse there, in the midst of what a test does with its own.
 */
function warpPointerToCorner(rootWindow) {
  const request = Buffer.alloc(24);
  request[0] = 41;
  request.writeUInt16LE(request.length / 4, 2);
  request.writeUInt32LE(rootWindow, 8);
  request.writeInt16LE(0x7fff, 20);
  request.writeInt16LE(0x7fff, 22);
  return request;
}
