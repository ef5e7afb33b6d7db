// Entry point of the emulator worker: takes calls from the host's thread one by one and answers each. Wires, no more.
import { parentPort } from 'node:worker_threads';
import { assertNever } from '../../shared/exhaustive.ts';
import { Screens } from './screens.ts';
import { UnknownScreenError } from './types.ts';
import type { WorkerCall, WorkerReply, WorkerRequest } from './worker-protocol.ts';

function reply(message: WorkerReply): void {
  parentPort?.postMessage(message);
}

const screens = Screens.open((answer) => reply({ kind: 'answer', answer }));

parentPort?.on('message', ({ id, call }: WorkerRequest) => {
  try {
    reply({ kind: 'result', id, value: perform(call) });
  } catch (error) {
    if (error instanceof UnknownScreenError) {
      reply({ kind: 'unknown-screen', id, key: error.key });
    } else {
      reply({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
});

function perform(call: WorkerCall): unknown {
  switch (call.kind) {
    case 'materialise':
      return screens.materialise(call.job);
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
    default:
      return assertNever(call);
  }
}
