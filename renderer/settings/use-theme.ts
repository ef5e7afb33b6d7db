// The theme that this window has now, also when the system turns dark.
import { useSyncExternalStore } from 'react';
import { chooseTheme } from '../../shared/themes/choose-theme.ts';
import type { Theme } from '../../shared/themes/theme.ts';
import { useAppState } from '../app/app-context.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

function listen(listener: () => void): () => void {
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
}

export function useTheme(): Theme {
  const appearance = useAppState(({ config }) => config.appearance);
  const own = useAppState(({ settings }) => settings.themes);
  const prefersDark = useSyncExternalStore(listen, () => dark.matches);
  return chooseTheme(appearance, prefersDark, own);
}
