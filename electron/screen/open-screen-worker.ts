// The host's end of the emulator worker: every call becomes a message and waits for its answer. A worker that dies takes
// its open screens along, and another one is started. Of what was under way, a call that brings all it needs is made once more, for
// another may have been what the worker died of; those are made one after the other, so that none falls with its neighbour. A
// call about an open screen is rejected, as is one that has seen two workers die.
import { Worker } from 'node:worker_threads';
import { assertNever } from '../../shared/exhaustive.ts';
import {
  type ScreenAnswer,
  type ScreenJob,
  type ScreenWorker,
  ScreenWorkerError,
  UnknownScreenError,
} from './types.ts';
import type { WorkerCall, WorkerReply } from './worker-protocol.ts';

interface PendingCall {
  readonly call: WorkerCall;
  /** A worker has died under it. */
  isSecondTry: boolean;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A worker heap this large holds some twenty emulators with full scrollbacks at once; open ones are few. */
const MAX_HEAP_MB = 768;

/** `workerPath`: the built worker (a .cjs or .js file). It is started with the first call, or by `warm`. */
export function openScreenWorker(workerPath: string | URL): ScreenWorker {
  const pending = new Map<number, PendingCall>();
  /** To be made once more, each when the one before is over. */
  const again: PendingCall[] = [];
  const listeners = new Set<(answer: ScreenAnswer) => void>();
  let worker: Worker | null = null;
  let nextId = 1;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(workerPath, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
    let failure = new ScreenWorkerError('the screen worker ended');
    started.on('message', handleReply);
    started.on('error', (error) => {
      failure = new ScreenWorkerError(`the screen worker failed: ${error.message}`, { cause: error });
    });
    started.on('exit', () => {
      if (worker === started) {
        worker = null;
        handleDeath(failure);
      }
    });
    // It never keeps the app from ending.
    started.unref();
    return started;
  }

  function handleReply(reply: WorkerReply): void {
    if (reply.kind === 'answer') {
      for (const listener of listeners) {
        listener(reply.answer);
      }
      return;
    }
    const call = pending.get(reply.id);
    pending.delete(reply.id);
    if (call?.isSecondTry === true) {
      tryNextAgain();
    }
    if (pending.size === 0) {
      worker?.unref();
    }
    switch (reply.kind) {
      case 'result':
        call?.resolve(reply.value);
        return;
      case 'unknown-screen':
        call?.reject(new UnknownScreenError(reply.key));
        return;
      case 'error':
        call?.reject(new ScreenWorkerError(reply.message));
        return;
      default:
        assertNever(reply);
    }
  }

  function handleDeath(failure: Error): void {
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) {
      if (call.isSecondTry || !isComplete(call.call)) {
        call.reject(failure);
      } else {
        call.isSecondTry = true;
        again.push(call);
      }
    }
    tryNextAgain();
  }

  /** None of them is under way. */
  function tryNextAgain(): void {
    const call = again.shift();
    if (call !== undefined) {
      post(call);
    }
  }

  function rejectAll(error: Error): void {
    const calls = [...pending.values(), ...again.splice(0)];
    pending.clear();
    for (const call of calls) {
      call.reject(error);
    }
  }

  function post(pendingCall: PendingCall): void {
    worker ??= start();
    worker.ref();
    const id = nextId;
    nextId += 1;
    pending.set(id, pendingCall);
    worker.postMessage({ id, call: pendingCall.call });
  }

  /** The worker answers each kind of call with what the interface promises for it. */
  function send<T>(call: WorkerCall): Promise<T> {
    if (isClosed) {
      return Promise.reject(new ScreenWorkerError('the screen worker is closed'));
    }
    return new Promise<T>((resolve, reject) => {
      post({ call, isSecondTry: false, resolve: (value) => resolve(value as T), reject });
    });
  }

  return {
    materialise: (job: ScreenJob) => send({ kind: 'materialise', job }),
    view: (job: ScreenJob) => send({ kind: 'view', job }),
    open: (key, job, colors = undefined) => send({ kind: 'open', key, job, colors: colors ?? null }),
    feed: (key, entries) => send({ kind: 'feed', key, entries }),
    take: (key) => send({ kind: 'take', key }),
    drop: (key) => send({ kind: 'drop', key }),
    text: (source, options) => send({ kind: 'text', source, options }),
    plainText: (source) => send({ kind: 'plain-text', source }),
    matches: (source, pattern) => send({ kind: 'matches', source, pattern }),
    search: (source, pattern) => send({ kind: 'search', source, pattern }),
    onAnswer(listener) {
      const own = (answer: ScreenAnswer): void => listener(answer);
      listeners.add(own);
      return { dispose: () => listeners.delete(own) };
    },
    warm() {
      if (!isClosed) worker ??= start();
    },
    async close() {
      isClosed = true;
      const closing = worker;
      worker = null;
      rejectAll(new ScreenWorkerError('the screen worker was closed'));
      await closing?.terminate();
    },
  };
}

/** Whether it needs nothing that went with the worker before. */
function isComplete(call: WorkerCall): boolean {
  switch (call.kind) {
    case 'materialise':
    case 'view':
      return true;
    case 'text':
    case 'plain-text':
    case 'matches':
    case 'search':
      return typeof call.source !== 'string';
    case 'open':
    case 'feed':
    case 'take':
    case 'drop':
      return false;
    default:
      return assertNever(call);
  }
}
