import { setTimeout as pause } from 'node:timers/promises';
import { recordAuction } from '@sagopalgo/lambdas/src/record-bids/record-auction.ts';
import type { LoadDeps } from './load-people.ts';

const POLL_MS = 250;
const POLLS_MAX = 120;
const UNCONFIRMED = /^bids_unconfirmed\{[^}]*\} (\d+)$/m;
const SILENT = { error: silent, warn: silent, info: silent, debug: silent };

/**
 * Brings the record up to what was bid, and waits until the apis on those internal ports have seen it:
 * what the keeper does all the time, elsewhere. An api that bids and is never recorded would hold on to
 * every bid it has answered, and doubt it. Throws when that takes over half a minute.
 */
export async function catchUp(
  { db, redis }: LoadDeps,
  auctionIds: readonly string[],
  internalPorts: readonly number[],
): Promise<void> {
  for (const auctionId of auctionIds) await recordAuction({ db, redis, log: SILENT }, auctionId);
  for (const port of internalPorts) await untilConfirmed(port);
}

async function untilConfirmed(internalPort: number): Promise<void> {
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    const metrics = await (await fetch(`http://127.0.0.1:${internalPort}/metrics`)).text();
    if (UNCONFIRMED.exec(metrics)?.[1] === '0') return;
    await pause(POLL_MS);
  }
  throw new Error('the api goes on missing bids in a record that has all of them');
}

function silent(): void {}
