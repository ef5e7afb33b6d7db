// The public shapes of the pty folder. What is promised here holds on every platform; how it is done is not told.

/** What to start and where. `env` is complete: nothing is inherited beside it. */
export interface PtySpec {
  /** An absolute path, or a name to be found in env.PATH. */
  readonly file: string;
  readonly args: readonly string[];
  /** Where the process starts; when it is gone or unusable, the nearest usable parent is taken and reported. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

export interface PtyExit {
  /** 0..255; 0 when a signal ended the process. */
  readonly exitCode: number;
  /** The number of the signal that ended the process, or null. */
  readonly signal: number | null;
}

/** The process group that has the terminal, when it is not the shell's own. */
export interface ForegroundProcess {
  readonly pid: number;
  /** argv[0] as the process shows it. */
  readonly command: string;
  /** argv[1..]; only as exact as the platform tells. */
  readonly args: readonly string[];
}

export interface PtySubscription {
  dispose(): void;
}

/** A live process on a pseudo terminal. */
export interface Pty {
  readonly pid: number;
  /** Raw bytes, in order; a buffer is the listener's to keep. */
  onData(listener: (bytes: Uint8Array) => void): PtySubscription;
  /** Once, and only after everything the process had printed was delivered (which waits while paused). */
  onExit(listener: (exit: PtyExit) => void): PtySubscription;
  /** Queues input; a string goes as UTF-8. Never blocks, and drops nothing as long as there is a process to read it. */
  write(data: string | Uint8Array): void;
  resize(cols: number, rows: number): void;
  /** Stops reading: the kernel's buffer fills and the process blocks. At most a few reads still arrive. */
  pause(): void;
  resume(): void;
  /** Sends a signal (SIGHUP unless told) to the process group that was started. False when it is gone already. */
  kill(signal?: NodeJS.Signals): boolean;
  /** Lets go of the terminal: no more data or exit events, and the processes on it get SIGHUP. Idempotent. */
  close(): void;
  /** Null when the shell itself is in front, or when the platform does not tell. */
  foreground(): Promise<ForegroundProcess | null>;
  /** A hang-up will not end the started process, because it ignores the signal; false where that cannot be seen. */
  ignoresHangUp(): Promise<boolean>;
  /** The working directory of the started process, or null when the platform does not tell. */
  cwd(): Promise<string | null>;
}

export type OpenPtyResult =
  | {
      readonly kind: 'spawned';
      readonly pty: Pty;
      /** Where it was started. */
      readonly cwd: string;
      /** The directory that was asked for, if another had to be taken. */
      readonly cwdFallbackFrom?: string;
    }
  | { readonly kind: 'failed'; readonly reason: SpawnFailure };

/** Why nothing was started; `message` is one plain sentence for a person. */
export type SpawnFailure =
  | { readonly kind: 'not-found'; readonly file: string; readonly message: string }
  | { readonly kind: 'not-executable'; readonly file: string; readonly message: string }
  | { readonly kind: 'system'; readonly file: string; readonly message: string };
