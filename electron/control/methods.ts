// What each method of the control socket does, in terms of the host and of the app around it. Knows nothing of sockets;
// what it gets is checked already. Its errors are the ones a client sees.
import { type CommandError, parseCommand } from '../../shared/commands.ts';
import { assertNever } from '../../shared/exhaustive.ts';
import { idNumber, type PaneId } from '../../shared/ids.ts';
import type { Workspace } from '../../shared/model.ts';
import type { AppStatus } from '../../shared/status.ts';
import { treeOf } from '../../shared/tree.ts';
import type { Host, WaitCondition, WaitOutcome } from '../host/types.ts';
import { encodeInput } from './encode-input.ts';
import { type ControlErrorCode, type ControlMethods, maxPieceBytes } from './protocol.ts';
import type { CheckedCall } from './requests.ts';
import type { Transfers } from './transfers.ts';

/** The app around the host, as far as the command line can see it. */
export interface ControlledApp {
  readonly version: string;
  /** Version of the runtime; empty under plain Node. */
  readonly electron: string;
  readonly home: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** A second start hands over: bring a window to the front, opening one if there is none. */
  focusWindow(): void;
  /** Begins the graceful end; returns at once. */
  quit(): void;
}

export interface MethodDependencies {
  readonly host: Host;
  readonly app: ControlledApp;
  eventLoopP99Ms(): number;
  readonly transfers: Transfers;
}

