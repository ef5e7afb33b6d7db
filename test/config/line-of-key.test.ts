import { describe, expect, it } from 'vitest';
import { lineOfKey } from '../../electron/config/line-of-key.ts';

const document = `# settings
font.size = 200

[persistence]
enabled = "yes"   # wrong

[ env ]
"A.B" = 1
C = "d = e"

[terminal]
inner = { cursor_style = 3 }
`;

describe('lineOfKey', () => {
  it.each([
    ['font.size', 2],
    ['persistence.enabled', 5],
    ['env.C', 9],
    ['terminal.cursor_style', 11],
    ['persistence.missing', 4],
    ['font', null],
    ['nowhere.at.all', null],
    ['', null],
  ])('should find %s', (key, line) => {
    expect(lineOfKey(document, key)).toBe(line);
  });
});
