// How the WAL's bound is divided. Invariant: with `keep` checkpoints that each pin their WAL, one more share for the tails
// that the oldest of them still needs, and segments small beside a share, the total stays around the bound.
import type { LogConfig } from './types.ts';

const SEGMENT_BYTES = 16 * 1024 * 1024;
const MIN_SEGMENT_BYTES = 64 * 1024;

export function segmentBytesFor(config: Pick<LogConfig, 'maxWalSizeBytes' | 'segmentBytes'>): number {
  const fitting = Math.max(MIN_SEGMENT_BYTES, Math.floor(config.maxWalSizeBytes / 6));
  return config.segmentBytes ?? Math.min(SEGMENT_BYTES, fitting);
}
