// The places of prompts, commands and outputs through everything that moves or takes away their lines.
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../electron/screen/emulator.ts';

const osc = (payload: string) => `\x1b]133;${payload}\x07`;
const prompt = `${osc('A')}$ ${osc('B')}`;
const run = (command: string, output: string, exitCode: number) =>
  `${command}\r\n${osc('C')}${output}${osc(`D;${exitCode}`)}`;

function emulator(...writes: string[]): Emulator {
  const made = new Emulator({ cols: 20, rows: 6, scrollbackLines: 100 });
  for (const text of writes) made.write(text);
  return made;
}

const places = ({ marks }: Emulator) => marks.map(({ kind, line, x }) => `${kind} ${line}:${x}`);

describe('the marks of a shell', () => {
  it('should stand where the shell put them, with the exit code', () => {
    const terminal = emulator(prompt, run('false', 'no\r\n', 3), prompt);
    expect(places(terminal)).toEqual([
      'prompt 0:0',
      'command 0:2',
      'output 1:0',
      'end 2:0',
      'prompt 2:0',
      'command 2:2',
    ]);
    expect(terminal.marks[3]?.exitCode).toBe(3);
  });

  it('should move with their lines when a resize wraps them', () => {
    const terminal = emulator(prompt, run('echo', `${'x'.repeat(20)}\r\n`, 0), prompt);
    terminal.terminal.resize(10, 6);
    expect(places(terminal).slice(-3)).toEqual(['end 3:0', 'prompt 3:0', 'command 3:2']);
  });

  it('should go with what is erased', () => {
    const terminal = emulator(prompt, run('ls', 'a\r\n', 0), prompt, '\x1b[H\x1b[2J', prompt);
    expect(places(terminal)).toEqual(['prompt 0:0', 'command 0:2']);
    const below = emulator(prompt, run('ls', 'a\r\n', 0), prompt, '\x1b[1;1H\x1b[J');
    expect(places(below)).toEqual(['prompt 0:0']);
  });

  it('should be said once where a prompt is drawn anew', () => {
    expect(places(emulator(prompt, `\r${osc('A')}`, `\r${prompt}`))).toEqual(['prompt 0:0', 'command 0:2']);
  });

  it('should keep those of the line that clearing leaves', () => {
    const terminal = emulator(prompt, run('ls', 'a\r\nb\r\n', 0), prompt);
    terminal.clear();
    expect(places(terminal)).toEqual(['end 0:0', 'prompt 0:0', 'command 0:2']);
  });

  it('should not be taken from an alternate screen', () => {
    expect(places(emulator('\x1b[?1049h', prompt))).toEqual([]);
  });

  it('should be bounded', () => {
    const terminal = emulator(`${prompt}\r\n`.repeat(5000));
    expect(terminal.marks.length).toBeLessThanOrEqual(2000);
  });
});
