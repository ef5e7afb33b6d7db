// A scrollback that is erased while the user looks back into it. xterm.js goes on to hold the view where it was looked at, which is
// the top then: output goes on below, unseen, though nobody has scrolled since (xtermjs/xterm.js#6046). Only for terminals that
// somebody scrolls in.
import { csiCoreOf } from '../../shared/emulator/clamp-csi.ts';
import { memberOf, UnknownEmulatorError } from '../../shared/emulator/members.ts';

interface BufferService {
  readonly buffer: object;
  readonly buffers: { readonly normal: object };
  /** The view stays at its lines instead of following the output. */
  isUserScrolling: boolean;
}

interface ClearableCore {
  /** As a program's `CSI 3 J`, and the screen but for the cursor's line; the terminal's own `clear` is this. */
  clear(): void;
}

/** Lets the view follow the output again. Throws UnknownEmulatorError for an emulator of another make. */
export function followOutputOnceErased(terminal: object): void {
  const { core, service } = partsOf(terminal);
  const follow = (): void => {
    // The alternate screen has none: what is erased there is not what the user looks at.
    if (service.buffer === service.buffers.normal) service.isUserScrolling = false;
  };
  const csi = csiCoreOf(terminal);
  for (const id of [{ final: 'J' }, { prefix: '?', final: 'J' }]) {
    csi.registerCsiHandler(id, ({ params }) => {
      if (params[0] === 3) follow();
      return false;
    });
  }
  const clear = core.clear.bind(core);
  core.clear = () => {
    follow();
    clear();
  };
}

function partsOf(terminal: object): { core: ClearableCore; service: BufferService } {
  const core = memberOf(terminal, '_core');
  const service = memberOf(core, '_bufferService');
  if (!isClearable(core) || !isBufferService(service)) {
    throw new UnknownEmulatorError('this emulator does not say whether somebody has scrolled');
  }
  return { core, service };
}

function isClearable(value: unknown): value is ClearableCore {
  return typeof memberOf(value, 'clear') === 'function';
}

function isBufferService(value: unknown): value is BufferService {
  return (
    typeof memberOf(value, 'isUserScrolling') === 'boolean' &&
    typeof memberOf(value, 'buffer') === 'object' &&
    typeof memberOf(value, 'buffers', 'normal') === 'object'
  );
}
