// The simplest state machine that shows every mistake: its state is the list of all records it was ever given. A record that is
// missing, doubled, out of order or of another history makes two lists differ.
import type { Lsn, StateMachine } from '../../electron/persistence/types.ts';

export class ListMachine implements StateMachine {
  items: string[] = [];
  readonly applied: Lsn[] = [];

  restore(saved: Uint8Array | null): void {
    this.items = saved === null ? [] : (JSON.parse(Buffer.from(saved).toString()) as string[]);
  }

  apply(record: Uint8Array, lsn: Lsn): void {
    this.items.push(Buffer.from(record).toString());
    this.applied.push(lsn);
  }

  save(): Uint8Array {
    return Buffer.from(JSON.stringify(this.items));
  }
}
