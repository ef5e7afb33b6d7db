// The messages between the host's thread and the emulator worker: structured clones, one answer for every call.

import type { StreamEntry } from '../../shared/stream.ts';
import type { ScreenAnswer, ScreenColors, ScreenJob, TextOptions } from './types.ts';

export type WorkerCall =
  | { readonly kind: 'materialise' | 'view'; readonly job: ScreenJob }
  | {
      readonly kind: 'open';
      readonly key: string;
      readonly job: ScreenJob;
      readonly colors: ScreenColors | null;
    }
  | { readonly kind: 'feed'; readonly key: string; readonly entries: readonly StreamEntry[] }
  | { readonly kind: 'take'; readonly key: string }
  | { readonly kind: 'drop'; readonly key: string }
  | { readonly kind: 'text'; readonly source: string | ScreenJob; readonly options: TextOptions }
  | { readonly kind: 'plain-text'; readonly source: string | ScreenJob }
  | {
      readonly kind: 'matches' | 'search';
      readonly source: string | ScreenJob;
      readonly pattern: RegExp;
    };

export interface WorkerRequest {
  readonly id: number;
  readonly call: WorkerCall;
}

export type WorkerReply =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'unknown-screen'; readonly id: number; readonly key: string }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'answer'; readonly answer: ScreenAnswer };
