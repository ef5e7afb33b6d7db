// The control socket: the way in for the command line and for a second start of the app. Whoever can read the token may do
// what the user at the window may do; nobody else gets an answer. Knows no electron: the app around it is passed in.
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type ConnectionLimits, ControlConnection } from './connection.ts';
import { EventLoopDelay } from './event-loop-delay.ts';
import { type MethodDependencies, runCall } from './methods.ts';
import { maxFileBytes } from './protocol.ts';
import { listenOnSocketFile } from './socket-file.ts';
import { isSameToken, makeToken, writeToken } from './token.ts';
import { Transfers } from './transfers.ts';
import { Turns } from './turns.ts';

export interface ControlLimits extends ConnectionLimits {
  /** Past it the connection that was idle longest makes room; if none is idle, the new one is refused. */
  readonly maxConnections: number;
  /** Peers that do not read their answers and are kept all the same; each may hold one of megabytes. */
  readonly maxStalled: number;
}

export const defaultLimits: ControlLimits = {
  maxConnections: 256,
  maxStalled: 16,
  maxRequests: 32,
  greetingMs: 10_000,
  lineMs: 10_000,
  idleMs: 60_000,
  stallMs: 30_000,
};

export interface ControlServerOptions extends Omit<MethodDependencies, 'eventLoopP99Ms' | 'transfers'> {
  /** Where to listen; its directory is 0700 and ours. On Windows the name of a pipe. */
  readonly socketPath: string;
  /** Where clients find the token. */
  readonly tokenPath: string;
  readonly limits?: Partial<ControlLimits>;
}

export interface ControlServer {
  /** Ends every connection and takes socket and token away. Idempotent. */
  close(): Promise<void>;
}

/** How often deadlines are looked at, as a share of the shortest one. */
const checksPerDeadline = 4;
/** The part of its deadline for which a peer that does not read is only slow. */
const slowShare = 0.1;

/**
 * Listens; a dead app's socket is taken over. Call it only as the owner of the home (under its lock). Rejects with
 * ControlSocketInUseError when another process answers there, ControlDirectoryError when the directory is open to others.
 */
export async function openControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const limits = { ...defaultLimits, ...options.limits };
  const eventLoopDelay = new EventLoopDelay();
  const transfers = new Transfers(maxFileBytes);
  const methods: MethodDependencies = {
    ...options,
    eventLoopP99Ms: () => eventLoopDelay.p99Ms(),
    transfers,
  };
  const connections = new Set<ControlConnection>();
  const turns = new Turns();
  const token = makeToken();

  const accept = (socket: Socket): void => {
    const connection = new ControlConnection(socket, {
      limits,
      turns,
      now: () => performance.now(),
      isAuthorized: (given) => isSameToken(token, given),
      run: (call, signal) => runCall(methods, call, signal),
      isMoving: (signal) => transfers.isUnderWay(signal),
      onClosed: (closed) => connections.delete(closed),
    });
    const hasRoom = connections.size < limits.maxConnections || makeRoom(connections);
    connections.add(connection);
    connection.start();
    if (!hasRoom) connection.refuse(null, { code: 'busy', message: 'too many clients are busy; try again' });
  };

  const server = createServer({ allowHalfOpen: true }, accept);
  const deadlines = [limits.greetingMs, limits.lineMs, limits.idleMs, limits.stallMs];
  const checks = setInterval(
    () => {
      for (const connection of connections) connection.expire();
      endStalled(connections, limits);
    },
    Math.ceil(Math.min(...deadlines) / checksPerDeadline),
  );
  checks.unref();

  const stop = async (): Promise<void> => {
    clearInterval(checks);
    eventLoopDelay.close();
    const closed = closeServer(server);
    for (const connection of connections) connection.destroy();
    await closed;
  };

  try {
    await listenOnSocketFile(server, options.socketPath);
    // After the socket is ours: a start that is refused must not take the token of the app that runs.
    await writeToken(options.tokenPath, token);
  } catch (error) {
    await stop();
    throw error;
  }

  let closing: Promise<void> | null = null;
  return {
    close() {
      closing ??= stop().then(() => rm(options.tokenPath, { force: true }));
      return closing;
    },
  };
}

/** Ends the connection that was idle longest; false if none is idle. */
function makeRoom(connections: ReadonlySet<ControlConnection>): boolean {
  let oldest: ControlConnection | null = null;
  for (const connection of connections) {
    const since = connection.idleSince;
    if (since !== null && since < (oldest?.idleSince ?? Number.POSITIVE_INFINITY)) oldest = connection;
  }
  oldest?.destroy();
  return oldest !== null;
}

/** Of the peers that do not read, ends those that have not for longest, until no more are left than may be. */
function endStalled(
  connections: ReadonlySet<ControlConnection>,
  { maxStalled, stallMs }: ControlLimits,
): void {
  const since = ({ stalledSince }: ControlConnection) => stalledSince ?? Number.POSITIVE_INFINITY;
  const latest = performance.now() - slowShare * stallMs;
  const stalled = [...connections].filter((connection) => since(connection) < latest);
  stalled.sort((a, b) => since(a) - since(b));
  for (const connection of stalled.slice(0, Math.max(0, stalled.length - maxStalled))) connection.destroy();
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The callback's error only says that it was not listening, which is what is wanted.
    server.close(() => resolve());
  });
}
