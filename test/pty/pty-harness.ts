// Real processes on real terminals for the tests of this folder: what they printed, and when they ended. Every pty is
// closed when its test ends.
import { onTestFinished } from 'vitest';
import { openPty } from '../../electron/pty/open-pty.ts';
import type { Pty, PtyExit, PtySpec } from '../../electron/pty/types.ts';

export interface RunningPty {
  readonly pty: Pty;
  readonly exited: Promise<PtyExit>;
  /** Everything printed so far. */
  output(): Buffer;
  /** Resolves with the text as soon as `pattern` has been printed. */
  printed(pattern: RegExp): Promise<string>;
}

export function ptySpec(file: string, args: readonly string[], more: Partial<PtySpec> = {}): PtySpec {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', TERM: 'xterm-256color', LANG: 'C.UTF-8', PS1: '$ ' };
  return { file, args, cwd: '/', env, cols: 80, rows: 24, ...more };
}

export async function startPty(spec: PtySpec): Promise<RunningPty> {
  const opened = await openPty(spec);
  if (opened.kind === 'failed') {
    throw new Error(opened.reason.message);
  }
  const { pty } = opened;
  onTestFinished(() => pty.close());
  return watchPty(pty);
}

export function watchPty(pty: Pty): RunningPty {
  const chunks: Uint8Array[] = [];
  const waiting = new Set<() => void>();
  const output = (): Buffer => Buffer.concat(chunks);
  pty.onData((bytes) => {
    chunks.push(bytes);
    for (const look of waiting) {
      look();
    }
  });
  const exited = new Promise<PtyExit>((resolve) => {
    pty.onExit(resolve);
  });
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const text = output().toString();
        if (pattern.test(text)) {
          waiting.delete(look);
          resolve(text);
        }
      };
      waiting.add(look);
      void exited.then(() => {
        look();
        reject(new Error(`the process ended without printing ${pattern}: ${output().toString()}`));
      });
      look();
    });
  return { pty, exited, output, printed };
}

export function shellSpec(script: string, more: Partial<PtySpec> = {}): PtySpec {
  return ptySpec('/bin/sh', ['-c', script], more);
}
