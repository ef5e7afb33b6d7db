import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WorkspaceMachine } from '../../electron/host/journal.ts';
import { logConfig } from '../../electron/host/log-config.ts';
import { openLog } from '../../electron/persistence/open-log.ts';
import { defaultConfig } from '../../shared/config.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, TestClient, typeAndSee } from '../support/test-host.ts';

it('should say on the pane that its saved screen cannot be decoded', async () => {
  const dir = await tempDir();
  const first = await openTestHost({ dir });
  await typeAndSee(first, 'p1', 'echo before', /^before$/mu);
  await first.shutdown();
  // Sound to the engine (its checksum is right), and nothing that a screen can be made of.
  const machine = new WorkspaceMachine(dir);
  const { log } = await openLog({ dir: join(dir, 'state'), machine, config: logConfig(defaultConfig) });
  await log.putSnapshot(1, { incarnation: 1, offset: 1 }, new TextEncoder().encode('no screen'));
  await log.close({ checkpoint: true });

  const second = await openTestHost({ dir });
  const client = new TestClient();
  second.connect(client.port, 'o1');
  client.say({ kind: 'attach', attachment: 1, pane: 'p1', cols: 80, rows: 24 });
  await client.until((messages) => messages.some((message) => message.kind === 'attached'));
  const said = client.received.flatMap((message) => (message.kind === 'notice' ? [message.notice] : []));
  expect(said).toEqual([
    {
      level: 'warn',
      pane: 'p1',
      text: expect.stringContaining("This pane's saved screen could not be read"),
    },
  ]);
});
