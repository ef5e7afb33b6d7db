// Serves the renderer's files as app://everpane/, and nothing else. Invariant: an answer comes from the built directory (or
// is the page of last resort) and always carries the policy headers; every other host of the scheme gets nothing.
import { readFile } from 'node:fs/promises';
import { type CustomScheme, protocol } from 'electron';
import { appScheme, fileForUrl, problemUrl, responseHeaders } from './app-url.ts';
import { problemPage } from './problem-page.ts';

const scheme: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Call it before the `ready` event. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([scheme]);
}

/** `rendererDir`: absolute. Call it after `ready`. */
export function serveApp(rendererDir: string): void {
  protocol.handle(appScheme, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const url = request.url.split(/[?#]/, 1)[0] ?? '';
    if (url === problemUrl) {
      return new Response(problemPage(new URL(request.url).searchParams), {
        headers: responseHeaders('problem.html'),
      });
    }
    const file = fileForUrl(rendererDir, url);
    if (file === null) return refuse(404);
    try {
      return new Response(await readFile(file), { headers: responseHeaders(file) });
    } catch {
      // Missing, a directory, unreadable: all the same to a page.
      return refuse(404);
    }
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: responseHeaders('refused.txt') });
}
