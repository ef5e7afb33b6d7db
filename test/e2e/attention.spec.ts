// Panes that ask for a person where nobody looks: a command that ran long, a program that says so. What the desktop would be
// asked to show is looked at where it leaves the app.
import { expect, test } from '../support/app-fixture.ts';

interface Shown {
  readonly title: string;
  readonly body: string;
}

test.use({
  everpaneOptions: {
    config: '[restore]\nrelaunch_after_crash = false\n[terminal]\nnotify_after_secs = 1\n',
  },
});

test('should tell of a long command and of what a program says, in panes that are not seen', async ({
  everpane,
}) => {
  const { app } = everpane;
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`^\$`);
  await app.evaluate((electron) => {
    const shown: Shown[] = [];
    Object.assign(globalThis, { shown });
    // There is no desktop here that would take one.
    Object.assign(electron.Notification, { isSupported: () => true });
    Object.assign(electron.Notification.prototype, {
      show(this: Shown) {
        shown.push({ title: this.title, body: this.body });
      },
    });
  });
  const shown = () => app.evaluate((): Shown[] => Reflect.get(globalThis, 'shown'));
  await everpane.cliOutput('new-window');
  await everpane.cliOutput('wait', 'p2', '--text', String.raw`^\$`);
  await everpane.cliOutput('send', 'p1', 'sleep 1.5; false', '--enter');
  await expect.poll(async () => (await shown()).length).toBe(1);
  expect(JSON.stringify(await shown())).toMatch(/sleep 1\.5; false/);
  await everpane.cliOutput('send', 'p1', "printf '\\033]777;notify;Build;All green\\a'", '--enter');
  await expect.poll(async () => (await shown()).at(-1)?.body).toContain('All green');
  await everpane.cliOutput('send', 'p1', 'true', '--enter');
  await everpane.cliOutput('wait', 'p1', '--text', String.raw`true\n\$`);
  expect(await shown()).toHaveLength(2);
});
