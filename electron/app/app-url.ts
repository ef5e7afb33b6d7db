// The one origin there is: app://everpane. What a URL of it may name, and with which headers it is answered. Pure.
import { extname, join, normalize, sep } from 'node:path';

export const appScheme = 'app';
export const appOrigin = 'app://everpane';
export const startUrl = `${appOrigin}/index.html`;
/** Served from memory, so that it can be shown when the files cannot. */
export const problemUrl = `${appOrigin}/-/problem`;

/** `style-src 'unsafe-inline'`: the terminal's DOM renderer writes its rules into the page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  // No text becomes markup or code: every such sink of the page throws.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const mimeTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Of the page or of anything in it; `name` decides the type. */
export function responseHeaders(name: string): Record<string, string> {
  return {
    'content-type': mimeTypes[extname(name).toLowerCase()] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}

/** Whether a frame with that URL is ours. */
export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}

/** The file in `root` that a URL of ours names; null for anything that is not in there. */
export function fileForUrl(root: string, url: string): string | null {
  const path = pathOf(url);
  if (path === null || path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
}

function pathOf(url: string): string | null {
  if (!isAppUrl(url)) return null;
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    // Not a URL, or not a valid escape: it names nothing.
    return null;
  }
}
