import { describe, expect, it } from 'vitest';
import type { Restored } from '../../shared/model.ts';
import { restoredWords } from '../../shared/restored-words.ts';

const now = new Date(2024, 4, 6, 10, 40).getTime();
const at = new Date(2024, 4, 6, 10, 32).getTime();
const restored: Restored = { at, cause: 'crash', wasRunning: 'nohup make all', isTyped: true };

describe('what is said of a restored pane', () => {
  it('should name the time, the cause and what was running', () => {
    expect(restoredWords(restored, now)).toBe('restored 10:32, after a crash; was running nohup make all');
    expect(restoredWords({ ...restored, cause: 'clean', wasRunning: null }, now)).toBe('restored 10:32');
  });

  it('should say of a command that runs still that it does, instead of that it did', () => {
    expect(restoredWords(restored, now, [{ pid: 77, command: 'make all', isCommand: true }])).toBe(
      'restored 10:32, after a crash; make all is still running, pid 77',
    );
  });

  it('should name what runs still beside what was running, and cut long commands', () => {
    const survivors = [
      { pid: 77, command: 'ssh-agent', isCommand: false },
      { pid: 78, command: `x ${'y'.repeat(60)}`, isCommand: false },
    ];
    expect(restoredWords(restored, now, survivors)).toBe(
      `restored 10:32, after a crash; was running nohup make all; ssh-agent is still running, pid 77; x ${'y'.repeat(37)}… is still running, pid 78`,
    );
  });
});
