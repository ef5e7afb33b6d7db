// Where the time of a start goes: marks (User Timing) on the timeline of the process that passes them, main's or a page's.
// A mark costs a microsecond; developer tools, the log of a start and the benchmark of restoring read them.

/** In the order in which a start passes them, as far as it is not at two things at once. */
export type StartStep =
  | 'loaded'
  | 'config-read'
  | 'page-opened'
  | 'journal-read'
  | 'checkpointed'
  | 'shells-started'
  | 'host-open'
  | 'window-shown'
  | 'control-open'
  | 'page-loaded'
  | 'welcomed'
  | 'view-arrived'
  | 'view-written';

declare const performance: { mark(name: string): unknown };

/** What several panes pass is marked several times. */
export function markStart(step: StartStep): void {
  performance.mark(`everpane:${step}`);
}
