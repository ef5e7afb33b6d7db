// Everpane started on a home, as the benchmarks start it, and a client of its control socket.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ControlClient } from '../../../cli/control-client.ts';
import { checkout } from '../../support/runtime-record.ts';
import { shell } from './saved-workspace.ts';
import { type StartedApp, startApp } from './started-window.ts';

export interface HomeToStart {
  readonly home: string;
  /** Of its windows. */
  readonly display: string;
  /** Text that is to be seen in so many panes. */
  readonly shows: string;
  readonly visible: number;
}

export function startEverpane({ home, display, shows, visible }: HomeToStart): Promise<StartedApp> {
  const screens = `[...document.querySelectorAll('[data-testid=pane] .xterm-rows')]`;
  return startApp({
    dir: `${home}-app`,
    main: `require(${JSON.stringify(join(checkout, 'out', 'main', 'main.cjs'))});`,
    isShown: `${screens}.filter((rows) => rows.textContent.includes('${shows}')).length === ${visible}`,
    env: { ...environment(home, display), EVERPANE_HOME: home },
  });
}

/** As soon as somebody listens. */
export async function connectTo(home: string): Promise<ControlClient> {
  for (;;) {
    try {
      const token = (await readFile(join(home, 'control.token'), 'utf8')).trim();
      return await ControlClient.open(join(home, 'control.sock'), token);
    } catch {
      await delay(5);
    }
  }
}

export function environment(home: string, display: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    SHELL: shell.program,
    LANG: 'C.UTF-8',
    DISPLAY: display,
  };
}
