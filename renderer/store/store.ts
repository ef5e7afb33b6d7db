// A store without a framework: one immutable value, one way to replace it, listeners. Identity tells change, so a listener
// hears only of real ones. Knows nothing of React or of what it holds.

export interface Store<S> {
  get(): S;
  /** Replaces the value by what `change` makes of it; the same identity means nothing happened. */
  update(change: (state: S) => S): void;
  /** Returns the way to stop listening. Listeners run after the value was replaced, in the order they came. */
  subscribe(listener: () => void): () => void;
}

export function createStore<S>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    update(change) {
      const next = change(state);
      if (Object.is(next, state)) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
