// Clients that hang, flood, lie or go away: each may hurt itself, none the others.
import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { maxRequestBytes } from '../../electron/control/protocol.ts';
import { serveHost, type Wire } from './wire.ts';

/** After these nothing more is read. */
const endings = new Set(['malformed', 'too-large', 'unsupported-version', 'unauthorized']);

/** EVERPANE_FUZZ_FRAMES asks for more. */
const fuzzFrames = Number(process.env.EVERPANE_FUZZ_FRAMES ?? 10_000);

const expectService = async (wire: () => Promise<Wire>) => {
  const client = await wire();
  expect((await client.call('ls')).ok).toBe(true);
  client.socket.destroy();
};

describe('rubbish', () => {
  it.each([
    ['bytes of no encoding', randomBytes(4096)],
    ['a line that is no JSON', 'GET / HTTP/1.1\r\n\r\n'],
    ['JSON that is no request', '[1,2,3]\n'],
    ['a request without a token', '{"v":1,"id":1,"method":"ls"}\n'],
    ['deep nesting', `${'['.repeat(100_000)}\n`],
  ])('should answer %s with an error, close, and serve others', async (_name, bytes) => {
    const { wire } = await serveHost();
    const client = await wire();
    client.socket.write(bytes);
    if (typeof bytes !== 'string') client.socket.write('\n');
    expect((await client.read())?.error?.code).toBe('malformed');
    await client.closed;
    await expectService(wire);
  });

  it('should say which version it speaks to a client of another one', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    const { id, error } = await client.call('ls', {}, { v: 99, id: 7 });
    expect({ id, code: error?.code }).toEqual({ id: 7, code: 'unsupported-version' });
    await client.closed;
  });

  it('should answer wrong methods and parameters and stay open', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    expect((await client.call('toString')).error?.code).toBe('unknown-method');
    expect((await client.call('ls', { extra: 1 })).error?.code).toBe('invalid');
    expect((await client.call('ls', null)).error?.code).toBe('invalid');
    expect((await client.call('capture', { pane: '../p1' })).error?.code).toBe('invalid');
    expect((await client.call('ls')).ok).toBe(true);
  });

  it('should refuse a piece of a file that is no base64, and take the next one', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    const { transfer } = (await client.call('transfer-begin')).result as { transfer: string };
    for (const data of ['a', 'aGk', 'aG k=', 'a*k=', '====', 'aGk=aGk=', 7]) {
      expect((await client.call('transfer-write', { transfer, data })).error?.code).toBe('invalid');
    }
    expect((await client.call('transfer-write', { transfer, data: 'aGk=' })).ok).toBe(true);
    expect((await client.call('import', { transfer })).result).toEqual({ sessions: ['s2'] });
  });

  it('should refuse a line past the limit before it has ended', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    client.socket.write('x'.repeat(maxRequestBytes + 1));
    expect((await client.read())?.error?.code).toBe('too-large');
    await client.closed;
    await expectService(wire);
  });

  it('should take a line of exactly the limit', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    const empty = client.line('ls', { pad: '' }, { id: 1 });
    const pad = 'x'.repeat(maxRequestBytes - (empty.length - 1));
    // Too many parameters, but not too many bytes.
    expect((await client.call('ls', { pad }, { id: 1 })).error?.code).toBe('invalid');
  });

  it(
    `should outlive ${fuzzFrames} frames of fuzz`,
    async () => {
      const { host, wire } = await serveHost();
      const first = await wire();
      const valid = [
        first.line('ls'),
        first.line('capture', { pane: 'p1', scrollback: true, ansi: false }),
        first.line('wait', { pane: 'p1', text: 'x', timeoutMs: 1 }),
        first.line('execute', { name: 'pane.zoom', params: { pane: 'p1' } }),
        first.line('send', { pane: 'p1', text: 'a', keys: ['C-c'], enter: true }),
        first.line('transfer-write', { transfer: 'none', data: 'aGk=' }),
        first.line('import', { transfer: 'none' }),
      ].map((line) => line.trimEnd());
      let sent = 0;
      let cutOff = 0;
      const fuzz = async (): Promise<void> => {
        let client = await wire();
        while (sent < fuzzFrames) {
          const frame = mutate(valid[sent++ % valid.length] ?? '');
          client.socket.write(`${frame}\n`);
          // Every line is answered; what is no request of the protocol ends the connection.
          const answer = await client.read();
          if (answer === null) throw new Error(`no answer to ${JSON.stringify(frame)}`);
          if (!endings.has(answer.error?.code ?? '')) continue;
          cutOff += 1;
          client.socket.destroy();
          client = await wire();
        }
        client.socket.destroy();
      };
      await Promise.all(Array.from({ length: 8 }, fuzz));
      expect(cutOff).toBeGreaterThan(0);
      expect(cutOff).toBeLessThan(fuzzFrames);
      expect(host.workspace.sessionOrder).toEqual([]);
      expect(host.waiting).toBe(0);
      await expectService(wire);
    },
    60_000 + 5 * fuzzFrames,
  );
});

