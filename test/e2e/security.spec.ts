// Electron's security checklist (docs/tutorial/security), point by point, asked of the real app from inside its page and from a
// window that is none of ours. The sandbox has its own file (sandbox.spec.ts), fuses are in package.spec.ts, what the bridge
// offers in lifecycle.spec.ts.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { AppUnderTest } from '../support/app.ts';
import { expect, test } from '../support/app-fixture.ts';

const startUrl = 'app://everpane/index.html';

test('should give its pages isolation and nothing of Node (2, 3, 6, 8, 9, 10, 11)', async ({ everpane }) => {
  const preferences = await everpane.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const all = contents.getLastWebPreferences();
    const names = [
      ...['contextIsolation', 'nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'],
      ...['webSecurity', 'webviewTag', 'allowRunningInsecureContent', 'experimentalFeatures'],
      ...['enableBlinkFeatures', 'navigateOnDragDrop'],
    ];
    return Object.fromEntries(names.map((name) => [name, all[name] || false]));
  });
  expect(preferences).toEqual({
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: false,
    navigateOnDragDrop: false,
  });
  // Nothing in the page can put itself in the bridge's place.
  const kept = await everpane.page.evaluate(() => {
    const { everpane: bridge } = window as unknown as { everpane: Record<string, unknown> };
    const { quit } = bridge;
    const changed = [Reflect.set(bridge, 'quit', null), Reflect.set(window, 'everpane', null)];
    return { changed, isSame: (window as unknown as { everpane: typeof bridge }).everpane.quit === quit };
  });
  expect(kept).toEqual({ changed: [false, false], isSame: true });
});

test('should load nothing from anywhere else, by whatever means (1, 7, 12, 13, 18)', async ({ everpane }) => {
  const { page } = everpane;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('<script>document.title = "taken"</script>');
  });
  server.on('upgrade', (request, socket) => {
    asked.push(request.url ?? '');
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const reached = await page.evaluate(tryToReach, `127.0.0.1:${port}`);
    expect(reached).toEqual([]);
    // Without the page's own policy: the session refuses as well.
    const bySession = await everpane.app.evaluate(async ({ net }, url) => {
      return net.fetch(url, { bypassCustomProtocolHandlers: true }).then(
        () => 'answered',
        () => 'refused',
      );
    }, `http://127.0.0.1:${port}/session`);
    expect(bySession).toBe('refused');

    for (const leave of [
      `http://127.0.0.1:${port}/go`,
      'file:///etc/passwd',
      'data:text/html,x',
      'app://other/',
    ]) {
      await page.evaluate((url) => {
        location.href = url;
      }, leave);
      await page.evaluate((url) => {
        const link = document.createElement('a');
        Object.assign(link, { href: url, target: '_blank', download: 'x' });
        document.body.append(link);
        link.click();
        link.remove();
      }, leave);
    }
    // What was asked for before this answer has been decided.
    const state = await everpane.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
    );
    expect(state).toEqual([startUrl]);
    expect(page.url()).toBe(startUrl);
    expect(asked).toEqual([]);
    expect(await everpane.cliOutput('ls')).toContain('p1');
  } finally {
    server.close();
  }
});

