import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { beginLoading, endLoading } from '@sagopalgo/core/redis/loaded-marks.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import { startPart } from '../../../local/part.ts';
import { START_KRW } from '../event-text.ts';
import type { LoadPlace, Peer, RunningServer } from '../peers.ts';

const HOUR_MS = 3_600_000;
/** Two take turns: nobody may bid against himself. */
const BIDDERS = ['load-bidder-one', 'load-bidder-two'];

/** The sse-server as it is deployed, told of bids that the judge takes in Redis. */
export const ours: Peer = {
  name: 'ours',
  resumes: true,
  prepare: () => Promise.resolve(null),
  start: async (place, topics) => {
    const auctionIds = await openAuctions(place.redis, topics);
    const path = `/events?auctions=${auctionIds.join(',')}`;
    return { ...(await startWindow(place)), path, ...bidding(place.redis, auctionIds) };
  },
};

/** Starts the sse-server by its real entry. */
export async function startWindow(
  { dataDir, redisUrl }: Pick<LoadPlace, 'dataDir' | 'redisUrl'>,
  env: Record<string, string> = {},
): Promise<Pick<RunningServer, 'pid' | 'port' | 'protocol' | 'stop'>> {
  const part = await startPart({
    name: 'sse-server',
    file: 'sse-server/src/main.ts',
    env: {
      ...accessEnv(),
      REDIS_URL: redisUrl,
      CONNECTIONS_MAX: '19000',
      RATE_LIMITS: 'wide',
      TRUSTED_PROXIES: 'none',
      ...env,
    },
    ports: ['HTTP_PORT'],
    logFile: join(dataDir, 'sse-server.log'),
  });
  const port = part.ports['HTTP_PORT'] ?? 0;
  return { pid: part.pid, port, protocol: 'sse', stop: part.kill };
}

// Nobody in the load is signed in; the server takes no start without knowing who could be.
function accessEnv(): Record<string, string> {
  return {
    TOKEN_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_ORIGINS: 'https://sagopalgo.example',
  };
}

/** Puts auctions into Redis that are open for that long and an hour, named `<run>-<topic>`. */
export async function openAuctions(
  redis: AuctionRedis,
  count: number,
  forMs = 0,
): Promise<string[]> {
  const run = randomUUID().slice(0, 8);
  const nowMs = Date.now();
  const closesAtMs = nowMs + forMs + HOUR_MS;
  const auctionIds = Array.from({ length: count }, (_, topic) => `${run}-${topic}`);
  await beginLoading(redis, run);
  for (const auctionId of auctionIds) {
    await openAuction(redis, {
      auctionId,
      epoch: 1,
      sellerId: 'load-seller',
      ...{ startKrw: START_KRW, steps: [[0, 1]], capKrw: CAP_MAX_KRW },
      ...{ reserveKrw: null, buyNowKrw: null, extension: 'auto' },
      opensAtMs: nowMs - 1000,
      ...{ closesAtMs, scheduledClosesAtMs: closesAtMs },
    });
  }
  await endLoading(redis, run);
  return auctionIds;
}

/** Bids by the judge's own script, so that what is published is what a real bid publishes. */
export function bidding(
  redis: AuctionRedis,
  auctionIds: readonly string[],
): Pick<RunningServer, 'publish' | 'flush'> {
  const underWay = new Set<Promise<unknown>>();
  let fault: unknown = null;
  return {
    publish: (topic, seq) => {
      const bid = placeBid(redis, {
        auctionId: auctionIds[topic] ?? '',
        bidderId: BIDDERS[seq % BIDDERS.length] ?? '',
        ...{ bidId: randomUUID(), kind: 'exact', amountKrw: START_KRW + seq - 1 },
      })
        .catch((error: unknown) => (fault ??= error))
        .finally(() => underWay.delete(bid));
      underWay.add(bid);
    },
    flush: async () => {
      await Promise.all(underWay);
      if (fault !== null) throw fault;
    },
  };
}
