// Starts the writing child and keeps what it has promised. Invariant: a promise counts once it has been read from the child's
// pipe; the child is dead and reaped when kill() resolves.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

/** Bundles the child once, so that a start costs a tenth of a second. Resolves with the bundle's path. */
export async function bundleChild(intoDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: join(import.meta.dirname, 'writer-child.ts'),
      outDir: intoDir,
      rollupOptions: { external: ['@node-rs/crc32'], output: { entryFileNames: 'child.mjs' } },
    },
  });
  // The one native dependency stays outside the bundle and is looked up from there.
  await symlink(join(import.meta.dirname, '../../../node_modules'), join(intoDir, 'node_modules'));
  return join(intoDir, 'child.mjs');
}

export class WriterChild {
  opened: number | null = null;
  safe = 0;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #errors: string[] = [];
  #waiting: { readonly promises: number; readonly resolve: () => void } | null = null;
  #promises = 0;

  constructor(bundle: string, dir: string, seed: number) {
    this.#child = spawn(process.execPath, [bundle, dir, String(seed)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.#child, 'close');
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error('the child has no pipes');
    createInterface({ input: stdout }).on('line', (line) => this.#hear(line));
    stderr.on('data', (data: Buffer) => this.#errors.push(data.toString()));
    this.#closed.then(() => this.#waiting?.resolve());
  }

  /** Resolves after so many promises, or when the child has ended by itself. */
  async promised(promises: number): Promise<void> {
    if (this.#promises >= promises) return;
    await new Promise<void>((resolve) => {
      this.#waiting = { promises, resolve };
    });
  }

  /** As kill(), for a child that may rightly have met a failing disk and said so. */
  async killed(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }

  /** SIGKILL; resolves when the process is gone and everything that it had said has been heard. */
  async kill(): Promise<void> {
    await this.killed();
    if (this.#errors.length > 0) throw new Error(`the child failed: ${this.#errors.join('')}`);
  }

  #hear(line: string): void {
    const [word, number] = line.split(' ');
    if (word === 'opened') this.opened = Number(number);
    if (word === 'safe') this.safe = Math.max(this.safe, Number(number));
    this.#promises += 1;
    if (this.#waiting !== null && this.#promises >= this.#waiting.promises) this.#waiting.resolve();
  }
}
