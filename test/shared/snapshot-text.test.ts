import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseText } from '../../shared/snapshot-text.ts';

const pieces = [
  'plain é 😀',
  '\r\n',
  '\r',
  '\n',
  '\x07',
  '\x1b[m',
  '\x1b[1;38:2::1:2:3m',
  '\x1b[31',
  `\x1b[${'1;'.repeat(45)}m`,
  `\x1b[${'1'.repeat(80)}m`,
  `\x1b[${'1'.repeat(81)}m`,
  '\x1b[12G',
  '\x1b[12345G',
  '\x1b[6n',
  '\x1b[=c',
  '\x1b[1"q',
  '\x1b\\',
  '\x1b]8;;https://example.org\x1b\\',
  '\x1b]8;;javascript:1\x1b\\',
  '\x1b]0;title\x07',
  '\x9b6n',
];

/** The language itself, one token after the other. */
const allowed =
  /^(?:[^\p{Cc}]|\r\n|\x1b\[[0-9;:]{0,80}m|\x1b\[[01]"q|\x1b\[[0-9]{0,4}[ABCDGX]|\x1b\]8;(?:id=[^;:\p{Cc}]*)?;(?:https:[^\p{Cc}]*)?\x1b\\|\x1b\\)*$/u;

describe('filtering a saved text', () => {
  it('should keep a text of the language as it is', () => {
    const text =
      'one\r\n\x1b[1;38:2::1:2:3mtwo\x1b[m\x1b[4G\x1b\\\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\\r\n';
    expect(sanitiseText(text)).toBe(text);
  });

  it('should let nothing else through, and filter no twice what it has filtered', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        const kept = sanitiseText(parts.join(''));
        expect(kept).toMatch(allowed);
        expect(sanitiseText(kept)).toBe(kept);
      }),
    );
  });
});
