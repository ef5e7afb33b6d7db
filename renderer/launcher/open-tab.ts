// A new tab beside the one that is shown, with a profile or a command line that is typed into its shell.
import { useApp } from '../app/app-context.ts';
import { shownSession } from '../store/selectors.ts';

export interface NewTab {
  readonly profile?: string;
  readonly run?: string;
}

export function useOpenTab(): (what: NewTab) => void {
  const { commander, store } = useApp();
  return (what) => {
    const session = shownSession(store.get());
    void commander.run('window.create', { ...(session === null ? {} : { session: session.id }), ...what });
  };
}
