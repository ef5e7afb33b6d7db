// When a pane counts as restored, for either side: its new shell's prompt is seen on the screen, and a capture of the whole
// scrollback has what was saved. The screen alone is looked at until then, as a person would.
import { lastLine, linesPerPane, prompt } from './saved-workspace.ts';

/** `capture`: the text of a pane's screen, or of all its scrollback. */
export async function captureRestored<P extends string>(
  panes: readonly P[],
  capture: (pane: P, scrollback: boolean) => Promise<string>,
  longestMs: number,
): Promise<void> {
  const until = performance.now() + longestMs;
  await Promise.all(
    panes.map(async (pane) => {
      while (!hasPrompt(await capture(pane, false))) {
        if (performance.now() > until) throw new Error(`${pane} was not restored`);
      }
      if (!hasScrollback(await capture(pane, true))) throw new Error(`${pane} lacks what was saved`);
    }),
  );
}

function hasPrompt(text: string): boolean {
  return text.trimEnd().endsWith(prompt.trim());
}

/** The last line of what is in a pane, and a prompt behind it. */
export function hasScrollback(text: string): boolean {
  return text.includes(lastLine) && text.includes(`line ${linesPerPane / 2} of this pane`) && hasPrompt(text);
}
