// Everything that was read in one turn of the event loop as one piece: the kernel hands out a terminal's output in
// pieces of 4 KB, up to 32 of them in a turn, and whoever listens does the same work for each. Adds no waiting: a piece
// is passed on before the loop looks for input again.

export interface TurnBatch {
  push(bytes: Buffer): void;
  /** Passes on at once what there is. */
  flush(): void;
  /** Drops what there is. */
  clear(): void;
}

export function createTurnBatch(deliver: (bytes: Buffer) => void): TurnBatch {
  let pieces: Buffer[] = [];
  let immediate: NodeJS.Immediate | undefined;

  function take(): Buffer[] {
    clearImmediate(immediate);
    immediate = undefined;
    const taken = pieces;
    pieces = [];
    return taken;
  }

  function flush(): void {
    const [first, ...others] = take();
    if (first !== undefined) {
      deliver(others.length === 0 ? first : Buffer.concat([first, ...others]));
    }
  }

  return {
    push(bytes) {
      pieces.push(bytes);
      immediate ??= setImmediate(flush);
    },
    flush,
    clear() {
      take();
    },
  };
}
