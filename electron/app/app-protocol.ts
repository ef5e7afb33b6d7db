// Serves the renderer's files as app://everpane/, and nothing else. Invariant: an answer comes from the built directory (or
// is the page of last resort) and always carries the policy headers; every other host of the scheme gets nothing.
import { type CustomScheme, type Protocol, protocol } from 'electron';
import { appScheme, fileForUrl, problemUrl, responseHeaders } from './app-url.ts';
import type { PageFiles } from './page-files.ts';
import { problemPage } from './problem-page.ts';

const scheme: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer<ArrayBuffer>;
}

/** What is served. */
export interface ServedFiles {
  /** Absolute. */
  readonly rendererDir: string;
  readonly pageFiles: PageFiles;
}

/** Call it before the `ready` event. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([scheme]);
}

/**
 * Call it after `ready`. Where Electron still has the older way to answer, that one: `handle` makes
 * a Request and a Response of each file, and the first of them loads all of Node's fetch, a seventh of a second at the start.
 */
export function serveApp(files: ServedFiles, to: Partial<Protocol> = protocol): void {
  if (to.registerBufferProtocol !== undefined) {
    to.registerBufferProtocol(appScheme, (request, respond) => {
      void answerTo(request, files).then(({ status, headers, body }) =>
        respond({ statusCode: status, headers, data: body }),
      );
    });
    return;
  }
  to.handle?.(appScheme, async (request) => {
    const { status, headers, body } = await answerTo(request, files);
    return new Response(body, { status, headers });
  });
}

/** Never rejects. */
async function answerTo(
  request: { readonly method: string; readonly url: string },
  { rendererDir, pageFiles }: ServedFiles,
): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const url = request.url.split(/[?#]/, 1)[0] ?? '';
  if (url === problemUrl) {
    const page = problemPage(new URL(request.url).searchParams);
    return { status: 200, headers: responseHeaders('problem.html'), body: Buffer.from(page) };
  }
  const file = fileForUrl(rendererDir, url);
  if (file === null) return refusal(404);
  try {
    return { status: 200, headers: responseHeaders(file), body: await pageFiles.take(file) };
  } catch {
    // Missing, a directory, unreadable: all the same to a page.
    return refusal(404);
  }
}

function refusal(status: number): Answer {
  return { status, headers: responseHeaders('refused.txt'), body: Buffer.alloc(0) };
}
