import { describe, expect, it } from 'vitest';
import { startUrl } from '../../electron/app/app-url.ts';
import { problemPage } from '../../electron/app/problem-page.ts';

describe('problemPage', () => {
  it('should offer the way back and need no script for it', () => {
    const page = problemPage(new URLSearchParams({ reason: 'crashed' }));
    expect(page).toContain(`href="${startUrl}"`);
    expect(page).toContain('(crashed)');
    expect(page).not.toContain('<script');
  });

  it('should show a reason as text, whatever is in it', () => {
    const page = problemPage(new URLSearchParams({ reason: `<img src="x" onerror='a()'>&` }));
    expect(page).not.toMatch(/<img|onerror='/);
  });
});