describe('requests in pieces and in heaps', () => {
  it('should put a request together from single bytes', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    for (const byte of client.line('hello')) client.socket.write(byte);
    expect((await client.read())?.ok).toBe(true);
  });

  it('should answer every one of many requests that came at once', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    const count = 2000;
    client.socket.write(Array.from({ length: count }, () => client.line('hello')).join(''));
    const ids = new Set<number | null>();
    for (let i = 0; i < count; i++) ids.add((await client.read())?.id ?? null);
    expect(ids.size).toBe(count);
  });

  it('should serve a client that only asks while others flood', async () => {
    const { wire } = await serveHost();
    const floods = await Promise.all(Array.from({ length: 8 }, () => wire()));
    let isFlooding = true;
    const flooding = floods.map(async (flood) => {
      while (isFlooding) {
        flood.socket.write(Array.from({ length: 100 }, () => flood.line('ls')).join(''));
        for (let i = 0; i < 100; i++) await flood.read();
      }
    });
    const client = await wire();
    for (let i = 0; i < 50; i++) expect((await client.call('status')).ok).toBe(true);
    isFlooding = false;
    await Promise.all(flooding);
  });

  it('should answer what was asked before the client said that it sends no more', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    client.socket.end(`${client.line('hello')}${client.line('ls')}`);
    expect((await client.read())?.ok).toBe(true);
    expect((await client.read())?.ok).toBe(true);
    expect(await client.read()).toBeNull();
  });

  it('should answer a line without an end with an error when the client sends no more', async () => {
    const { wire } = await serveHost();
    const client = await wire();
    client.socket.end('{"v":1');
    expect((await client.read())?.error?.code).toBe('malformed');
    await client.closed;
  });
});

