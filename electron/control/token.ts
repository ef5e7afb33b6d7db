// The secret that a client of the control socket shows: made afresh by each start, readable by the owner alone. It guards
// against whoever can reach the socket and not the file (a descriptor passed on, a forwarded socket).
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

const tokenBytes = 32;

export function makeToken(): string {
  return randomBytes(tokenBytes).toString('hex');
}

/** Puts the token where clients find it (0600, complete or not at all). */
export async function writeToken(path: string, token: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rm(aside, { force: true });
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(`${token}\n`);
  } finally {
    await file.close();
  }
  await rename(aside, path);
}

/** Takes the same time whatever is wrong with `given`. */
export function isSameToken(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
