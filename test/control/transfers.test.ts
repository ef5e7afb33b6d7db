import { describe, expect, it } from 'vitest';
import { TransferError, Transfers } from '../../electron/control/transfers.ts';

const living = () => new AbortController().signal;

describe('files on their way', () => {
  it('should come out in pieces of any size as they went in', async () => {
    const transfers = new Transfers(100);
    const transfer = transfers.begin(living());
    for (const part of ['one', '', 'two three', 'x', 'four']) transfers.append(transfer, Buffer.from(part));
    const whole = 'onetwo threexfour';
    for (let size = 1; size <= whole.length + 1; size++) {
      let text = '';
      for (let piece = ' '; piece !== ''; text += piece) {
        piece = Buffer.from(transfers.read(transfer, text.length, size)).toString();
        expect(piece.length).toBeLessThanOrEqual(size);
      }
      expect(text).toBe(whole);
    }
    expect(Buffer.from(await transfers.take(transfer)).toString()).toBe(whole);
    await expect(transfers.take(transfer)).rejects.toThrow(TransferError);
  });

  it('should be put together over several turns when it is large', async () => {
    const transfers = new Transfers(64 * 1024 * 1024);
    const transfer = transfers.begin(living());
    const parts = Array.from({ length: 40 }, (_, index) => Buffer.alloc(512 * 1024, index + 1));
    for (const part of parts) transfers.append(transfer, part);
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (turns < 1000) counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const whole = await transfers.take(transfer);
    clearImmediate(counting);
    expect(turns).toBeGreaterThanOrEqual(4);
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
  });

  it('should be bounded in size and number, and go with their connection', () => {
    const transfers = new Transfers(10);
    const connection = new AbortController();
    const first = transfers.begin(connection.signal);
    transfers.append(first, Buffer.alloc(10));
    expect(() => transfers.append(first, Buffer.alloc(1))).toThrow(/at most 10 bytes/);
    for (let i = 0; i < 4; i++) transfers.begin(connection.signal);
    expect(() => transfers.begin(living())).toThrow(TransferError);
    connection.abort();
    expect(() => transfers.begin(connection.signal)).not.toThrow();
    const second = transfers.begin(living());
    expect(() => transfers.append(second, Buffer.alloc(10))).not.toThrow();
    expect(() => transfers.read(first, 0, 1)).toThrow(TransferError);
  });
});
