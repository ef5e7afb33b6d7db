// The browser's MessagePort as a typed port, and how this page gets one: it asks over the bridge and the preload hands the
// port in by a message of the window to itself.
import { type EverpaneBridge, portMessage } from '../../shared/bridge.ts';
import type { HostPort } from './host-client.ts';

export function wrapMessagePort(port: MessagePort): HostPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', listener, { once: true }),
    close: () => port.close(),
  };
}

/** Calls `onPort` for every port that arrives, and asks for the first one. */
export function requestPorts(
  bridge: EverpaneBridge,
  page: globalThis.Window,
  onPort: (port: HostPort) => void,
): void {
  page.addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source !== page || event.data !== portMessage || port === undefined) return;
    onPort(wrapMessagePort(port));
  });
  bridge.requestPort();
}
