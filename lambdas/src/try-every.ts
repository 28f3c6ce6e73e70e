// Restoring takes two of the ten connections of a pool, and two loops may be restoring at once.
const AT_ONCE = 4;

/**
 * Does `work` for every item, a few (`atOnceMax`) at a time, whatever becomes of the others; then throws an
 * AggregateError of all that failed, so that a schedule tries again. Returns the results otherwise.
 */
export async function tryEvery<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnceMax = AT_ONCE,
): Promise<Result[]> {
  const results: Result[] = [];
  const errors: unknown[] = [];
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      try {
        results.push(await work(item));
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, worker));
  if (errors.length > 0) {
    throw new AggregateError(errors, `${errors.length} of ${items.length} failed`);
  }
  return results;
}
