// Which links may leave the app: into the user's browser or mail program, and nowhere else. A link comes out of terminal
// output, so it is hostile until proven harmless. Pure.
import { externalSchemes } from '../../shared/external-schemes.ts';

const maxChars = 8192;

export function isExternalLink(url: unknown): url is string {
  if (typeof url !== 'string' || url.length > maxChars) return false;
  try {
    return externalSchemes.has(new URL(url).protocol);
  } catch {
    // Not a URL.
    return false;
  }
}
