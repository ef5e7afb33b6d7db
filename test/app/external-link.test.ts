import { describe, expect, it } from 'vitest';
import { isExternalLink } from '../../electron/app/external-link.ts';

describe('isExternalLink', () => {
  it.each(['https://example.com/a?b#c', 'http://localhost:8080', 'mailto:ada@example.com'])(
    'should allow %s',
    (url) => {
      expect(isExternalLink(url)).toBe(true);
    },
  );

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ssh://host',
    'vscode://open',
    'smb://host/share',
    ' ',
    'example.com',
    `https://example.com/${'x'.repeat(10_000)}`,
    42,
    null,
  ])('should refuse %s', (url) => {
    expect(isExternalLink(url)).toBe(false);
  });
});
