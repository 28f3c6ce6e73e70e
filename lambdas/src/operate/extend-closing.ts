import { eq } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { moveClosing } from '@sagopalgo/core/redis/commands.ts';
import type { Moved } from '@sagopalgo/core/redis/commands.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { finishAction, writeAction } from '@sagopalgo/core/operating/actions.ts';
import type { OperatorWord } from '@sagopalgo/core/operating/actions.ts';
import type { Connections } from '../connections.ts';
import { followLog } from '../record-bids/follow-log.ts';
import { OperatorError } from '../record-bids/operator-actions.ts';
import { UNSETTLED_STATES } from '@sagopalgo/core/rules/auction-states.ts';

const REFUSALS: Record<Exclude<Moved, 'MOVED'>, string> = {
  AUCTION_NOT_FOUND: 'Redis does not have it at the moment; try again',
  CLOSED: 'it has closed',
  NOT_LATER: 'it already closes later than that',
  INTERRUPTED: 'it is interrupted; use resume or cancel',
  MOVED_BEFORE: 'it was moved before',
};

/**
 * Moves the closing of an auction to `untilMs` (UTC milliseconds), as an operator. What is asked is
 * written down first, so that nothing happens without a trace; what came of it is added. Returns false
 * when it closes at that moment or later already. Throws an OperatorError that says why not.
 */
export async function extendClosing(
  connections: Connections,
  auctionId: string,
  { untilMs, ...word }: OperatorWord & { untilMs: number },
): Promise<boolean> {
  const { db, redis, now } = connections;
  await checkExtendable(connections, auctionId, untilMs);
  const live = (await readLive(redis, [auctionId])).states.get(auctionId);
  if (live && live.closesAtMs >= untilMs) return false;
  const asked = { closesAtMs: untilMs, from: live?.closesAtMs ?? null };
  const action = { ...word, auctionId, action: 'extend' as const, detail: asked };
  const actionId = await db.transaction((tx) => writeAction(tx, { ...action, actedAtMs: now() }));
  const answer = await moveClosing(redis, auctionId, { closesAtMs: untilMs, reason: 'operator' });
  if (answer !== 'MOVED') {
    await finishAction(db, actionId, { ...asked, refused: answer });
    throw new OperatorError(`Auction ${auctionId} was not extended: ${REFUSALS[answer]}.`);
  }
  await followLog(connections, auctionId, { isAstray: false });
  await finishAction(db, actionId, { ...asked, done: true });
  return true;
}

async function checkExtendable(
  { db, now }: Connections,
  auctionId: string,
  untilMs: number,
): Promise<void> {
  const [row] = await db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
  if (!row) throw new OperatorError(`There is no auction ${auctionId}.`);
  if (!UNSETTLED_STATES.includes(row.state)) {
    throw new OperatorError(`Auction ${auctionId} is over: it is ${row.state}.`);
  }
  if (row.interruptedAtMs !== null) {
    throw new OperatorError(`Auction ${auctionId} is interrupted; use resume or cancel.`);
  }
  if (untilMs <= now()) throw new OperatorError('The new closing must lie ahead.');
}
