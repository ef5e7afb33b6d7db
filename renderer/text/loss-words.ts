// What a loss means to a person; the engine's own words and the place in the file come beside it.
import { assertNever } from '../../shared/exhaustive.ts';
import type { LossStatus } from '../../shared/status.ts';
import { byteSize } from '../../shared/times.ts';

export function lossWords({ kind, bytes, detail }: LossStatus): string {
  switch (kind) {
    case 'torn-tail':
      return 'The last write was not finished when Everpane ended. Nothing in it had been confirmed.';
    case 'corrupt-segment':
      return bytes === 0
        ? 'Part of the journal is damaged.'
        : `Part of the journal is damaged: ${byteSize(bytes)} could not be used.`;
    case 'corrupt-checkpoint':
      return 'A checkpoint is damaged. An older one was used, with the journal behind it.';
    case 'corrupt-snapshot':
      return 'The saved screen of a pane is damaged.';
    case 'missing-file':
      return 'A file of the journal is missing.';
    case 'other':
      return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
    default:
      return assertNever(kind);
  }
}

/** Which file, where in it, and what the engine says of it; null when there is nothing more to say. */
export function lossPlace({ kind, file, offset, bytes, detail }: LossStatus): string | null {
  if (file === '') return null;
  const where = bytes === 0 ? file : `${file}, ${byteSize(bytes)} at ${offset}`;
  return kind === 'other' || kind === 'torn-tail' ? where : `${where}: ${detail}`;
}
