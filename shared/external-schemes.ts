// The schemes of links that may leave the app, with the colon: for whoever judges a link, and for whoever says so beforehand.
export const externalSchemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);
