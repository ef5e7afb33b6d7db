// Work in turns: what belongs together is done in its order, and whoever has much to do waits between two pieces for
// everybody else. A pane that floods its screen holds up no other pane for longer than one piece.

export interface FairQueue<T> {
  add(lane: string, task: T): void;
}

/** `perform` is called for one task at a time; `later` lets new tasks come in between two of them. */
export function createFairQueue<T>(
  perform: (task: T) => void,
  later: (next: () => void) => void,
): FairQueue<T> {
  /** In the order in which their turns come: a lane that had its turn goes to the end. */
  const lanes = new Map<string, T[]>();
  let isRunning = false;

  function run(): void {
    const [turn] = lanes;
    if (turn === undefined) {
      isRunning = false;
      return;
    }
    const [lane, tasks] = turn;
    const task = tasks.shift();
    lanes.delete(lane);
    if (tasks.length > 0) {
      lanes.set(lane, tasks);
    }
    later(run);
    if (task !== undefined) {
      perform(task);
    }
  }

  return {
    add(lane, task) {
      const tasks = lanes.get(lane);
      if (tasks === undefined) {
        lanes.set(lane, [task]);
      } else {
        tasks.push(task);
      }
      if (!isRunning) {
        isRunning = true;
        later(run);
      }
    },
  };
}
