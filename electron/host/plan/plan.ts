// What planning a command means: a pure step from the workspace and a validated command to the records that carry it
// out, or to the reason why not. Nothing is started or ended here; the host reacts to the records.
import type { CommandError } from '../../../shared/commands.ts';
import type { PaneProgram } from '../../../shared/model.ts';
import type { DurableRecord } from '../../../shared/records.ts';

export type Plan<Value = null> =
  | { readonly kind: 'planned'; readonly records: readonly DurableRecord[]; readonly value: Value }
  | { readonly kind: 'refused'; readonly error: CommandError };

export interface ProfileProgram extends Pick<PaneProgram, 'shell' | 'args' | 'env'> {
  /** Absolute; null: wherever a pane without a profile would start. */
  readonly cwd: string | null;
}

/** What a plan may know beside the workspace. */
export interface PlanContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Where panes start when nothing says otherwise: the user's home. */
  readonly defaultCwd: string;
  /** What a plain pane runs, by the configuration. */
  readonly defaultProgram: Pick<PaneProgram, 'shell' | 'args'>;
  /** What panes of a profile run; null if there is no such profile. */
  profileOf(name: string): ProfileProgram | null;
  /** The profile of panes that are asked for without one; null: none. */
  readonly defaultProfile: string | null;
  /** Size for panes that no view has measured yet. */
  readonly defaultSize: { readonly cols: number; readonly rows: number };
}

export function planned(records: readonly DurableRecord[]): Plan;
export function planned<Value>(records: readonly DurableRecord[], value: Value): Plan<Value>;
export function planned<Value>(records: readonly DurableRecord[], value?: Value): Plan<Value | null> {
  return { kind: 'planned', records, value: value ?? null };
}

export function refused(
  code: CommandError['code'],
  message: string,
): { kind: 'refused'; error: CommandError } {
  return { kind: 'refused', error: { code, message } };
}

export const notFound = (id: string) =>
  refused('not-found', `there is no ${id}; 'everpane ls' shows what there is`);
