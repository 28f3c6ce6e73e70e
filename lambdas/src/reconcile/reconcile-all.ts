import type { Connections } from '../connections.ts';
import { reconcileBooks } from './reconcile-books.ts';
import { reconcileLatest } from './reconcile-day.ts';

/** Compares the day whose sale was last as a whole, and checks the books. Returns how much differs. */
export async function reconcileAll(
  connections: Connections,
): Promise<{ differences: number; booksDifferences: number }> {
  const [differences, booksDifferences] = await Promise.all([
    reconcileLatest(connections),
    reconcileBooks(connections),
  ]);
  return { differences, booksDifferences };
}
