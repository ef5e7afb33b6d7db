// A real host for tests, under plain Node: real journal, real ptys, real screen worker (the built one), in a directory of
// the test's own; closed before that is removed. A second host on the same directory is a restart.
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openHost } from '../../electron/host/open-host.ts';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import { openPty as openRealPty } from '../../electron/pty/open-pty.ts';
import { openScreenWorker } from '../../electron/screen/open-screen-worker.ts';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  parseCommand,
} from '../../shared/commands.ts';
import { defaultConfig, readConfig } from '../../shared/config.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { ClientMessage, ClientPort, HostMessage } from '../../shared/protocol.ts';
import type { StreamEntry } from '../../shared/stream.ts';
import { checkout } from './runtime-record.ts';

export interface TestHostOptions {
  readonly dir: string;
  /** As in config.toml. */
  readonly config?: Record<string, unknown>;
  /** A screen worker of the test's own. */
  readonly workerPath?: string;
  /** A way of starting programs of the test's own. */
  readonly openPty?: typeof openRealPty;
}

/** As it was built. */
export const builtWorker = join(checkout, 'out', 'main', 'screen-worker.cjs');

export async function openTestHost({
  dir,
  config,
  workerPath = builtWorker,
  openPty = openRealPty,
}: TestHostOptions): Promise<WorkspaceHost> {
  const host = await openHost({
    stateDir: join(dir, 'state'),
    home: dir,
    isHomeChosen: true,
    userHome: dir,
    version: '0.0.0-test',
    config: config === undefined ? defaultConfig : readConfig(config).config,
    environment: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: dir,
      SHELL: '/bin/sh',
      PS1: '$ ',
      LANG: 'C.UTF-8',
    },
    worker: openScreenWorker(workerPath),
    openPty,
    shellIntegration: {
      scriptsDir: join(checkout, 'electron', 'pty', 'integration', 'scripts'),
      nonceDir: join(dir, 'run'),
    },
  });
  onTestFinished(() => host.shutdown());
  return host;
}

/** Runs a command; throws if it is refused. */
export async function runCommand<N extends CommandName>(
  host: WorkspaceHost,
  name: N,
  params: CommandParams<N>,
): Promise<CommandResult<N>> {
  const parsed = parseCommand(name, params);
  if ('code' in parsed) throw new Error(parsed.message);
  const outcome = await host.execute(parsed);
  if (outcome.kind === 'refused') throw new Error(outcome.error.message);
  return outcome.value as CommandResult<N>;
}

/** Types a line at the prompt and waits until `pattern` is there. */
export async function typeAndSee(
  host: WorkspaceHost,
  pane: PaneId,
  line: string,
  pattern: RegExp,
): Promise<void> {
  // What is typed before the prompt is there is echoed before it, and the output then stands behind the prompt.
  await see(host, pane, /[$#]\s*$/u);
  await host.send(pane, `${line}\r`);
  await see(host, pane, pattern);
}

async function see(host: WorkspaceHost, pane: PaneId, pattern: RegExp): Promise<void> {
  const outcome = await host.wait(pane, { kind: 'text', pattern }, { timeoutMs: 30_000 });
  if (outcome.kind !== 'met') throw new Error(`${pattern} did not come: ${outcome.kind}`);
}

export async function textOf(host: WorkspaceHost, pane: PaneId): Promise<string> {
  return (await host.capture(pane, { scrollback: true, ansi: false })).lines.join('\n');
}

/** A renderer's end of a port: what it was sent, and what it says. */
export class TestClient {
  readonly received: HostMessage[] = [];
  #listener: (message: ClientMessage) => void = () => undefined;
  #closed: () => void = () => undefined;
  #waiting: { isMet: (messages: readonly HostMessage[]) => boolean; resolve: () => void }[] = [];

  readonly port: ClientPort = {
    post: (message) => {
      // As a message port would: what arrives is a copy.
      this.received.push(structuredClone(message));
      this.#waiting = this.#waiting.filter(({ isMet, resolve }) => {
        if (!isMet(this.received)) return true;
        resolve();
        return false;
      });
    },
    onMessage: (listener) => {
      this.#listener = listener;
    },
    onClose: (listener) => {
      this.#closed = listener;
    },
    close: () => undefined,
  };

  say(message: ClientMessage): void {
    this.#listener(message);
  }

  close(): void {
    this.#closed();
  }

  until(isMet: (messages: readonly HostMessage[]) => boolean): Promise<void> {
    if (isMet(this.received)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ isMet, resolve });
    });
  }

  /** Everything that was streamed to an attachment. */
  entriesOf(attachment: number): StreamEntry[] {
    return this.received.flatMap((message) =>
      message.kind === 'stream' && message.attachment === attachment ? message.entries : [],
    );
  }

  /** The same as text. */
  streamed(attachment: number): string {
    const decoder = new TextDecoder();
    return this.entriesOf(attachment)
      .map((entry) => (entry.kind === 'output' ? decoder.decode(entry.data, { stream: true }) : ''))
      .join('');
  }
}
