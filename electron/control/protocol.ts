// What is said on the control socket, as types and numbers. One request is one line of JSON, {v, id, token, method,
// params}; one answer is one line, {id, ok: true, result} or {id, ok: false, error: {code, message}}. Answers may come in
// another order than the requests: `id` pairs them. Server and client derive from this file; it knows neither.
import type { CommandError } from '../../shared/commands.ts';
import type { AppStatus, TimelineEntry } from '../../shared/status.ts';
import type { TreeJson } from '../../shared/tree.ts';
import type { Capture, SearchHit, WaitOutcome } from '../host/types.ts';

export const controlVersion = 1;

/** Longest request line, without its newline. Answers have no bound: they are sent piece by piece, as fast as the peer reads. */
export const maxRequestBytes = 1024 * 1024;

/** Of a file that is moved through the socket: its longest piece, which as base64 fits into a request, and its size. */
export const maxPieceBytes = 512 * 1024;
export const maxFileBytes = 512 * 1024 * 1024;

/** Longest `wait`. */
export const maxWaitMs = 7 * 24 * 60 * 60 * 1000;

export interface ExecuteAnswer {
  /** What the command made: see `CommandResults`. */
  readonly value: unknown;
  /** The command is done, and not durable. */
  readonly warning: string | null;
}

export interface SendParams {
  readonly pane: string;
  /** Sanitised as a paste is. */
  readonly text?: string;
  /** Names such as `C-c`, `Up`, `M-x`, typed after the text. */
  readonly keys?: readonly string[];
  /** Enter, last of all. */
  readonly enter?: boolean;
}

/** Exactly one of `text` (an ECMAScript regular expression), `idleMs` and `exit`. */
export interface WaitParams {
  readonly pane: string;
  readonly text?: string;
  readonly idleMs?: number;
  readonly exit?: true;
  readonly timeoutMs: number;
}

/** Method -> what it takes and what it answers. */
export interface ControlMethods {
  hello: { params: object; answer: { readonly version: string; readonly pid: number } };
  ls: { params: object; answer: TreeJson };
  status: { params: object; answer: AppStatus };
  execute: { params: { readonly name: string; readonly params: unknown }; answer: ExecuteAnswer };
  send: { params: SendParams; answer: null };
  capture: {
    params: { readonly pane: string; readonly scrollback: boolean; readonly ansi: boolean };
    answer: Capture;
  };
  wait: { params: WaitParams; answer: WaitOutcome };
  /** `pattern`: an ECMAScript regular expression, flags m and u. */
  search: { params: { readonly pattern: string }; answer: readonly SearchHit[] };
  /** Answers when everything before it is durable. */
  flush: { params: object; answer: { readonly lsn: number } };
  checkpoint: { params: object; answer: { readonly lsn: number } };
  timeline: { params: object; answer: readonly TimelineEntry[] };
  restore: { params: { readonly id: string; readonly replace: boolean }; answer: null };
  /** The workspace as a file of so many bytes, to be fetched with `transfer-read` on the same connection. */
  export: { params: object; answer: { readonly transfer: string; readonly bytes: number } };
  /** A piece of it, as base64, of at most `maxPieceBytes`. */
  'transfer-read': {
    params: { readonly transfer: string; readonly offset: number };
    answer: { readonly data: string };
  };
  /** Names a file that is brought with `transfer-write`, piece by piece, on the same connection. */
  'transfer-begin': { params: object; answer: { readonly transfer: string } };
  'transfer-write': { params: { readonly transfer: string; readonly data: string }; answer: null };
  /** Takes the file that was brought: its sessions, beside what is there. */
  import: { params: { readonly transfer: string }; answer: { readonly sessions: readonly string[] } };
  /** Answers first; `pid` is the process to wait for. */
  quit: { params: object; answer: { readonly pid: number } };
  /** A second start hands over: the app comes to the front. */
  activate: { params: object; answer: null };
}

export type ControlMethod = keyof ControlMethods;

export type ControlErrorCode =
  | CommandError['code']
  /** The line is no request of this protocol; the connection ends. */
  | 'malformed'
  | 'too-large'
  | 'unsupported-version'
  | 'unauthorized'
  | 'unknown-method'
  | 'cancelled';

export interface ControlRequest {
  readonly v: number;
  readonly id: number;
  readonly token: string;
  readonly method: string;
  readonly params: unknown;
}

export interface ControlError {
  readonly code: ControlErrorCode;
  readonly message: string;
}

/** `id` is null when the request could not be understood far enough to tell. */
export type ControlResponse =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number | null; readonly ok: false; readonly error: ControlError };
