// Names for themes out of what files and people call them.

/** Only what may be in a file's name anywhere; never empty. */
export function themeNameOf(title: string): string {
  const name = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._+()-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+|-+$/gu, '')
    .slice(0, 64);
  return name === '' || name === 'system' ? 'imported' : name;
}
