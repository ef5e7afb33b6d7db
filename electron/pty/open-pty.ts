// Starts a process on a terminal, or says why not. The only way in: everything that may be wrong with a program, a
// directory or a size is settled here, before anything is forked.
import { clampSize } from '../../shared/stream.ts';
import { guardDescriptors } from './descriptor-guard.ts';
import { forkPty } from './native.ts';
import { findExecutable } from './shell.ts';
import { nearestDirectory } from './start-directory.ts';
import type { OpenPtyResult, PtySpec, SpawnFailure } from './types.ts';
import { UnixPty } from './unix-pty.ts';

/** Resolves as soon as the process exists; reading begins with the first onData listener. Never rejects. */
export async function openPty(spec: PtySpec): Promise<OpenPtyResult> {
  const executable = findExecutable(spec.file, spec.env.PATH ?? '');
  if (executable.kind !== 'found') {
    return { kind: 'failed', reason: explain(executable.kind, spec.file) };
  }
  const cwd = await nearestDirectory(spec.cwd);
  try {
    const pty = start(spec, executable.path, cwd);
    return { kind: 'spawned', pty, cwd, ...(cwd === spec.cwd ? {} : { cwdFallbackFrom: spec.cwd }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      kind: 'failed',
      reason: { kind: 'system', file: spec.file, message: `${spec.file} did not start: ${message}` },
    };
  }
}

function explain(kind: 'not-found' | 'not-executable', file: string): SpawnFailure {
  return kind === 'not-found'
    ? { kind, file, message: `${file} is not there` }
    : { kind, file, message: `${file} is not a program that may be run` };
}

function start(spec: PtySpec, path: string, cwd: string): UnixPty {
  const env = { ...spec.env, PWD: cwd };
  const { file, args, around } = guardDescriptors({ file: path, args: spec.args, env });
  let pty: UnixPty | undefined;
  const forked = around(() =>
    forkPty({
      file,
      args,
      cwd,
      env,
      ...clampSize(spec),
      onExit: (exitCode, signal) => pty?.handleExit(exitCode, signal),
    }),
  );
  pty = new UnixPty(forked);
  // Once more with its size in pixels, which a fork does not take.
  pty.resize(spec.cols, spec.rows);
  return pty;
}
