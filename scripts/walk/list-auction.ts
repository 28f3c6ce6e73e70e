import { listDemoAuction } from '../demo-auction/list-demo-auction.ts';
import type { ListedAuction } from '../demo-auction/list-demo-auction.ts';
import { readDemoAuctionOptions } from '../demo-auction/options.ts';
import type { WalkSystem } from './walk-system.ts';

export type { ListedAuction };

/** Lists an auction as the command `npm run demo-auction` does, with its options. */
export async function listAuction(
  { mysqlUrl, redisUrl }: WalkSystem,
  options: string,
): Promise<ListedAuction> {
  return await listDemoAuction({ mysqlUrl, redisUrl }, readDemoAuctionOptions(options.split(' ')));
}
