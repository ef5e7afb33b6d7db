// The line across a pane between what came back and what its new shell prints. A decoration: no cell of the text, of a
// selection or of a capture knows of it. It hangs on a marker, so that it keeps its place through scrolling and reflow, and
// its label gives way to text: below the line, else above it, else not at all.
import type { IDisposable, Terminal } from '@xterm/xterm';
import { placeLabel } from './place-label.ts';

/** Right of the label, as in its style sheet. */
const MARGIN_PIXELS = 12;
/** "Run again" and the cross. */
const LEAST_PIXELS = 110;

export interface DividerContent {
  readonly label: string;
  readonly onDismiss: () => void;
  /** Runs what was running; null where nothing was, or where it shall not be offered. */
  readonly onRunAgain: (() => void) | null;
}

/**
 * `lineNow`: its line of the primary buffer, from the top of the scrollback; null where there is none to draw. Draws once that
 * buffer is shown.
 */
export function showDivider(
  terminal: Terminal,
  lineNow: () => number | null,
  content: DividerContent,
): IDisposable {
  let shown: IDisposable | null = null;
  let waiting: IDisposable | null = null;
  const draw = (): void => {
    waiting?.dispose();
    waiting = null;
    const line = lineNow();
    if (line === null) return;
    const { baseY, cursorY } = terminal.buffer.active;
    const marker = terminal.registerMarker(line - (baseY + cursorY));
    const decoration = terminal.registerDecoration({ marker, width: terminal.cols, layer: 'top' });
    const give = (): void => {
      const { element } = decoration ?? {};
      if (element !== undefined && !marker.isDisposed) giveWay(element, terminal, marker.line);
    };
    decoration?.onRender((element) => {
      fill(element, content);
      give();
    });
    // To measure lays the page out: only where one of the two lines was painted that the label may lie on.
    const following = terminal.onRender(({ start, end }) => {
      const row = marker.line - terminal.buffer.active.viewportY;
      if (row >= 0 && row < terminal.rows && start <= row && end >= row - 1) give();
    });
    shown = {
      dispose() {
        following.dispose();
        marker.dispose();
      },
    };
  };
  if (terminal.buffer.active.type === 'normal') draw();
  // An alternate screen has no markers.
  else {
    waiting = terminal.buffer.onBufferChange((buffer) => {
      if (buffer.type === 'normal') draw();
    });
  }
  return {
    dispose() {
      waiting?.dispose();
      shown?.dispose();
    },
  };
}

/** Puts the label where it hides no text, as short as that takes. `line`: the divider's, the first of the new shell. */
function giveWay(element: HTMLElement, terminal: Terminal, line: number): void {
  const { active: buffer } = terminal.buffer;
  const [label] = element.children;
  if (buffer.type !== 'normal' || !(label instanceof HTMLElement) || element.clientWidth === 0) return;
  const { cols } = terminal;
  const cellWidth = element.clientWidth / cols;
  const [words] = label.children;
  const cutOff = words === undefined ? 0 : words.scrollWidth - words.clientWidth;
  const wanted = Math.ceil((label.offsetWidth + cutOff + MARGIN_PIXELS) / cellWidth);
  const cursor = buffer.baseY + buffer.cursorY === line ? buffer.cursorX : null;
  const least = Math.ceil(LEAST_PIXELS / cellWidth);
  const { place, columns } = placeLabel({ buffer, cols, line, cursor }, { wanted, least });
  element.dataset.label = place;
  if (place !== 'none') label.style.maxWidth = `${columns * cellWidth - MARGIN_PIXELS}px`;
}

function button(className: string, text: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = text;
  // The terminal under it would start a selection, and the keyboard would go to a button that is about to vanish.
  made.addEventListener('mousedown', (event) => {
    event.preventDefault();
    event.stopPropagation();
  });
  made.addEventListener('click', onClick);
  return made;
}

/** Called at every render of the decoration, with the same element. */
function fill(element: HTMLElement, { label, onDismiss, onRunAgain }: DividerContent): void {
  if (element.classList.contains('restored-divider')) return;
  element.classList.add('restored-divider');
  const box = document.createElement('span');
  box.className = 'restored-divider-label';
  const words = document.createElement('span');
  words.className = 'restored-divider-words';
  words.textContent = label;
  words.title = label;
  box.append(words);
  const dismiss = button('restored-divider-dismiss', '×', onDismiss);
  dismiss.title = 'Dismiss';
  dismiss.setAttribute('aria-label', `Dismiss: ${label}`);
  if (onRunAgain !== null) {
    const runAgain = button('restored-divider-run', 'Run again', onRunAgain);
    runAgain.dataset.testid = 'rerun-offer';
    box.append(runAgain);
  }
  box.append(dismiss);
  element.append(box);
}
