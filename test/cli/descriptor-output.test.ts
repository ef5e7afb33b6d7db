// Output without a stream, into pipes that are full, that do not block, and that nobody reads any more.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { descriptorOutput } from '../../cli/descriptor-output.ts';
import { CliHarness } from '../support/cli-harness.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Several times what a pipe holds. */
const much = 'a line that is read late\n'.repeat(20_000);

describe.runIf(process.platform === 'linux')('output to a descriptor', () => {
  it('should all be out when a write returns, however full a pipe is that does not block', async () => {
    const fifo = join(await tempDir(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    const fd = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    const count = `dd if='${fifo}' bs=1000 count=${much.length / 1000} iflag=fullblock status=none | wc -c`;
    const reader = spawn('sh', ['-c', count], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [read] = await Promise.all([
      once(reader.stdout, 'data'),
      once(reader, 'spawn').then(() => {
        descriptorOutput(fd, () => expect.unreachable()).write(much);
        closeSync(fd);
      }),
    ]);
    expect(Number(read)).toBe(much.length);
    await once(reader, 'close');
  });

  it('should tell that its reader has gone', async () => {
    const fifo = join(await tempDir(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    const reading = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const fd = openSync(fifo, constants.O_WRONLY);
    closeSync(reading);
    let closed = 0;
    descriptorOutput(fd, () => {
      closed += 1;
    }).write('x');
    expect(closed).toBe(1);
    closeSync(fd);
  });

  it('should end a command whose reader has seen enough, without a word', async () => {
    const cli = await CliHarness.create();
    const script = 'set -o pipefail; "$@" help --man 2>&1 | head -c 10 >/dev/null; echo "${PIPESTATUS[0]}"';
    const { stdout, stderr } = await promisify(execFile)(
      'bash',
      ['-c', script, 'bash', process.execPath, join('out', 'cli', 'everpane.cjs')],
      { env: cli.env },
    );
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });
});
