import { describe, expect, it } from 'vitest';
import { editorCommand } from '../../shared/editor-command.ts';

const place = { path: '/w/a b.ts', line: 12, column: 3 };

describe('an editor', () => {
  it.each([
    ['vi', ['vi', '+12', '/w/a b.ts']],
    ['/usr/bin/nvim -p', ['/usr/bin/nvim', '-p', '+12', '/w/a b.ts']],
    ['nano', ['nano', '+12,3', '/w/a b.ts']],
    ['emacsclient -t', ['emacsclient', '-t', '+12:3', '/w/a b.ts']],
    ['hx', ['hx', '/w/a b.ts:12:3']],
    ['code --wait', ['code', '--wait', '--goto', '/w/a b.ts:12:3']],
    ['ed', ['ed', '/w/a b.ts']],
    ['constructor', ['constructor', '/w/a b.ts']],
    [
      '"/opt/my editor/bin/edit" --at={line}.{column} {file}',
      ['/opt/my editor/bin/edit', '--at=12.3', '/w/a b.ts'],
    ],
    ['sh -c \'exec vi "{file}"\'', ['sh', '-c', 'exec vi "/w/a b.ts"']],
  ])('should be told the place in its own way: %s', (editor, command) => {
    expect(editorCommand(editor, place)).toEqual(command);
  });

  it('should begin where it likes when no place is known', () => {
    const nowhere = { path: '/w/a', line: null, column: null };
    expect(editorCommand('vim', nowhere)).toEqual(['vim', '/w/a']);
    expect(editorCommand('code', nowhere)).toEqual(['code', '--goto', '/w/a']);
    expect(editorCommand('kak', { ...nowhere, line: 2 })).toEqual(['kak', '+2', '/w/a']);
    expect(editorCommand('x {file}:{line}', nowhere)).toEqual(['x', '/w/a:1']);
  });
});
