// Things that happen to a pane while something else is under way in it: whoever comes or goes in between holds nothing back, loses
// no answer and leaves nothing behind.
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../electron/host/workspace-host.ts';
import type { PaneId } from '../../shared/ids.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, TestClient, typeAndSee } from '../support/test-host.ts';

const size = { cols: 80, rows: 24 };

function connect(host: WorkspaceHost): TestClient {
  const client = new TestClient();
  host.connect(client.port, 'o1');
  return client;
}

/** A host with a pane that waits until it is shown. */
async function withDormantPane(): Promise<{ host: WorkspaceHost; pane: PaneId }> {
  const dir = await tempDir();
  const first = await openTestHost({ dir });
  await typeAndSee(first, 'p1', 'echo before', /^before$/mu);
  const { pane } = await runCommand(first, 'window.create', {});
  await typeAndSee(first, pane, 'echo in front', /^in front$/mu);
  await first.shutdown();
  const host = await openTestHost({ dir });
  expect(host.workspace.live.p1).toBeUndefined();
  return { host, pane: 'p1' };
}

/** Whether a program that prints more than any view may be behind gets to its end. */
async function expectUnheld(host: WorkspaceHost, pane: PaneId): Promise<void> {
  await host.send(pane, 'seq 1 200000; echo finished\r');
  const outcome = await host.wait(pane, { kind: 'text', pattern: /^finished$/mu }, { timeoutMs: 20_000 });
  expect(outcome.kind).toBe('met');
}

describe('a view that goes while its pane starts', () => {
  it('should hold nothing back when it was detached', async () => {
    const { host, pane } = await withDormantPane();
    const client = connect(host);
    client.say({ kind: 'attach', attachment: 1, pane, ...size });
    client.say({ kind: 'detach', attachment: 1 });
    await expectUnheld(host, pane);
    expect(host.paneOf(pane)?.screens.isSeen).toBe(false);
  });

  it('should hold nothing back when its window is gone', async () => {
    const { host, pane } = await withDormantPane();
    const client = connect(host);
    client.say({ kind: 'attach', attachment: 1, pane, ...size });
    client.close();
    await expectUnheld(host, pane);
    expect(host.paneOf(pane)?.screens.isSeen).toBe(false);
  });
});
