// Where the command runs, as the places of the app need to know it.
import { homedir } from 'node:os';
import { type Places, resolvePlaces, type Surroundings } from '../electron/home/places.ts';

export interface CliSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDir: string;
}

export function surroundingsOf({ environment, workingDir }: CliSurroundings): Surroundings {
  return { platform: process.platform, environment, userHome: homedir(), workingDir };
}

export function placesFor(homeOption: string | undefined, cli: CliSurroundings): Places {
  return resolvePlaces(homeOption ?? null, surroundingsOf(cli));
}
