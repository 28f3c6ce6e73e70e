import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { ROOT } from '../root.ts';
import type { WalkSystem } from './walk-system.ts';

const run = promisify(execFile);

/** What `npm run demo-auction` prints. Times are UTC milliseconds. */
export interface ListedAuction {
  auctionId: string;
  opensAtMs: number;
  closesAtMs: number;
}

/** Lists an auction by the command a person would use, with its options. */
export async function listAuction(
  { mysqlUrl, redisUrl }: WalkSystem,
  options: string,
): Promise<ListedAuction> {
  const command = [join(ROOT, 'scripts/demo-auction.ts'), ...options.split(' ')];
  const { stdout } = await run(process.execPath, command, {
    env: { ...process.env, MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl },
  });
  return JSON.parse(stdout) as ListedAuction;
}
