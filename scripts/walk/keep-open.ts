import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { Standstills } from '@sagopalgo/lambdas/src/record-bids/standstills.ts';
import { extendClosing } from '@sagopalgo/lambdas/src/operate/extend-closing.ts';
import type { WalkSystem } from './walk-system.ts';

/** Has an operator move an auction's closing where a slow machine has left less time than that until it. */
export async function keepOpen(
  { db, redis }: Pick<WalkSystem, 'db' | 'redis'>,
  auctionId: string,
  leftMs: number,
): Promise<void> {
  const connections = { db, redis, log: quietLog(), now: Date.now, standstills: new Standstills() };
  const word = { operator: 'walk', reason: '느린 기계' };
  await extendClosing(connections, auctionId, { ...word, untilMs: Date.now() + leftMs });
}
