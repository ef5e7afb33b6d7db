// Where a packaged app's files really lie. What only Electron reads is inside app.asar; what the system, a shell or another
// Node reads lies beside it under the same path (electron-builder's asarUnpack says what). Pure.
import { sep } from 'node:path';

const archive = `${sep}app.asar${sep}`;

/** The same path where the archive's unpacked files are; the path itself when it is not inside an archive. */
export function outsideArchive(path: string): string {
  // With the separator at the end, so that a path that ends with the archive counts, and "app.asar.unpacked" does not.
  const at = `${path}${sep}`.lastIndexOf(archive);
  if (at === -1) return path;
  const end = at + archive.length - sep.length;
  return `${path.slice(0, end)}.unpacked${path.slice(end)}`;
}
