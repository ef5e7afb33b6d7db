// A disk that takes its time to give a file its name, so that a test can do something while the file is being published.
import { SimFileSystem } from '../support/sim-fs.ts';
import { freshDisk } from './crash-points.ts';

/** Lets everything that is ready go on, so many times. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

export class SlowToName extends SimFileSystem {
  /** `slowIn`: part of the paths of which this is so. */
  constructor(private readonly slowIn: string) {
    super(freshDisk().root);
  }

  override async rename(from: string, to: string): Promise<void> {
    if (from.includes(this.slowIn)) await turns(40);
    return super.rename(from, to);
  }
}
