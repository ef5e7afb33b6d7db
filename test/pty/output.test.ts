import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { shellSpec, startPty } from './pty-harness.ts';

const MEGABYTE = 1024 * 1024;

it('should deliver every byte that was printed just before the exit, fifty times in a row', async () => {
  const script = `stty -opost; head -c ${MEGABYTE} /dev/zero | tr '\\0' x; printf end`;
  for (let round = 0; round < 50; round += 1) {
    const running = await startPty(shellSpec(script));
    await running.exited;
    const bytes = running.output();
    expect(bytes.length).toBe(MEGABYTE + 3);
    expect(bytes.subarray(-3).toString()).toBe('end');
  }
});

it('should deliver bytes as they are, whether or not they are text', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const octal = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  const running = await startPty(shellSpec(`stty -opost; printf '${octal}'`));
  await running.exited;
  expect(running.output()).toEqual(bytes);
});

it('should hold back output while paused, and lose none of it', async () => {
  const running = await startPty(
    shellSpec(`printf READ; read line; head -c ${MEGABYTE} /dev/zero | tr "\\0" y`),
  );
  await running.printed(/READ/);
  running.pty.pause();
  running.pty.write('\n');
  // The writer is stuck while nobody reads: it is still there when asked.
  const before = running.output().length;
  expect(await running.pty.cwd()).toBe('/');
  expect(running.output().length - before).toBeLessThan(256 * 1024);
  running.pty.resume();
  await running.exited;
  const text = running.output().toString();
  expect(text.replaceAll(/[^y]/g, '').length).toBe(MEGABYTE);
});

it('should tell the exit of a paused process only after it was resumed and read', async () => {
  const running = await startPty(shellSpec('printf ready; read line; printf last-words'));
  await running.printed(/ready/);
  let told = false;
  void running.exited.then(() => {
    told = true;
  });
  running.pty.pause();
  running.pty.write('\n');
  // Another process that ends later is told of: the first one's end has come by as well.
  await (await startPty(shellSpec('sleep 0.2'))).exited;
  expect(told).toBe(false);
  running.pty.resume();
  expect(await running.exited).toEqual({ exitCode: 0, signal: null });
  expect(running.output().toString()).toMatch(/last-words$/);
});

it('should end although a background job goes on printing', async () => {
  const running = await startPty(shellSpec('trap "" HUP; yes background & printf started; exec true'));
  expect(await running.exited).toEqual({ exitCode: 0, signal: null });
  expect(running.output().toString()).toContain('started');
});

it('should not lose or reorder a large paste that the program reads slowly', async () => {
  const paste = Buffer.alloc(3 * MEGABYTE, 'the quick brown fox\n');
  const running = await startPty(
    shellSpec(`stty -echo raw; printf ready; head -c ${paste.length} | sha256sum`),
  );
  await running.printed(/ready/);
  running.pty.write(paste);
  await running.exited;
  expect(running.output().toString()).toContain(createHash('sha256').update(paste).digest('hex'));
});

it('should stay quiet and harmless after being closed', async () => {
  const running = await startPty(shellSpec('printf ready; sleep 60'));
  await running.printed(/ready/);
  running.pty.close();
  running.pty.close();
  running.pty.resize(10, 10);
  running.pty.pause();
  running.pty.resume();
  running.pty.write('x');
});
