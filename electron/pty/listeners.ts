// A set of listeners to one kind of event. A listener may dispose of itself or of others while it is being called.
import type { PtySubscription } from './types.ts';

export interface Listeners<T> {
  add(listener: (event: T) => void): PtySubscription;
  emit(event: T): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    add(listener) {
      const own = (event: T): void => listener(event);
      listeners.add(own);
      return { dispose: () => listeners.delete(own) };
    },
    emit(event) {
      for (const listener of listeners) {
        listener(event);
      }
    },
  };
}
