import { describe, expect, it } from 'vitest';
import { GracefulEnd } from '../../electron/app/graceful-end.ts';

function recorded(shutDown: (reason: string) => Promise<void>, limitMs = 10_000) {
  const exits: number[] = [];
  const said: string[] = [];
  const end = new GracefulEnd({
    shutDown,
    exit: (code) => exits.push(code),
    say: (message) => said.push(message),
    limitMs,
  });
  return { end, exits, said };
}

describe('GracefulEnd', () => {
  it('should exit once, after the shutdown, however often it is asked', async () => {
    const order: string[] = [];
    const { end, exits, said } = recorded(async (reason) => {
      await Promise.resolve();
      order.push(`shut down for ${reason}`);
    });
    expect(end.hasBegun).toBe(false);
    await Promise.all([end.begin('SIGTERM'), end.begin('quit'), end.begin('SIGTERM')]);
    await end.begin('again');
    expect(order).toEqual(['shut down for SIGTERM']);
    expect(exits).toEqual([0]);
    expect(said).toEqual([]);
  });

  it('should not wait for ever for a disk that hangs', async () => {
    const { end, exits, said } = recorded(() => new Promise(() => undefined), 20);
    await end.begin('SIGTERM');
    expect(exits).toEqual([1]);
    expect(said).toEqual([expect.stringContaining('ending without the last save')]);
  });

  it('should exit with a failure that it tells', async () => {
    const { end, exits, said } = recorded(() => Promise.reject(new Error('no disk')));
    await end.begin('quit');
    expect(exits).toEqual([1]);
    expect(said).toEqual([expect.stringContaining('no disk')]);
  });
});
