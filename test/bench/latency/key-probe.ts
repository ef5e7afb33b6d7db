// From a key press to its echo on screen, seen from inside a page: from the time stamp of the key's event until the frame has
// been drawn in which the first terminal's row holds what was typed. The same lines run in every window that is compared.
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';

/** Short enough for a line of any terminal, all different. */
const LINE = [...'abcdefghijklmnopqrst'];
/** People type a key every 50-200 ms; in step with no frame. */
const LEAST_PAUSE_MS = 40;
const SPREAD_MS = 25;
/** An echo that has not come by then never will. */
const LONGEST_ECHO_MS = 10_000;
/** The line's last frame is behind. */
const SETTLE_MS = 200;

interface Probe {
  readonly count: number;
  take(): number[];
}

/** `terminal`: selects the element of the terminal that is typed into. */
export async function installProbe(page: Page, terminal: string): Promise<void> {
  await page.evaluate((selector) => {
    const rows = document.querySelector(`${selector} .xterm-rows`);
    if (rows === null) throw new Error(`no terminal in ${selector}`);
    let line = '';
    let pending: { readonly at: number; readonly line: string }[] = [];
    let samples: number[] = [];
    addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') line = '';
        if (event.key.length !== 1) return;
        line += event.key;
        pending.push({ at: event.timeStamp, line });
      },
      { capture: true },
    );
    const afterPaint = new MessageChannel();
    let drawn: number[] = [];
    afterPaint.port1.onmessage = () => {
      const now = performance.now();
      samples.push(...drawn.map((at) => now - at));
      drawn = [];
    };
    new MutationObserver((changes) => {
      if (pending.length === 0) return;
      const changed = new Set<Node>();
      for (const { target } of changes) {
        let row: Node | null = target;
        while (row !== null && row.parentNode !== rows) row = row.parentNode;
        if (row !== null) changed.add(row);
      }
      for (const row of changed) {
        const text = (row.textContent ?? '').trim();
        const done = pending.filter((key) => text.startsWith(key.line));
        if (done.length === 0) continue;
        pending = pending.filter((key) => !done.includes(key));
        drawn.push(...done.map(({ at }) => at));
        // The emulator draws within a frame's callbacks: a message comes after that frame was laid out and painted.
        afterPaint.port2.postMessage(null);
      }
    }).observe(rows, { childList: true, subtree: true, characterData: true });
    const probe: Probe = {
      get count() {
        return samples.length;
      },
      take() {
        const taken = samples;
        samples = [];
        pending = [];
        return taken;
      },
    };
    Reflect.set(globalThis, 'keyProbe', probe);
  }, terminal);
}

/** Types one line into the terminal that has the keyboard, and resolves with milliseconds, one for each key. */
export async function typeLine(page: Page): Promise<number[]> {
  for (const key of LINE) {
    await page.keyboard.press(key);
    await delay(LEAST_PAUSE_MS + Math.random() * SPREAD_MS);
  }
  await page
    .waitForFunction((keys) => (Reflect.get(globalThis, 'keyProbe') as Probe).count >= keys, LINE.length, {
      timeout: LONGEST_ECHO_MS,
    })
    .catch(() => undefined);
  const samples = await page.evaluate(() => (Reflect.get(globalThis, 'keyProbe') as Probe).take());
  await page.keyboard.press('Enter');
  await delay(SETTLE_MS);
  if (samples.length < LINE.length) {
    throw new Error(`${LINE.length - samples.length} of ${LINE.length} keys were never echoed`);
  }
  return samples;
}
