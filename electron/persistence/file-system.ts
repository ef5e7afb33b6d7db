// The file system as the engine needs it: few operations, each of which a test can fail or cut the power after.
// Invariant: an operation that rejects carries a Node `code`; nothing is durable before datasync() or syncDir() resolved.

/** An open file. Positions are absolute; there is no cursor. */
export interface OpenFile {
  /** Fills `into` from `position`; returns fewer bytes at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes the parts back to back; may write less than asked for and returns how much. */
  writev(parts: readonly Uint8Array[], position: number): Promise<number>;
  /** Contents and size are durable on return; the directory entry is not. After a failure nothing written since the last success is. */
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** A file that a log is written to. */
export interface LogFile extends OpenFile {
  /**
   * As writev(), and what was taken is durable on return, the size included. It says nothing of what was written before
   * without a sync. After a failure nothing written since the last success is durable.
   */
  writevDurably(parts: readonly Uint8Array[], position: number): Promise<number>;
}

export interface FileSystem {
  openForReading(path: string): Promise<OpenFile>;
  /** A new file, 0600, for reading and writing. EEXIST if the name is taken. */
  create(path: string): Promise<OpenFile>;
  /** As create(). */
  createLogFile(path: string): Promise<LogFile>;
  /** An existing file for datasync() and writing. */
  openForWriting(path: string): Promise<OpenFile>;
  /** One level, 0700; an existing directory is fine. Durable with syncDir() of the parent. */
  mkdir(path: string): Promise<void>;
  /** Names in a directory, in no order. */
  list(dir: string): Promise<string[]>;
  /** null when there is nothing of that name. */
  stat(path: string): Promise<{ readonly bytes: number } | null>;
  /** Atomic, replaces. Durable with syncDir(). */
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file. EEXIST if it is taken. */
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Makes the names in `dir` durable as they are now. */
  syncDir(dir: string): Promise<void>;
}
