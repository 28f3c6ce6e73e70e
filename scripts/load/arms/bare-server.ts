// The least a server can do with a bid: read it, have the same script judge it, answer. It knows no
// sign-in, checks nothing and logs nothing. What the api is set against.
import process from 'node:process';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { placeBid } from '@sagopalgo/core/redis/commands.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { serveBids } from './serve-bids.ts';

/** What the api's wide limits are: the script does the same work for both. */
const PACE = { msABid: 1, burst: 10_000 };

const redis = connectRedis(process.env['REDIS_URL'] ?? '');
await whenConnected(redis);
await serveBids(async (auctionId, bidderId, bid) => {
  try {
    const answer = await placeBid(redis, { ...bid, auctionId, bidderId, pace: PACE });
    return { status: 201, body: JSON.stringify(answer) };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { status: 409, body: JSON.stringify(error.detail) };
  }
});
