// Waiting for something to happen in a pane: text, quiet, the end of its process. Event-driven; the text is looked at
// when output came, at most so often, in a screen that follows the pane.
import type { StreamEntry } from '../../shared/stream.ts';
import type { HostPane } from './pane.ts';
import { PatternTooSlowError } from './search.ts';
import type { WaitCondition, WaitOutcome } from './types.ts';

/** Output is looked at this long after it came, so that a flood is looked at in pieces. */
const lookEveryMs = 30;

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export function waitFor(
  pane: HostPane,
  condition: WaitCondition,
  options: WaitOptions,
): Promise<WaitOutcome> {
  return new Promise((resolve, reject) => {
    const cleanups: (() => void)[] = [];
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      for (const cleanup of cleanups) cleanup();
      settle();
    };
    const finish = (outcome: WaitOutcome) => end(() => resolve(outcome));
    const fail = (cause: unknown) => end(() => reject(cause));

    if (options.signal?.aborted === true) {
      resolve({ kind: 'gone' });
      return;
    }
    if (condition.kind === 'exit' && !pane.isLive) {
      resolve({ kind: 'met' });
      return;
    }
    const timeout = setTimeout(() => finish({ kind: 'timeout' }), options.timeoutMs);
    cleanups.push(() => clearTimeout(timeout));
    const abort = () => finish({ kind: 'gone' });
    options.signal?.addEventListener('abort', abort);
    cleanups.push(() => options.signal?.removeEventListener('abort', abort));
    const gone = () => finish({ kind: condition.kind === 'exit' ? 'met' : 'gone' });
    cleanups.push(pane.observe({ onGone: gone }));

    switch (condition.kind) {
      case 'exit':
        cleanups.push(pane.observe({ onExit: () => finish({ kind: 'met' }) }));
        break;
      case 'idle':
        cleanups.push(watchIdle(pane, condition.ms, () => finish({ kind: 'met' })));
        break;
      case 'text':
        cleanups.push(watchText(pane, condition.pattern, () => finish({ kind: 'met' }), fail));
        break;
    }
  });
}

function watchIdle(pane: HostPane, ms: number, met: () => void): () => void {
  const begun = performance.now();
  let timer: NodeJS.Timeout | null = null;
  /** A program that runs may be about to print; where none does, there is nothing to wait for. */
  const quietSince = (): number | null => {
    const isSilent = !pane.isLive && pane.starting === null;
    return pane.lastOutputAt ?? (isSilent ? begun : null);
  };
  const arm = () => {
    const since = quietSince();
    if (timer !== null || since === null) return;
    timer = setTimeout(
      () => {
        timer = null;
        const last = quietSince();
        // Timers may fire a little early; the next one waits for the rest.
        if (last !== null && performance.now() - last >= ms) met();
        else arm();
      },
      Math.max(1, since + ms - performance.now()),
    );
  };
  arm();
  const onEntry = (entry: StreamEntry): void => {
    if (entry.kind === 'output') arm();
  };
  const stop = pane.observe({ onEntry, onExit: arm });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}

function watchText(
  pane: HostPane,
  pattern: RegExp,
  met: () => void,
  fail: (cause: unknown) => void,
): () => void {
  const { follower, release } = pane.follow();
  let isLooking = false;
  let isStale = false;
  let timer: NodeJS.Timeout | null = null;
  const look = () => {
    timer = null;
    isLooking = true;
    isStale = false;
    follower.matches(pattern).then((found) => {
      isLooking = false;
      if (found.kind === 'too-slow') fail(new PatternTooSlowError(pattern, pane.id));
      else if (found.value) met();
      else if (isStale) schedule();
    }, fail);
  };
  const schedule = () => {
    if (isLooking) isStale = true;
    else timer ??= setTimeout(look, lookEveryMs);
  };
  look();
  const stop = pane.observe({ onEntry: schedule });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
    void release();
  };
}
