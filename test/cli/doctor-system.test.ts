// What doctor finds of systems that are not as they should be: an older Node, and a kernel that keeps user namespaces from programs.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { chmod, chown, cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../cli/doctor/finding.ts';
import { CliHarness } from '../support/cli-harness.ts';
import { checkout, readRuntimeRecord } from '../support/runtime-record.ts';
import { asUnprivilegedUser, runsAsRoot } from '../support/unprivileged-user.ts';

/** Its Node can be older than any that may run the command line. */
const { electronPath } = readRuntimeRecord();

function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const [file = '', ...rest] = args;
  return spawn(file, rest, { env, cwd: '/', stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
}

/** What it says; if that is nothing, it fails with what went wrong. */
async function outputOf({ stdout, stderr }: ChildProcess): Promise<string> {
  if (stdout === null || stderr === null) throw new Error('it was started without pipes');
  const [output, errors] = await Promise.all([text(stdout), text(stderr)]);
  if (output === '') throw new Error(`it said nothing: ${errors}`);
  return output;
}

async function findingOf(child: ChildProcess, check: string): Promise<Finding | undefined> {
  return (JSON.parse(await outputOf(child)) as Finding[]).find((found) => found.check === check);
}

describe('doctor on an older Node', () => {
  it('should say which one is needed, and do all else', async ({ skip }) => {
    const cli = await CliHarness.create();
    const env = { ...cli.env, ELECTRON_RUN_AS_NODE: '1' };
    const node = (await outputOf(start([electronPath, '-p', 'process.versions.node'], env))).trim();
    if (!(Number.parseInt(node, 10) < 20)) return skip(`the runtime's Node is ${node}`);
    const everpane = [electronPath, join(checkout, 'bin', 'everpane')];
    expect(await findingOf(start([...everpane, 'doctor', '--json'], env), 'version')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining(`Node ${node},`),
      mend: 'install Node 20 or newer',
    });
    expect(await outputOf(start([...everpane, 'config', 'get', 'font.size'], env))).toBe('13\n');
  });
});

describe.skipIf(process.platform !== 'linux' || !runsAsRoot())(
  'doctor where no namespaces are to be had',
  () => {
    it('should name the setting and the mend, which then is one', async () => {
      const cli = await CliHarness.create();
      // Another user reads all of this.
      for (const dir of [cli.dir, tmpdir()]) await chmod(dir, (await stat(dir)).mode | 0o111);
      const out = join(cli.dir, 'app', 'out');
      await mkdir(out, { recursive: true });
      await cp(join(checkout, 'out', 'cli'), join(out, 'cli'), { recursive: true });
      await cp(join(checkout, 'node_modules', '@node-rs'), join(cli.dir, 'app', 'node_modules', '@node-rs'), {
        recursive: true,
        dereference: true,
      });
      await writeFile(
        join(out, 'runtime.json'),
        JSON.stringify({ electronPath: join(out, 'electron'), appPath: out }),
      );
      const doctor = () =>
        findingOf(
          withoutNamespaces([join(out, 'cli', 'everpane.cjs'), 'doctor', '--json'], cli.env),
          'sandbox',
        );
      const helper = join(out, 'chrome-sandbox');
      const mend = `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
      const refusal = {
        state: 'wrong',
        found: expect.stringContaining('(user.max_user_namespaces is 0)'),
        mend,
      };
      expect(await doctor()).toMatchObject(refusal);
      await writeFile(helper, '');
      expect(await doctor()).toMatchObject(refusal);
      await chown(helper, 0, 0);
      await chmod(helper, 0o4755);
      expect(await doctor()).toMatchObject({ state: 'ok', found: 'on', mend: null });
    });

    it('should be right in that: no program there gets one', async () => {
      const cli = await CliHarness.create();
      const script =
        'const { status } = require("child_process").spawnSync("unshare", ["--user", "true"]); console.log(status)';
      expect(await outputOf(withoutNamespaces(['-e', script], cli.env))).toBe('1\n');
    });
  },
);

/** Node as an ordinary user in a namespace of its own, in which the kernel's own limit lets nobody make another one. */
function withoutNamespaces(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const script = 'echo here >&3; read go; echo 0 >/proc/sys/user/max_user_namespaces && exec "$@" 3>&-';
  const program = [...asUnprivilegedUser(), process.execPath, ...args];
  const child = start(['unshare', '--user', '--keep-caps', 'sh', '-c', script, 'sh', ...program], env);
  void mapUsers(child);
  return child;
}

/**
 * Every user stands for itself, which only somebody outside of the namespace may say, and not while its first program is being
 * loaded: that would lose what it may do.
 */
async function mapUsers({ pid, stdin, stdio }: ChildProcess): Promise<void> {
  const said = stdio[3] as Readable;
  await once(said, 'data');
  for (const map of ['uid_map', 'gid_map']) writeFileSync(`/proc/${pid}/${map}`, '0 0 65536');
  stdin?.end('go\n');
}
