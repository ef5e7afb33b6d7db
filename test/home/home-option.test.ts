import { describe, expect, it } from 'vitest';
import { readHomeOption } from '../../electron/home/home-option.ts';

describe('readHomeOption', () => {
  it('should find the option in both spellings among those of others', () => {
    expect(readHomeOption(['electron', '--no-sandbox', 'app', '--home', 'dir'])).toEqual({
      kind: 'given',
      dir: 'dir',
    });
    expect(readHomeOption(['--home=a=b'])).toEqual({ kind: 'given', dir: 'a=b' });
    expect(readHomeOption(['--homeless', '-home'])).toEqual({ kind: 'absent' });
  });

  it('should let the last one win', () => {
    expect(readHomeOption(['--home', 'a', '--home=b'])).toEqual({ kind: 'given', dir: 'b' });
  });

  it('should miss a value that is not there', () => {
    expect(readHomeOption(['--home'])).toEqual({ kind: 'missing-value' });
    expect(readHomeOption(['--home='])).toEqual({ kind: 'missing-value' });
    expect(readHomeOption(['--home', '--no-sandbox'])).toEqual({ kind: 'missing-value' });
  });
});
