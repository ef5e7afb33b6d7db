// Waiting until a program runs in a pane, by what the app itself knows of it: silence would only say that it has had time to.
import { expect } from '@playwright/test';
import type { TreeJson } from '../../shared/tree.ts';
import type { AppUnderTest } from './app.ts';

/** Resolves when `command` is part of what the pane is said to run. */
export async function awaitRunning(everpane: AppUnderTest, pane: string, command: string): Promise<void> {
  const running = async (): Promise<string> => {
    const { sessions } = await everpane.cliJson<TreeJson>('ls');
    const panes = sessions.flatMap(({ windows }) => windows.flatMap((window) => window.panes));
    return panes.find(({ id }) => id === pane)?.command ?? '';
  };
  await expect.poll(running).toContain(command);
}