/** Runs in the page: every way to fetch something; resolves to those that did not fail. */
async function tryToReach(host: string): Promise<string[]> {
  const url = `http://${host}/`;
  const element = (tag: string, properties: object): Promise<boolean> =>
    new Promise<boolean>((resolve) => {
      const made = document.createElement(tag);
      made.onload = () => resolve(true);
      made.onerror = () => resolve(false);
      Object.assign(made, properties);
      document.body.append(made);
    }).catch(() => false);
  const socket = (): Promise<boolean> =>
    new Promise((resolve) => {
      try {
        const made = new WebSocket(`ws://${host}/socket`);
        made.onopen = () => resolve(true);
        made.onerror = () => resolve(false);
      } catch {
        resolve(false);
      }
    });
  const worker = (): Promise<boolean> =>
    new Promise((resolve) => {
      try {
        const made = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        made.onmessage = () => resolve(true);
        made.onerror = () => resolve(false);
      } catch {
        resolve(false);
      }
    });
  const succeeds = (work: () => unknown): Promise<boolean> =>
    Promise.resolve()
      .then(work)
      .then(
        () => true,
        () => false,
      );
  // A debugger's own call may evaluate what the page may not: what comes in a later task is the page's.
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  const ways: Record<string, Promise<boolean>> = {
    fetch: succeeds(() => fetch(`${url}fetch`)),
    file: succeeds(() => fetch('file:///etc/passwd')),
    image: element('img', { src: `${url}image` }),
    script: element('script', { src: `${url}script` }),
    style: element('link', { rel: 'stylesheet', href: `${url}style` }),
    socket: socket(),
    worker: worker(),
    // biome-ignore lint/security/noGlobalEval: the policy must refuse it
    eval: succeeds(() => window.eval('1')),
    function: succeeds(() => new Function('return 1')()),
    inline: succeeds(() => {
      const script = document.createElement('script');
      script.append('window.inlined = true');
      document.body.append(script);
      if (!('inlined' in window)) throw new Error('it did not run');
    }),
    markup: succeeds(() => {
      document.createElement('div').innerHTML = '<b>bold</b>';
    }),
  };
  const frame = document.createElement('iframe');
  frame.src = `${url}frame`;
  document.body.append(frame);
  const results = await Promise.all(
    Object.entries(ways).map(async ([name, way]) => [name, await way] as const),
  );
  return results.filter(([, isReached]) => isReached).map(([name]) => name);
}

test('should grant no permission but those that a terminal needs (5)', async ({ everpane }) => {
  const states = await everpane.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'];
    const queried = names.map(async (name) => {
      const status = await navigator.permissions.query({ name: name as PermissionName });
      return [name, status.state] as const;
    });
    return Object.fromEntries(await Promise.all(queried));
  });
  expect([...new Set(Object.values(states))]).toEqual(['denied']);
});

test('should open outside only what leads to a browser or a mail program (15)', async ({ everpane }) => {
  const urls = [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'vbscript:x',
    'data:text/html,x',
  ];
  const opened = await everpane.page.evaluate(
    (all) =>
      Promise.all(
        all.map((url) =>
          (
            window as unknown as { everpane: { openExternal(url: string): Promise<boolean> } }
          ).everpane.openExternal(url),
        ),
      ),
    [...urls, 'not a url', 'app://everpane/index.html'],
  );
  expect(new Set(opened)).toEqual(new Set([false]));
});

test('should hear no page that is not its own, on any channel (17)', async ({ everpane }) => {
  const answers = await everpane.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    // Electron's own list, so that a channel that is added is asked, too.
    const handled = (ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers;
    const heard = ipcMain
      .eventNames()
      .map(String)
      .filter((name) => name.startsWith('everpane:'));
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false },
    });
    await stranger.loadURL('app://everpane/-/problem?title=x');
    const ask = `(async () => {
      const { ipcRenderer } = require('electron');
      const invoked = [];
      for (const channel of ${JSON.stringify([...handled.keys()])}) {
        invoked.push(await ipcRenderer.invoke(channel, []).then(() => channel, (error) => error.message.replace(/^.*Error: /, '')));
      }
      for (const channel of ${JSON.stringify(heard)}) ipcRenderer.send(channel, 1);
      return invoked;
    })()`;
    const invoked: string[] = await stranger.webContents.executeJavaScript(ask);
    stranger.destroy();
    return { invoked, handled: handled.size, heard };
  });
  expect(answers.handled).toBeGreaterThan(4);
  expect(answers.invoked).toEqual(Array(answers.handled).fill('refused'));
  // `everpane:quit` was among them.
  expect(answers.heard).toContain('everpane:quit');
  expect(await everpane.cliOutput('ls')).toContain('p1');
  await expect
    .poll(() => refusals(everpane))
    .toBeGreaterThanOrEqual(
      answers.handled + answers.heard.filter((name) => name !== 'everpane:facilities').length,
    );
});

function refusals({ home }: AppUnderTest): number {
  const log = readFileSync(join(home, 'logs', 'app.log'), 'utf8');
  return log.split('\n').filter((line) => /a message from .* was refused/.test(line)).length;
}