describe('clients that hang or go', () => {
  const limits = { greetingMs: 40, lineMs: 40, idleMs: 40, stallMs: 40 };

  it('should cut off a client that never asks, and one that goes silent', async () => {
    const { wire } = await serveHost({ limits });
    const [mute, silent] = [await wire(), await wire()];
    await silent.call('hello');
    await Promise.all([mute.closed, silent.closed]);
    await expectService(wire);
  });

  it('should wait for a client that moves a file, and no longer', async () => {
    const { wire } = await serveHost({ limits: { ...limits, greetingMs: 60_000 } });
    const client = await wire();
    const { transfer } = (await client.call('transfer-begin')).result as { transfer: string };
    const pause = async (): Promise<void> => {
      const other = await wire();
      await other.call('hello');
      // It was idle for as long as any may be, and so was the first.
      await other.closed;
    };
    await pause();
    expect((await client.call('transfer-write', { transfer, data: '' })).ok).toBe(true);
    await pause();
    expect((await client.call('import', { transfer })).id).not.toBeNull();
    await client.closed;
    await expectService(wire);
  });

  it('should cut off a client in the middle of a line, even if it keeps asking', async () => {
    const { wire } = await serveHost({ limits: { ...limits, idleMs: 60_000, greetingMs: 60_000 } });
    const client = await wire();
    await client.call('hello');
    client.socket.write('{"v":');
    await client.closed;
    await expectService(wire);
  });

  it('should not hold against a client in the middle of a line that it is not being read', async () => {
    const { host, wire } = await serveHost({ limits: { ...limits, stallMs: 60_000, maxRequests: 1 } });
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    const last = client.line('ls');
    // The one that is under way takes several times as long as a line may, and half a line is there already.
    client.socket.write(
      client.line('wait', { pane: 'p1', text: 'never', timeoutMs: 400 }) +
        client.line('hello') +
        last.slice(0, 20),
    );
    await vi.waitFor(() => expect(host.waiting).toBe(1));
    expect((await client.read())?.result).toEqual({ kind: 'timeout' });
    client.socket.write(last.slice(20));
    expect((await client.read())?.ok).toBe(true);
    expect((await client.read())?.ok).toBe(true);
  });

  it('should cut off a client that does not read its answers', async () => {
    const { host, wire } = await serveHost({ limits: { stallMs: 40 } });
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    await host.send('p1', 'x'.repeat(100).concat('\r').repeat(20_000));
    client.socket.pause();
    const params = { pane: 'p1', scrollback: true, ansi: false };
    for (let i = 0; i < 10; i++) client.socket.write(client.line('capture', params));
    await expectService(wire);
    // Only a closed peer makes a write fail, and that is all that somebody who does not read can see.
    await vi.waitFor(
      () => {
        client.socket.write(client.line('hello'));
        expect(client.socket.destroyed).toBe(true);
      },
      { timeout: 15_000 },
    );
  });

  it('should hold one large answer at most for a client that does not read', async () => {
    const { host, wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    await host.send('p1', 'x'.repeat(100).concat('\r').repeat(20_000));
    const capture = host.capture.bind(host);
    let captures = 0;
    host.capture = (...args) => {
      captures += 1;
      return capture(...args);
    };
    client.socket.pause();
    const params = { pane: 'p1', scrollback: true, ansi: false };
    for (let i = 0; i < 20; i++) client.socket.write(client.line('capture', params));
    await expectService(wire);
    await vi.waitFor(() => expect(captures).toBe(1));
    await expectService(wire);
    expect(captures).toBe(1);
    client.socket.resume();
    for (let i = 0; i < 20; i++) expect((await client.read())?.ok).toBe(true);
    expect(captures).toBe(20);
  });

  it('should keep few clients that do not read', async () => {
    const { host, wire } = await serveHost({ limits: { maxStalled: 2, stallMs: 15_000, lineMs: 200 } });
    const first = await wire();
    await first.call('execute', { name: 'session.create', params: {} });
    await host.send('p1', 'x'.repeat(100).concat('\r').repeat(20_000));
    const clients = [first, await wire(), await wire(), await wire()];
    for (const client of clients) {
      client.socket.pause();
      client.socket.write(client.line('capture', { pane: 'p1', scrollback: true, ansi: false }));
    }
    const gone = () => clients.filter(({ socket }) => socket.destroyed);
    // What is cut off shows itself to who writes.
    await vi.waitFor(
      () => {
        for (const client of clients) if (!client.socket.destroyed) client.socket.write('\n');
        expect(gone()).toHaveLength(2);
      },
      { timeout: 12_000 },
    );
    for (const client of clients.filter(({ socket }) => !socket.destroyed)) {
      client.socket.resume();
      expect((await client.read())?.ok).toBe(true);
    }
  });

  it('should keep a client that waits longer than it may be idle', async () => {
    const { host, wire } = await serveHost({ limits });
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    const answer = await client.call('wait', { pane: 'p1', text: 'never', timeoutMs: 200 });
    expect(answer.result).toEqual({ kind: 'timeout' });
    expect(host.waiting).toBe(0);
  });

  it('should end the waits of a client that has gone', async () => {
    const { host, wire } = await serveHost();
    const client = await wire();
    await client.call('execute', { name: 'session.create', params: {} });
    for (let i = 0; i < 5; i++) {
      client.socket.write(client.line('wait', { pane: 'p1', text: 'never', timeoutMs: 3_600_000 }));
    }
    await vi.waitFor(() => expect(host.waiting).toBe(5));
    client.socket.destroy();
    await vi.waitFor(() => expect(host.waiting).toBe(0));
  });

  it('should let no client have more than its share of requests under way', async () => {
    const { host, wire } = await serveHost({ limits: { maxRequests: 4 } });
    const greedy = await wire();
    await greedy.call('execute', { name: 'session.create', params: {} });
    for (let i = 0; i < 20; i++) {
      greedy.socket.write(greedy.line('wait', { pane: 'p1', text: 'go', timeoutMs: 3_600_000 }));
    }
    const client = await wire();
    await vi.waitFor(() => expect(host.waiting).toBe(4));
    await client.call('hello');
    expect(host.waiting).toBe(4);
    await client.call('send', { pane: 'p1', text: 'go' });
    for (let i = 0; i < 20; i++) expect((await greedy.read())?.result).toEqual({ kind: 'met' });
  });

  it('should survive clients that come and go at any moment', async () => {
    const { wire } = await serveHost();
    for (let i = 0; i < 200; i++) {
      const client = await wire();
      if (i % 3 !== 0) client.socket.write(client.line('ls').slice(0, i));
      client.socket.destroy();
    }
    await expectService(wire);
  });

  it('should serve fifty clients at once', async () => {
    const { wire } = await serveHost();
    const clients = await Promise.all(Array.from({ length: 50 }, () => wire()));
    const answers = await Promise.all(
      clients.flatMap((client) => Array.from({ length: 20 }, () => client.call('ls'))),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
  });

  it('should make room by ending the idlest, and refuse only when all are busy', async () => {
    const { host, wire } = await serveHost({ limits: { maxConnections: 2 } });
    const [first, second] = [await wire(), await wire()];
    await first.call('execute', { name: 'session.create', params: {} });
    await second.call('hello');
    const third = await wire();
    expect((await third.call('hello')).ok).toBe(true);
    await first.closed;
    for (const client of [second, third]) {
      client.socket.write(client.line('wait', { pane: 'p1', text: 'never', timeoutMs: 3_600_000 }));
    }
    await vi.waitFor(() => expect(host.waiting).toBe(2));
    const refused = await wire();
    expect((await refused.read())?.error?.code).toBe('busy');
    await refused.closed;
    expect(host.waiting).toBe(2);
  });
});

/** A valid line with a few of its characters changed, dropped or doubled. */
function mutate(line: string): string {
  const random = (below: number) => Math.floor(Math.random() * below);
  const characters = [...line];
  for (let edits = 1 + random(4); edits > 0; edits--) {
    const at = random(characters.length);
    const replacement = [String.fromCharCode(random(256)), '', '"', '{', '\\u0000', '\n'][random(6)] ?? '';
    characters[at] = replacement;
  }
  return characters.join('');
}
