// Which links may leave the app: into the user's browser or mail program, and nowhere else. A link comes out of terminal
// output, so it is hostile until proven harmless. Pure.

const schemes = new Set(['http:', 'https:', 'mailto:']);
const maxChars = 8192;

export function isExternalLink(url: unknown): url is string {
  if (typeof url !== 'string' || url.length > maxChars) return false;
  try {
    return schemes.has(new URL(url).protocol);
  } catch {
    // Not a URL.
    return false;
  }
}
