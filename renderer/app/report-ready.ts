// When the window may be shown: every pane of the first screen is painted, or there is none to paint.
import type { PaneId } from '../../shared/ids.ts';
import { panesOf } from '../../shared/layout.ts';
import type { AppState } from '../store/app-state.ts';
import { shownWindow } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';

/** A pane that does not come must not keep the others from being seen. */
const LATEST_MS = 1500;

/** Calls `report` once. Tell it every pane that was painted. */
export function createReadiness(
  store: Store<AppState>,
  report: () => void,
): { handlePainted(pane: PaneId): void } {
  const painted = new Set<PaneId>();
  let isReported = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const check = (isLate: boolean): void => {
    const state = store.get();
    if (isReported || state.connection !== 'connected') return;
    const window = shownWindow(state);
    const waited = window === null ? [] : panesOf(window.zoomedPane ?? window.layout);
    if (!isLate && !waited.every((pane) => painted.has(pane))) return;
    isReported = true;
    if (timer !== null) clearTimeout(timer);
    stop();
    // After the frame in which it is drawn.
    requestAnimationFrame(() => report());
  };
  const stop = store.subscribe(() => {
    if (timer === null && store.get().connection === 'connected') {
      timer = setTimeout(() => check(true), LATEST_MS);
      check(false);
    }
  });
  return {
    handlePainted(pane) {
      if (isReported) return;
      painted.add(pane);
      check(false);
    },
  };
}
