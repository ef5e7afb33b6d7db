// Electron's message port as the host's ClientPort. Invariant: after `close`, from whichever side, nothing is posted, no
// message is delivered, and the close listeners have been called exactly once.
import type { MessagePortMain } from 'electron';
import type { ClientMessage, ClientPort, HostMessage } from '../../shared/protocol.ts';

/** Messages that come before a listener is there wait for it. */
export function clientPortOf(port: MessagePortMain): ClientPort {
  const closeListeners: (() => void)[] = [];
  let isClosed = false;
  const handleClose = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners) listener();
  };
  port.once('close', handleClose);
  return {
    post(message: HostMessage) {
      if (!isClosed) port.postMessage(message);
    },
    onMessage(listener) {
      // The host checks every message; this only says what it is supposed to be.
      port.on('message', (event) => {
        if (!isClosed) listener(event.data as ClientMessage);
      });
      port.start();
    },
    onClose(listener) {
      if (isClosed) listener();
      else closeListeners.push(listener);
    },
    close() {
      if (isClosed) return;
      port.close();
      handleClose();
    },
  };
}
