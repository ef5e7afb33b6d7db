// What a check has found, and the three ways to say it.
import type { Cli } from '../cli.ts';

export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly found: string;
  /** What to do; null where nothing is to be done. */
  readonly mend: string | null;
}

export type Check = (cli: Cli) => Promise<Omit<Finding, 'check'>>;

export const ok = (found: string) => ({ state: 'ok', found, mend: null }) as const;
export const warning = (found: string, mend: string) => ({ state: 'warning', found, mend }) as const;
export const wrong = (found: string, mend: string) => ({ state: 'wrong', found, mend }) as const;
