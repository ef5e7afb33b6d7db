// Changing config.toml from a control: what was refused is said beside it, and until the new value has come back the control
// shows the one that was asked for.
import { useEffect, useState } from 'react';
import type { ConfigChange } from '../../shared/config-path.ts';
import { useApp } from '../app/app-context.ts';

/** The file is read again within a tenth of a second; a value that has not come by then will not. */
const GIVE_UP_MS = 2000;

export interface Change {
  /** Why the last change was refused; null: it was not. */
  readonly error: string | null;
  /** True: it is in the file. */
  change(changes: readonly ConfigChange[]): Promise<boolean>;
}

export function useChange(): Change {
  const { bridge } = useApp();
  const [error, setError] = useState<string | null>(null);
  return {
    error,
    async change(changes) {
      const outcome = await bridge.changeSettings(changes);
      setError(outcome.kind === 'refused' ? outcome.message : null);
      return outcome.kind === 'done';
    },
  };
}

/** `value`, or what was asked for while it has not come back: set it, and set it to null when that was refused. */
export function usePending<T>(
  value: T,
): [shown: T, setPending: (pending: { readonly value: T } | null) => void] {
  const [pending, setPending] = useState<{ readonly value: T } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever came back is what is so
  useEffect(() => setPending(null), [JSON.stringify(value)]);
  useEffect(() => {
    if (pending === null) return;
    const timer = setTimeout(() => setPending(null), GIVE_UP_MS);
    return () => clearTimeout(timer);
  }, [pending]);
  return [pending === null ? value : pending.value, setPending];
}
