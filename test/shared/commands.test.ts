import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../shared/commands.ts';

const messageOf = (name: unknown, params: unknown): string => {
  const parsed = parseCommand(name, params);
  return 'code' in parsed ? parsed.message : 'accepted';
};

describe('checking a command from outside', () => {
  it('should accept what the contract says', () => {
    expect(parseCommand('pane.split', { pane: 'p1', direction: 'right', ratio: 0.3 })).toEqual({
      name: 'pane.split',
      params: { pane: 'p1', direction: 'right', ratio: 0.3 },
    });
  });

  it('should name the parameter and what it should be', () => {
    expect(messageOf('pane.split', { pane: 'x1', direction: 'right' })).toBe(
      'pane.split: pane: expected a pane id such as p12',
    );
    expect(messageOf('pane.resize', { pane: 'p1', ratio: 1.5 })).toBe(
      'pane.resize: ratio: a ratio is a number between 0 and 1',
    );
    expect(messageOf('session.create', { cwd: 'relative' })).toBe(
      'session.create: cwd: a working directory is an absolute path',
    );
  });

  it('should refuse unknown commands, unknown parameters and rubbish', () => {
    expect(messageOf('toString', {})).toBe('unknown command "toString"');
    expect(messageOf(undefined, {})).toBe('unknown command undefined');
    expect(messageOf('focus', { target: 'p1', also: 1 })).toContain('focus: also');
    for (const rubbish of [
      null,
      3,
      'x',
      [],
      { target: { toString: 1 } },
      { target: 'p0' },
      { target: 'p1e3' },
    ]) {
      expect(messageOf('focus', rubbish)).not.toBe('accepted');
    }
  });

  it('should refuse ratios that are no numbers', () => {
    for (const ratio of [Number.NaN, Number.POSITIVE_INFINITY, 0, 1, -1, '0.5']) {
      expect(messageOf('pane.resize', { pane: 'p1', ratio })).not.toBe('accepted');
    }
  });

  it('should refuse NUL in anything that reaches the system', () => {
    expect(messageOf('session.create', { cwd: '/a\0b' })).toContain('NUL');
    expect(messageOf('window.create', { command: ['ls', 'a\0b'] })).toContain('NUL');
  });
});
