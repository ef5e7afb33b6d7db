// Finds the running app of a home and talks to it. What a client meets (nobody there, an app that starts or ends at this
// moment, an error) becomes an answer, or an error with the exit status that the command line promises.
import { readFileSync } from 'node:fs';
import type { ControlMethod, ControlMethods } from '../electron/control/protocol.ts';
import type { Places } from '../electron/home/places.ts';
import { findSocketPlace } from '../electron/home/socket-place.ts';
import { CliError, exitStatus } from './cli-error.ts';
import { ControlAnswerError, ControlClient, ControlConnectionError } from './control-client.ts';

/** Answers come in milliseconds; only a disk in trouble takes longer. */
const answerTimeoutMs = 60_000;
/** A start that is under way has its socket for a moment before its token. */
const retryMs = 50;
const retries = 10;

export interface AppConnection {
  request<M extends ControlMethod>(
    method: M,
    params: ControlMethods[M]['params'],
    options?: { timeoutMs?: number },
  ): Promise<ControlMethods[M]['answer']>;
  close(): void;
  /** It ends with the process, and does not keep it. */
  unref(): void;
}

/** Null when no app serves this home; rejects with a CliError when one is there and does not answer in time. */
export function tryConnect(
  places: Places,
  { timeoutMs = answerTimeoutMs }: { timeoutMs?: number } = {},
): Promise<AppConnection | null> {
  return reach(
    places,
    async (client) => {
      await client.request('hello', {}, { timeoutMs });
      return connectionOf(client);
    },
    { isRepeatable: true },
  );
}

/**
 * As `tryConnect`, with what is to be asked for a greeting. What changes nothing (`isQuestion`) may be asked again when the
 * connection breaks: nobody knows then how far the app has come.
 */
export function tryAsk<M extends ControlMethod>(
  places: Places,
  method: M,
  params: ControlMethods[M]['params'],
  { isQuestion, timeoutMs = answerTimeoutMs }: { isQuestion: boolean; timeoutMs?: number | undefined },
): Promise<{ readonly connection: AppConnection; readonly answer: ControlMethods[M]['answer'] } | null> {
  return reach(
    places,
    async (client) => {
      const answer = await client.request(method, params, { timeoutMs });
      return { connection: connectionOf(client), answer };
    },
    { isRepeatable: isQuestion },
  );
}

/** Null when nobody listens. `greet` is done anew with a new connection where a start or an end comes between. */
async function reach<T>(
  places: Places,
  greet: (client: ControlClient) => Promise<T>,
  { isRepeatable }: { isRepeatable: boolean },
): Promise<T | null> {
  for (let attempt = 0; ; attempt++) {
    const client = await openClient(places);
    if (client === null) return null;
    try {
      return await greet(client);
    } catch (error) {
      client.close();
      if (attempt >= retries || !isPassing(error, isRepeatable)) throw asCliError(error);
      // Not by node:timers/promises, which takes longer to load than most need to find the app.
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

export function notRunning(places: Places): CliError {
  return new CliError(`Everpane is not running for ${places.home}; start it with: everpane open`, {
    status: exitStatus.notRunning,
  });
}

async function openClient(places: Places): Promise<ControlClient | null> {
  const path = findSocketPlace(places.home);
  if (path === null) return null;
  try {
    return await ControlClient.open(path, readToken(places.controlTokenFile));
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ECONNREFUSED', 'ENOTDIR')) return null;
    if (isCode(error, 'EACCES', 'EPERM')) {
      throw new CliError(`${path} belongs to another user; choose your own home with --home`);
    }
    throw error;
  }
}

/** Empty if there is none: then nobody listens, or the app has not got that far. */
function readToken(path: string): string {
  try {
    // Not by node:fs/promises: loading it takes longer than the reading.
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return '';
    throw error;
  }
}

function connectionOf(client: ControlClient): AppConnection {
  return {
    async request(method, params, { timeoutMs = answerTimeoutMs } = {}) {
      try {
        return await client.request(method, params, { timeoutMs });
      } catch (error) {
        throw asCliError(error);
      }
    },
    close: () => client.close(),
    unref: () => client.unref(),
  };
}

/** A token of the app before, an app that has no room for now, or a socket of one that is just ending. */
function isPassing(error: unknown, isRepeatable: boolean): boolean {
  if (error instanceof ControlAnswerError) {
    return error.code === 'unauthorized' || (error.code === 'busy' && error.isRefusal);
  }
  return error instanceof ControlConnectionError && error.code === 'lost' && isRepeatable;
}

function asCliError(error: unknown): unknown {
  if (error instanceof ControlAnswerError) {
    const advice = error.code === 'unsupported-version' ? '; quit it and open it again' : '';
    return new CliError(`${error.message}${advice}`);
  }
  return error instanceof ControlConnectionError ? new CliError(error.message) : error;
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
