// Options that several commands share: where a new pane starts, what runs in it, numbers with bounds. Relative
// directories mean what they mean where the command line runs.
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { messageOf, usageError } from './cli-error.ts';

export interface PaneOptions {
  readonly cwd?: string;
  readonly private?: true;
  readonly profile?: string;
}

/** The part of a command's parameters that tells of the new pane; absent keys stay absent. */
export function paneParams(
  { cwd, private: isPrivate, profile }: PaneOptions,
  words: readonly string[],
  workingDir: string,
): { cwd?: string; private?: boolean; profile?: string; command?: string[] } {
  return {
    ...(cwd !== undefined && { cwd: resolve(workingDir, cwd) }),
    ...(isPrivate && { private: true }),
    ...(profile !== undefined && { profile }),
    ...(words.length > 0 && { command: [...words] }),
  };
}

export function parseRatio(text: string): number {
  const ratio = text.trim() === '' ? Number.NaN : Number(text);
  if (!(ratio > 0 && ratio < 1)) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return ratio;
}

export function parseDirectory(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must name a directory.');
  return text;
}

/** Throws an error of usage unless it is a regular expression such as the app takes (flags m and u). */
export function requirePattern(text: string): void {
  try {
    new RegExp(text, 'mu');
  } catch (error) {
    throw usageError(messageOf(error));
  }
}

/** A number of at least 0, in whatever unit the option has. */
export function parseAmount(text: string): number {
  const amount = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(amount) || amount < 0)
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  return amount;
}
