import { EventEmitter } from 'node:events';
import type { MessagePortMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { clientPortOf } from '../../electron/app/port.ts';
import type { ClientMessage, HostMessage } from '../../shared/protocol.ts';

/** Electron's port as far as it is used: messages wait for `start`, `close` is told to the other side. */
class ElectronPort extends EventEmitter {
  readonly posted: unknown[] = [];
  isStarted = false;
  isClosed = false;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }

  start(): void {
    this.isStarted = true;
  }

  close(): void {
    this.isClosed = true;
  }
}

const detach: ClientMessage = { kind: 'detach', attachment: 1 };
const stale: HostMessage = { kind: 'stale', attachment: 1 };

function opened() {
  const electronPort = new ElectronPort();
  return { electronPort, port: clientPortOf(electronPort as unknown as MessagePortMain) };
}

describe('clientPortOf', () => {
  it('should carry messages both ways once somebody listens', () => {
    const { electronPort, port } = opened();
    const heard: ClientMessage[] = [];
    expect(electronPort.isStarted).toBe(false);
    port.onMessage((message) => heard.push(message));
    expect(electronPort.isStarted).toBe(true);
    electronPort.emit('message', { data: detach });
    port.post(stale);
    expect(heard).toEqual([detach]);
    expect(electronPort.posted).toEqual([stale]);
  });

  it('should say once that it closed, whoever closed it, and be silent from then on', () => {
    for (const side of ['ours', 'theirs']) {
      const { electronPort, port } = opened();
      const events: string[] = [];
      port.onClose(() => events.push('closed'));
      port.onMessage(() => events.push('message'));
      if (side === 'ours') port.close();
      electronPort.emit('close');
      port.close();
      electronPort.emit('message', { data: detach });
      port.post(stale);
      expect(events).toEqual(['closed']);
      expect(electronPort.posted).toEqual([]);
      expect(electronPort.isClosed).toBe(side === 'ours');
      port.onClose(() => events.push('closed before'));
      expect(events).toEqual(['closed', 'closed before']);
    }
  });
});
