// The settings of the journal in the engine's units.
import type { Config } from '../../shared/config.ts';
import type { LogConfig } from '../persistence/types.ts';

const megabyte = 1024 * 1024;

export function logConfig({ persistence }: Config): LogConfig {
  return {
    checkpointIntervalMs: persistence.checkpoint_interval_secs * 1_000,
    walFlushIntervalMs: persistence.wal_flush_interval_ms,
    maxWalSizeBytes: persistence.max_wal_size_mb * megabyte,
    keepCheckpoints: persistence.keep_checkpoints,
    maxStateBytes: persistence.max_state_mb * megabyte,
  };
}
