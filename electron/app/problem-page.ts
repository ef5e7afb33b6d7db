// The page of last resort: what a window shows when its own page keeps dying. Plain HTML without scripts, since whatever
// broke the other page must not break this one. It is asked for with `?reason=...`.
import { startUrl } from './app-url.ts';

export function problemPage(query: URLSearchParams): string {
  const reason = escapeHtml((query.get('reason') ?? '').slice(0, 200));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Everpane</title>
<style>
  :root { color-scheme: dark light }
  body { font: 13px/20px system-ui, sans-serif; background: #14181e; color: #d9dee7; margin: 0;
         display: grid; place-content: center; min-height: 100vh }
  main { max-width: 440px; padding: 24px }
  h1 { font-size: 15px; margin: 0 0 8px }
  p { margin: 0 0 12px; color: #98a1b2 }
  a { display: inline-block; padding: 4px 12px; border-radius: 6px; background: #7aa2f7; color: #0f1216;
      text-decoration: none }
  a:focus-visible { outline: 2px solid #d9dee7; outline-offset: 2px }
</style>
</head>
<body>
<main data-testid="problem">
  <h1>This window keeps failing to draw</h1>
  <p>Your shells are running and everything is saved. The window was opened again several times and stopped each
  time${reason === '' ? '' : ` (${reason})`}.</p>
  <a href="${startUrl}" autofocus>Open the window again</a>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
