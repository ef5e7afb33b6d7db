// Entry point of the emulator worker: takes calls from the host's thread, screen by screen in turn, and answers each.
import { parentPort } from 'node:worker_threads';
import { assertNever } from '../../shared/exhaustive.ts';
import { createFairQueue } from './fair-queue.ts';
import { Screens } from './screens.ts';
import { type SavedScreen, UnknownScreenError } from './types.ts';
import type { WorkerCall, WorkerReply, WorkerRequest } from './worker-protocol.ts';

/** `moved`: memory that is the host's from now on. */
function reply(message: WorkerReply, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}

const screens = Screens.open((answer) => reply({ kind: 'answer', answer }));

const queue = createFairQueue(handle, setImmediate);

parentPort?.on('message', (request: WorkerRequest) => queue.add(laneOf(request.call), request));

/** An open screen's calls keep their order; jobs that leave nothing behind have one of their own. */
function laneOf(call: WorkerCall): string {
  const source = 'key' in call ? call.key : 'source' in call ? call.source : null;
  return typeof source === 'string' ? `screen ${source}` : 'jobs';
}

function handle({ id, call }: WorkerRequest): void {
  try {
    if (call.kind === 'materialise') {
      const saved = forDisk(screens.materialise(call.job));
      reply({ kind: 'result', id, value: saved }, [saved.snapshot.buffer]);
    } else reply({ kind: 'result', id, value: perform(call) });
  } catch (error) {
    if (error instanceof UnknownScreenError) {
      reply({ kind: 'unknown-screen', id, key: error.key });
    } else {
      reply({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}

function forDisk({ position, snapshot, damage }: SavedScreen): SavedScreen {
  return { position, snapshot, damage };
}

function perform(call: WorkerCall): unknown {
  switch (call.kind) {
    case 'materialise':
      return forDisk(screens.materialise(call.job));
    case 'view':
      return screens.view(call.job);
    case 'open':
      return screens.open(call.key, call.job, call.colors);
    case 'feed':
      return screens.feed(call.key, call.entries);
    case 'take':
      return screens.take(call.key);
    case 'drop':
      return screens.drop(call.key);
    case 'text':
      return screens.text(call.source, call.options);
    case 'plain-text':
      return screens.plainText(call.source);
    case 'matches':
      return screens.matches(call.source, call.pattern);
    case 'search':
      return screens.search(call.source, call.pattern);
    default:
      return assertNever(call);
  }
}
