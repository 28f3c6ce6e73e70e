import { randomUUID } from 'node:crypto';
import { placeBid } from '@sagopalgo/core/redis/commands.ts';
import { storedKeys } from '@sagopalgo/core/redis/keys.ts';
import type { LoadDeps } from './load-people.ts';
import { addAuctions } from './load-people.ts';
import type { Bidder } from './rush.ts';

const BIDS = 2_000;

/** What an open auction takes of Redis's memory, in bytes. */
export interface Memory {
  emptyBytes: number;
  bids: number;
  fullBytes: number;
}

/** Measures an open auction before any bid and after 2,000 of as many bidders as there are. */
export async function measureMemory(deps: LoadDeps, bidders: readonly Bidder[]): Promise<Memory> {
  const [auctionId = ''] = await addAuctions(deps, 1, 1_000);
  const emptyBytes = await bytesOf(deps, auctionId);
  for (let bid = 0; bid < BIDS; bid += 1) {
    const bidderId = bidders[bid % bidders.length]?.userId ?? '';
    const asked = { bidId: randomUUID(), kind: 'exact', amountKrw: 1_000 + bid } as const;
    await placeBid(deps.redis, { auctionId, bidderId, ...asked });
  }
  return { emptyBytes, bids: BIDS, fullBytes: await bytesOf(deps, auctionId) };
}

async function bytesOf({ redis }: LoadDeps, auctionId: string): Promise<number> {
  const sizes = await Promise.all(
    storedKeys(auctionId).map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)),
  );
  return sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
}
