// What a person types into a pane, as it goes over a real message channel; the host's side is written out in the test.
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCommander } from '../../renderer/app/commander.ts';
import { handlePaneInput } from '../../renderer/app/pane-input.ts';
import { HostClient } from '../../renderer/port/host-client.ts';
import { wrapMessagePort } from '../../renderer/port/message-port.ts';
import { initialState } from '../../renderer/store/app-state.ts';
import { createStore } from '../../renderer/store/store.ts';
import type { Pane } from '../../shared/model.ts';
import type { ClientMessage, HostMessage } from '../../shared/protocol.ts';

const pane: Pane = {
  id: 'p1',
  window: 'w1',
  program: { shell: '/bin/sh', args: [], env: {}, command: null },
  private: false,
  createdAt: 0,
  cwd: '/',
  title: '',
  running: null,
  isTyped: false,
  cols: 80,
  rows: 24,
  incarnation: 1,
  touched: true,
  discarded: [],
  outcome: { kind: 'exited', exitCode: 3, signal: 0, at: 0 },
  restored: null,
};

/** A page whose p1 has ended; `heard` resolves when the host has heard all that was typed. */
function openPage() {
  const { port1: host, port2 } = new MessageChannel();
  onTestFinished(() => host.close());
  const client = new HostClient();
  client.connect(wrapMessagePort(port2 as unknown as MessagePort));
  const store = createStore({
    ...initialState,
    workspace: { ...initialState.workspace, panes: { p1: pane } },
  });
  const commander = createCommander(store, client);
  const deck = (): never => {
    throw new Error('nothing is broadcast');
  };
  const messages: ClientMessage[] = [];
  let wake: () => void = () => undefined;
  host.on('message', (message: ClientMessage) => {
    messages.push(message);
    wake();
  });
  return {
    post: (message: HostMessage) => host.postMessage(message),
    isStarting: () => commander.isStarting('p1'),
    type: (data: string | Uint8Array) => handlePaneInput({ store, client, commander, deck }, 'p1', data),
    /** All that came before `count` were there. */
    heard: async (count: number): Promise<readonly unknown[]> => {
      while (messages.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return messages.map((message) => {
        if (message.kind === 'command') return message.name;
        return message.kind === 'input' ? message.data : message.kind;
      });
    },
  };
}

describe('a pane whose process has ended', () => {
  it('should start again at Enter, once, and pass on what is typed for the next process', async () => {
    const { type, heard } = openPage();
    for (const data of ['\r', 'ls', '\r']) type(data);
    expect(await heard(3)).toEqual(['pane.respawn', 'ls', '\r']);
  });

  it('should start at Enter again where it could not be started', async () => {
    const { type, heard, post, isStarting } = openPage();
    type('\r');
    await heard(1);
    const outcome = { kind: 'refused', error: { code: 'failed', message: 'no' } } as const;
    post({ kind: 'outcome', seq: 1, outcome });
    while (isStarting()) await new Promise((resolve) => setImmediate(resolve));
    type('\r');
    expect(await heard(2)).toEqual(['pane.respawn', 'pane.respawn']);
  });

  it('should pass on nothing that the process before had asked to be told', async () => {
    const { type, heard } = openPage();
    for (const data of ['\r', '\x1b[<35;3;4M', '\x1b[O', new Uint8Array([27, 91, 77]), 'x']) type(data);
    expect(await heard(2)).toEqual(['pane.respawn', 'x']);
  });
});
