import { interruptAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import type { Connections } from '../connections.ts';
import { KEEP_ENDED_MS } from './keep-ended.ts';
import { DivergedError, recordAuction, RecordStoppedError } from './record-auction.ts';
import { restoreAuction } from './restore-auction.ts';

/**
 * Brings the record and Redis together for an operator who has decided: what the log holds beyond the
 * record is recorded. Where it does not go on from the record, the log is set aside under a key of its
 * own for a week and Redis gets what the record has. Returns how many entries were set aside.
 */
export async function trustRecord(connections: Connections, auctionId: string): Promise<number> {
  const { redis, log } = connections;
  try {
    await recordAuction(connections, auctionId);
    await restoreAuction(connections, auctionId);
    return 0;
  } catch (error) {
    if (!(error instanceof DivergedError) && !(error instanceof RecordStoppedError)) throw error;
    // No bid may be judged on what is about to go.
    await interruptAuction(redis, auctionId);
    const entries = await setAside(connections, auctionId);
    log.warn('log.set-aside', { auctionId, entries, reason: error.message });
    await restoreAuction(connections, auctionId);
    return entries;
  }
}

async function setAside({ redis, now }: Connections, auctionId: string): Promise<number> {
  const { state, bidders, answers, log } = auctionKeys(auctionId);
  const aside = `${log}:aside:${now()}`;
  const entries = await redis.xlen(log);
  const moving = redis.multi().del(state, bidders, answers);
  if (entries > 0) moving.rename(log, aside).pexpire(aside, KEEP_ENDED_MS);
  for (const [error] of (await moving.exec()) ?? []) if (error) throw error;
  return entries;
}