/** A method that did not succeed; `code` goes to the client. */
export class MethodError extends Error {
  readonly code: ControlErrorCode;
  constructor(code: ControlErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Answer {
  readonly result: unknown;
  /** Runs once the answer was handed to the system. */
  readonly afterwards?: () => void;
}

/** Runs a checked call. Rejects with MethodError, or with whatever the host throws. `signal`: the peer has gone. */
export async function runCall(
  dependencies: MethodDependencies,
  call: CheckedCall,
  signal: AbortSignal,
): Promise<Answer> {
  const { host, app, transfers } = dependencies;
  switch (call.method) {
    case 'hello':
      return answer<'hello'>({ version: app.version, pid: process.pid });
    case 'ls':
      return answer<'ls'>(treeOf(host.workspace));
    case 'status':
      return answer<'status'>(statusOf(dependencies));
    case 'execute':
      return execute(host, call.params.name, call.params.params);
    case 'send':
      return send(host, call.params);
    case 'capture':
      return capture(host, call.params);
    case 'wait':
      return wait(host, call.params, signal);
    case 'search':
      return answer<'search'>(await host.search(compile(call.params.pattern), { signal }));
    case 'flush':
      return answer<'flush'>({ lsn: await host.flush() });
    case 'checkpoint':
      await host.checkpoint();
      return answer<'checkpoint'>({ lsn: host.persistence().durableLsn });
    case 'timeline':
      return answer<'timeline'>(host.timeline());
    case 'restore':
      await host.restore(call.params.id, { replace: call.params.replace });
      return answer<'restore'>(null);
    case 'export':
      return answer<'export'>(await exportFile(dependencies, signal));
    case 'transfer-read': {
      const { transfer, offset } = call.params;
      const piece = Buffer.from(transfers.read(transfer, offset, maxPieceBytes));
      return answer<'transfer-read'>({ data: piece.toString('base64') });
    }
    case 'transfer-begin':
      return answer<'transfer-begin'>({ transfer: transfers.begin(signal) });
    case 'transfer-write':
      transfers.append(call.params.transfer, fromBase64(call.params.data));
      return answer<'transfer-write'>(null);
    case 'import':
      return answer<'import'>({
        sessions: await host.importWorkspace(await transfers.take(call.params.transfer)),
      });
    case 'quit':
      return { ...answer<'quit'>({ pid: process.pid }), afterwards: () => app.quit() };
    case 'activate':
      app.focusWindow();
      return answer<'activate'>(null);
    default:
      return assertNever(call);
  }
}

/** What to tell a client about an error. */
export function describeFailure(error: unknown): { code: ControlErrorCode; message: string } {
  if (error instanceof MethodError) return { code: error.code, message: error.message };
  if (error instanceof Error) return { code: codeOf(error), message: error.message };
  return { code: 'failed', message: String(error) };
}

const hostCodes: readonly CommandError['code'][] = ['invalid', 'not-found', 'busy', 'refused', 'failed'];

function codeOf(error: Error): ControlErrorCode {
  if (error.name === 'AbortError') return 'cancelled';
  const code: unknown = 'code' in error ? error.code : undefined;
  return hostCodes.find((known) => known === code) ?? 'failed';
}

function answer<M extends keyof ControlMethods>(result: ControlMethods[M]['answer']): Answer {
  return { result };
}

function statusOf({ host, app, eventLoopP99Ms }: MethodDependencies): AppStatus {
  return {
    pid: process.pid,
    version: app.version,
    electron: app.electron,
    home: app.home,
    uptimeMs: Math.max(0, Date.now() - app.startedAt),
    windows: Object.keys(host.workspace.windows).length,
    persistence: host.persistence(),
    recovery: host.recovery,
    safeMode: host.isSafeMode,
    host: { eventLoopP99Ms: eventLoopP99Ms(), rssBytes: process.memoryUsage.rss() },
  };
}

async function execute(host: Host, name: string, params: unknown): Promise<Answer> {
  const command = parseCommand(name, params);
  if ('code' in command) throw new MethodError(command.code, command.message);
  const outcome = await host.execute(command);
  if (outcome.kind === 'refused') throw new MethodError(outcome.error.code, outcome.error.message);
  return answer<'execute'>({ value: outcome.value, warning: outcome.warning });
}

async function send(host: Host, params: Extract<CheckedCall, { method: 'send' }>['params']): Promise<Answer> {
  const { pane, text, keys, enter } = params;
  const data = encodeInput(
    { ...(text !== undefined && { text }), ...(keys && { keys }), ...(enter !== undefined && { enter }) },
    host.keyModes(pane),
  );
  if (data !== '') await host.send(pane, data);
  return answer<'send'>(null);
}

async function exportFile({ host, transfers }: MethodDependencies, signal: AbortSignal) {
  const parts = await host.exportWorkspace();
  const transfer = transfers.begin(signal);
  for (const part of parts) transfers.append(transfer, part);
  return { transfer, bytes: parts.reduce((sum, part) => sum + part.length, 0) };
}

/** Node skips over what is no base64, and then gives fewer bytes than the text is long for. */
function fromBase64(data: string): Uint8Array {
  const bytes = Buffer.from(data, 'base64');
  if (data.length % 4 !== 0 || bytes.length !== Buffer.byteLength(data, 'base64')) {
    throw new MethodError('invalid', 'transfer-write: data: expected base64');
  }
  return bytes;
}

async function capture(
  host: Host,
  { pane, scrollback, ansi }: Extract<CheckedCall, { method: 'capture' }>['params'],
): Promise<Answer> {
  return answer<'capture'>(await host.capture(pane, { scrollback, ansi }));
}

async function wait(
  host: Host,
  params: Extract<CheckedCall, { method: 'wait' }>['params'],
  signal: AbortSignal,
): Promise<Answer> {
  const condition = conditionOf(params);
  const ended = wasClosed(host.workspace, params.pane) ? closedOutcome(condition) : null;
  const { pane, timeoutMs } = params;
  return answer<'wait'>(ended ?? (await host.wait(pane, condition, { timeoutMs, signal })));
}

/** A shell that exits 0 closes its pane: whoever begins to wait for its end a moment later has not mistyped the id. */
function wasClosed(workspace: Workspace, pane: PaneId): boolean {
  return workspace.panes[pane] === undefined && idNumber(pane) < workspace.next.pane;
}

function closedOutcome(condition: WaitCondition): WaitOutcome {
  return { kind: condition.kind === 'exit' ? 'met' : 'gone' };
}

function conditionOf({ text, idleMs }: { text?: string; idleMs?: number }): WaitCondition {
  if (text !== undefined) return { kind: 'text', pattern: compile(text) };
  return idleMs === undefined ? { kind: 'exit' } : { kind: 'idle', ms: idleMs };
}

function compile(source: string): RegExp {
  try {
    return new RegExp(source, 'mu');
  } catch (error) {
    throw new MethodError('invalid', error instanceof Error ? error.message : String(error));
  }
}
