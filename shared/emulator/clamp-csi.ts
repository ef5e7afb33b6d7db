// Bounds for what control sequences may ask for. An emulator that takes `CSI 2147483647 b` at its word is busy for minutes or
// runs out of memory, and no count beyond the size of the screen means more than "all of it". Knows an emulator only by the
// few members named here.
import { UnknownEmulatorError } from './members.ts';

/** Parameters as xterm.js hands them from handler to handler: changing them in place is seen by its own handler. */
interface CsiParams {
  readonly length: number;
  readonly params: { [index: number]: number | undefined };
}

interface CsiId {
  readonly prefix?: string;
  readonly intermediates?: string;
  readonly final: string;
}

interface CsiCore {
  registerCsiHandler(id: CsiId, callback: (params: CsiParams) => boolean): { dispose(): void };
}

/** The part of a terminal that is needed; `_core` is there, though not declared, in every build of xterm.js 6. */
interface ClampableTerminal {
  readonly cols: number;
  readonly rows: number;
  readonly buffer: { readonly active: { readonly cursorX: number; readonly cursorY: number } };
}

const BY_COLS = [
  { final: '@' },
  { final: 'P' },
  { final: 'X' },
  { final: 'I' },
  { final: 'Z' },
  { intermediates: ' ', final: '@' },
  { intermediates: ' ', final: 'A' },
  { intermediates: "'", final: '}' },
  { intermediates: "'", final: '~' },
];
const BY_ROWS = [{ final: 'L' }, { final: 'M' }, { final: 'S' }, { final: 'T' }];
const REPEAT = [{ final: 'b' }];
/** Programs repeat within a line; eight bytes that print a whole large screen would be a lever. */
const MOST_REPEATED = 2000;

/**
 * Cuts the counts of repeating, inserting, deleting, erasing, scrolling and tabbing to what the screen can show. The
 * effect of a count that was not absurd stays the same. Throws UnknownEmulatorError for an emulator of another make.
 */
export function clampCsiCounts(terminal: ClampableTerminal): void {
  const core = csiCoreOf(terminal);
  const bound = (ids: CsiId[], limit: () => number): void => {
    for (const id of ids) {
      core.registerCsiHandler(id, (sequence) => {
        const count = sequence.params[0];
        if (count !== undefined && count > limit()) {
          sequence.params[0] = limit();
        }
        return false;
      });
    }
  };
  bound(BY_COLS, () => terminal.cols);
  bound(BY_ROWS, () => terminal.rows);
  bound(REPEAT, () => Math.min(terminal.cols * terminal.rows, MOST_REPEATED));
  for (const id of [{ final: 'J' }, { prefix: '?', final: 'J' }]) {
    core.registerCsiHandler(id, (sequence) => eraseWholeScreenFromItsEnd(sequence, terminal));
  }
}

/**
 * Erasing from the beginning to the last cell of the screen erases all of it, but xterm.js 6 looks for the line after
 * the last one then, and throws. Erasing the whole screen is the same, and does not.
 */
function eraseWholeScreenFromItsEnd(sequence: CsiParams, terminal: ClampableTerminal): boolean {
  const { cursorX, cursorY } = terminal.buffer.active;
  if (sequence.params[0] === 1 && cursorY >= terminal.rows - 1 && cursorX >= terminal.cols - 1) {
    sequence.params[0] = 2;
  }
  return false;
}

/** What takes handlers that see the parameters themselves. Throws UnknownEmulatorError for an emulator of another make. */
export function csiCoreOf(terminal: object): CsiCore {
  const core: unknown = '_core' in terminal ? terminal._core : undefined;
  if (!isCsiCore(core)) {
    throw new UnknownEmulatorError('this emulator takes no handlers for control sequences');
  }
  return core;
}

function isCsiCore(core: unknown): core is CsiCore {
  return (
    typeof core === 'object' &&
    core !== null &&
    'registerCsiHandler' in core &&
    typeof core.registerCsiHandler === 'function'
  );
}
