// A start that is not the first of its home hands over to the app that runs there: it asks it, over the control socket, to
// come to the front. Who is first is decided by the journal's lock alone; an app that hangs makes nobody wait for long.
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { LineReader } from '../control/line-reader.ts';
import { type ControlRequest, controlVersion } from '../control/protocol.ts';

export type HandOver =
  /** It runs and has come to the front. */
  | { readonly kind: 'done' }
  /** Nobody listens there. */
  | { readonly kind: 'absent' }
  /** Somebody listens and does not answer, or answers with an error. */
  | { readonly kind: 'silent'; readonly reason: string };

export interface HandOverOptions {
  /** Null: no app has ever listened for this home. */
  readonly socketPath: string | null;
  readonly tokenPath: string;
  readonly limitMs: number;
}

const maxAnswerBytes = 64 * 1024;

/** Never rejects. */
export async function handOver({ socketPath, tokenPath, limitMs }: HandOverOptions): Promise<HandOver> {
  if (socketPath === null) return { kind: 'absent' };
  const token = await readFile(tokenPath, 'utf8').catch(() => null);
  if (token === null) return { kind: 'absent' };
  const request: ControlRequest = {
    v: controlVersion,
    id: 1,
    token: token.trim(),
    method: 'activate',
    params: {},
  };
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const lines = new LineReader(maxAnswerBytes);
    const settle = (outcome: HandOver): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ kind: 'silent', reason: 'it does not answer' }), limitMs);
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.once('error', () => settle({ kind: 'absent' }));
    socket.once('close', () => settle({ kind: 'absent' }));
    socket.on('data', (bytes) => {
      try {
        const [line] = lines.push(bytes);
        if (line !== undefined) settle(judge(line));
      } catch (error) {
        settle({ kind: 'silent', reason: `its answer makes no sense: ${String(error)}` });
      }
    });
  });
}

function judge(line: string): HandOver {
  const answer: unknown = JSON.parse(line);
  const { ok, error } = answer as { ok?: unknown; error?: { code?: unknown } };
  if (ok === true) return { kind: 'done' };
  // It began to listen a moment ago and its token is not written yet: it will be, so asking again is right.
  if (error?.code === 'unauthorized') return { kind: 'absent' };
  return { kind: 'silent', reason: `it answers: ${line.slice(0, 200)}` };
}
