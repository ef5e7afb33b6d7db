import { describe, expect, it } from 'vitest';
import { lossPlace, lossWords } from '../../renderer/text/loss-words.ts';
import type { LossStatus } from '../../shared/status.ts';

const loss: LossStatus = {
  kind: 'corrupt-segment',
  file: 'wal/00000001.wal',
  offset: 8617,
  bytes: 2645,
  detail: 'nothing sound follows in this file',
};

describe('what a loss is called', () => {
  it('should say what it means first, and where it is below', () => {
    expect(lossWords(loss)).toBe('Part of the journal is damaged: 2.6 KB could not be used.');
    expect(lossPlace(loss)).toBe('wal/00000001.wal, 2.6 KB at 8617: nothing sound follows in this file');
  });

  it('should not call the unfinished last write a loss of anything confirmed', () => {
    const torn = { ...loss, kind: 'torn-tail', bytes: 12 } as const;
    expect(lossWords(torn)).toContain('Nothing in it had been confirmed.');
    expect(lossPlace(torn)).toBe('wal/00000001.wal, 12 bytes at 8617');
  });

  it('should say the engine’s own words where there is no file', () => {
    const other = { ...loss, kind: 'other', file: '', offset: 0, bytes: 0, detail: 'was mended' } as const;
    expect(lossWords(other)).toBe('Was mended.');
    expect(lossPlace(other)).toBeNull();
  });
});
