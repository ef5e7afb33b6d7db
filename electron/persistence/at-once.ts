// Many small questions to the disk at the same time: a start that asks one after the other waits for a turn of a busy event loop
// with each. Invariant: results in the order of the items, and never more under way than descriptors and memory allow.

/** Enough to keep the file system's threads busy. */
const MOST_UNDER_WAY = 16;

/** Rejects with a failure, after which no more is begun; what is under way is waited for, so that nothing is left open behind it. */
export async function mapAtOnce<T, R>(
  items: readonly T[],
  each: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      try {
        results[index] = await each(items[index] as T);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(MOST_UNDER_WAY, items.length) }, work);
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
