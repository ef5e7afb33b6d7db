import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileForUrl, isAppUrl, responseHeaders, startUrl } from '../../electron/app/app-url.ts';

const root = '/built/renderer';

describe('fileForUrl', () => {
  it('should find the files of the page', () => {
    expect(fileForUrl(root, startUrl)).toBe(join(root, 'index.html'));
    expect(fileForUrl(root, 'app://everpane/')).toBe(join(root, 'index.html'));
    expect(fileForUrl(root, 'app://everpane/assets/a%20b.js')).toBe(join(root, 'assets', 'a b.js'));
  });

  it.each([
    'app://everpane/../secret',
    'app://everpane/%2e%2e/secret',
    'app://everpane/..%2fsecret',
    'app://everpane/a/..%2f..%2f..%2fetc/passwd',
    'app://everpane/%5c..%5csecret',
    'app://everpane/index.html%00.js',
    'app://everpane/%zz',
    'app://everpane.example/index.html',
    'app://other/index.html',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('should never leave the directory: %s', (url) => {
    const file = fileForUrl(root, url);
    expect(file === null || file.startsWith(`${root}/`)).toBe(true);
    if (url.includes('secret')) expect([null, join(root, 'secret')]).toContain(file);
  });

  it('should not take a directory beside it for part of it', () => {
    expect(fileForUrl('/built/render', 'app://everpane/..%2frenderer/x.js')).toBeNull();
  });
});

describe('isAppUrl', () => {
  it('should know our origin and no other', () => {
    expect(isAppUrl('app://everpane')).toBe(true);
    expect(isAppUrl('app://everpane/index.html')).toBe(true);
    expect(isAppUrl('app://everpane.example/')).toBe(false);
    expect(isAppUrl('https://everpane/')).toBe(false);
  });
});

describe('responseHeaders', () => {
  it('should give every answer the policy and its own type', () => {
    const script = responseHeaders('/built/renderer/assets/INDEX.JS');
    expect(script['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script['x-content-type-options']).toBe('nosniff');
    expect(script['content-security-policy']).toContain("default-src 'none'");
    expect(script['content-security-policy']).toContain("script-src 'self';");
    expect(script['content-security-policy']).not.toContain('unsafe-eval');
    expect(responseHeaders('strange.thing')['content-type']).toBe('application/octet-stream');
  });
});
