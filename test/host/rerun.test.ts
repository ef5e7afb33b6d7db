import { describe, expect, it } from 'vitest';
import { mayRerun } from '../../electron/host/rerun.ts';
import { quoteCommand } from '../../shared/quote.ts';

describe('running again unasked', () => {
  it('should allow a command that begins with all tokens of an entry', () => {
    expect(mayRerun('npm run dev', ['npm run'])).toBe(true);
    expect(mayRerun('  npm   run  dev ', ['npm run dev'])).toBe(true);
    expect(mayRerun('htop', ['vim', 'htop'])).toBe(true);
  });

  it('should compare whole tokens', () => {
    expect(mayRerun('npm runaway', ['npm run'])).toBe(false);
    expect(mayRerun('npm', ['npm run'])).toBe(false);
    expect(mayRerun('sudo npm run dev', ['npm run'])).toBe(false);
  });

  it('should allow nothing that a shell would chain, expand or redirect', () => {
    const tails = [
      '; rm -rf ~',
      '&& x',
      '| sh',
      '> /etc/x',
      '$(x)',
      '`x`',
      '$HOME',
      '*',
      "'a'",
      '"a"',
      '\\x',
      '\nrm',
      '#x',
      '{a,b}',
      '!1',
      '~',
    ];
    for (const tail of tails) expect(mayRerun(`npm run ${tail}`, ['npm run']), tail).toBe(false);
  });

  it('should allow nothing by an empty list or an empty entry', () => {
    expect(mayRerun('npm run dev', [])).toBe(false);
    expect(mayRerun('npm run dev', ['', '  '])).toBe(false);
  });
});

describe('quoting a command', () => {
  it('should leave plain arguments alone and quote the rest', () => {
    expect(quoteCommand(['vim', 'notes.txt'])).toBe('vim notes.txt');
    expect(quoteCommand(['vim', 'my notes.txt', "it's", ''])).toBe(`vim 'my notes.txt' 'it'\\''s' ''`);
  });
});
