// Many clients that ask at a steady rate, whatever the answers take: what scripts and status bars do to an app all day.
import { setTimeout as delay } from 'node:timers/promises';
import { ControlClient } from '../../cli/control-client.ts';
import type { ControlMethod, ControlMethods } from '../../electron/control/protocol.ts';

export interface Load {
  readonly socketPath: string;
  readonly token: string;
  readonly clients: number;
  /** Of all clients together. */
  readonly requestsPerSecond: number;
  readonly seconds: number;
}

export interface LoadReport {
  readonly asked: number;
  readonly answered: number;
  /** What went wrong, each once. */
  readonly errors: readonly string[];
  /** Milliseconds from asking to the answer, ascending. */
  readonly latenciesMs: readonly number[];
}

const tickMs = 5;
const answerLimitMs = 60_000;

type Call = { [M in ControlMethod]: [method: M, params: ControlMethods[M]['params']] }[ControlMethod];

/** In turn; what is asked often in life is here more often. */
const calls: readonly Call[] = [
  ['hello', {}],
  ['ls', {}],
  ['status', {}],
  ['ls', {}],
  ['timeline', {}],
  ['hello', {}],
  ['execute', { name: 'focus', params: { target: 'p1' } }],
  ['ls', {}],
  ['send', { pane: 'p1', text: 'x' }],
  ['wait', { pane: 'p1', idleMs: 0, timeoutMs: 10_000 }],
];

/** A screen is made for it each time, in the worker: nobody asks for that a hundred times a second. */
const capture: Call = ['capture', { pane: 'p1', scrollback: false, ansi: false }];
const callsPerCapture = 50;

/** Resolves when everything is answered. The workspace has a pane p1. */
export async function runLoad({
  socketPath,
  token,
  clients,
  requestsPerSecond,
  seconds,
}: Load): Promise<LoadReport> {
  const open = await Promise.all(
    Array.from({ length: clients }, () => ControlClient.open(socketPath, token)),
  );
  const total = Math.round(requestsPerSecond * seconds);
  const errors = new Set<string>();
  const latenciesMs: number[] = [];
  const underWay: Promise<void>[] = [];
  const start = performance.now();

  const ask = async (index: number): Promise<void> => {
    const client = open[index % clients];
    const call = index % callsPerCapture === 0 ? capture : calls[index % calls.length];
    if (client === undefined || call === undefined) throw new Error('no client, or nothing to ask');
    const since = performance.now();
    try {
      await client.request(call[0], call[1], { timeoutMs: answerLimitMs });
      latenciesMs.push(performance.now() - since);
    } catch (error) {
      errors.add(`${call[0]}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  for (let asked = 0; asked < total; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - start) * requestsPerSecond) / 1000));
    for (; asked < due; asked++) underWay.push(ask(asked));
    await delay(tickMs);
  }
  await Promise.all(underWay);
  for (const client of open) client.close();
  latenciesMs.sort((a, b) => a - b);
  return { asked: total, answered: latenciesMs.length, errors: [...errors], latenciesMs };
}

/** Of ascending values; `share` between 0 and 1. */
export function percentile(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}
