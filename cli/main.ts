// Entry of the `everpane` command: runs the program that lies beside it. The build compiles that once and keeps what V8 made
// of it (scripts/build/code-cache.mjs), because compiling takes longer than what most commands do. V8 itself refuses what
// another version or other flags made; then, and without it, the program is compiled as any other.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { runProcess } from './run-process.ts';

interface Program {
  runProcess: typeof runProcess;
}

/** What the program's text is an expression for. */
type MakeProgram = (exports: object, require: NodeJS.Require, filename: string, dirname: string) => void;

void loadProgram(join(__dirname, 'program.js')).runProcess();

function loadProgram(filename: string): Program {
  const cachedData = readIfThere(join(dirname(filename), 'program.cache')) ?? undefined;
  // One byte a character: the build sees to it that there are no others.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  const makeProgram = script.runInThisContext() as MakeProgram;
  const exports = {};
  // Of this file, which lies in the same directory; Node takes its time to make another one.
  makeProgram(exports, require, filename, dirname(filename));
  return exports as Program;
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
