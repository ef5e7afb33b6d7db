// A pane as a window that is opened now gets it, its size settled.
import type { WorkspaceHost } from '../../../electron/host/workspace-host.ts';
import type { PaneId } from '../../../shared/ids.ts';
import type { ViewState } from '../../../shared/snapshot.ts';
import { TestClient } from '../../support/test-host.ts';

export async function viewOf(
  host: WorkspaceHost,
  pane: PaneId,
  size: { readonly cols: number; readonly rows: number } = { cols: 80, rows: 24 },
): Promise<ViewState> {
  const client = new TestClient();
  host.connect(client.port, 'o1');
  const found = () =>
    client.received.flatMap((message) => (message.kind === 'attached' ? [message.view] : []))[1];
  // The first window of a start may get a screen that was made before its size was known, and then the resize.
  for (const attachment of [1, 2]) {
    client.say({ kind: 'attach', attachment, pane, ...size });
    await client.until((messages) =>
      messages.some((message) => message.kind === 'attached' && message.attachment === attachment),
    );
    client.say({ kind: 'detach', attachment });
  }
  client.close();
  const view = found();
  if (view === undefined) throw new Error(`${pane} was not attached`);
  return view;
}
