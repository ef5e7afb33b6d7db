// The host's end of the emulator worker: every call becomes a message and waits for its answer. A worker that dies takes
// its open screens along; what was under way is rejected, and the next call starts another one.
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
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A worker heap this large holds some twenty emulators with full scrollbacks at once; open ones are few. */
const MAX_HEAP_MB = 768;

/** `workerPath`: the built worker (a .cjs or .js file). It is started with the first call, or by `warm`. */
export function openScreenWorker(workerPath: string | URL): ScreenWorker {
  const pending = new Map<number, PendingCall>();
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
        rejectAll(failure);
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

  function rejectAll(error: Error): void {
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) {
      call.reject(error);
    }
  }

  /** The worker answers each kind of call with what the interface promises for it. */
  function send<T>(call: WorkerCall): Promise<T> {
    if (isClosed) {
      return Promise.reject(new ScreenWorkerError('the screen worker is closed'));
    }
    worker ??= start();
    worker.ref();
    const id = nextId;
    nextId += 1;
    return new Promise<T>((resolve, reject) => {
      pending.set(id, { resolve: (value) => resolve(value as T), reject });
      worker?.postMessage({ id, call });
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
