import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { compareAuction } from '../record-bids/compare/compare-auction.ts';
import { markInterrupted } from '../record-bids/mark-interrupted.ts';
import { OperatorError } from '../record-bids/operator-actions.ts';
import { recordAuction } from '../record-bids/record-auction.ts';
import { recordBids } from '../record-bids/record-bids.ts';
import {
  keepCopy,
  letTimeRunOut,
  listedAuction,
  openLambdaConnections,
  place,
  placeBids,
  rowOf,
} from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { cancelAuction } from './cancel-auction.ts';
import { settleAuction } from './settle-auction.ts';

const WORD = { operator: 'yuna', reason: 'the disk was full' };

describe('an operator who cancels', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  const liveOf = async (auctionId: string) =>
    (await readLive(connections.redis, [auctionId])).states.get(auctionId);
  const actionsOf = async (auctionId: string) => {
    const rows = await connections.db
      .select()
      .from(operatorActions)
      .where(eq(operatorActions.auctionId, auctionId))
      .orderBy(asc(operatorActions.actedAtMs));
    return rows.map(({ action, operator, reason, detail }) => ({
      ...{ action, operator, reason },
      detail: JSON.parse(detail) as Record<string, unknown>,
    }));
  };
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => new Error('it was done'),
      (caught: unknown) => caught as Error,
    );
    expect(error, error.message).to.be.instanceOf(OperatorError);
    return error.message;
  };
  const forget = (auctionId: string) =>
    connections.db.delete(auctions).where(eq(auctions.auctionId, auctionId));

  async function interrupted(): Promise<string> {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await recordAuction(connections, auctionId);
    await markInterrupted(connections, auctionId, 'test');
    return auctionId;
  }

  const expectCancelled = async (auctionId: string) => {
    expect(await rowOf(connections, auctionId)).to.include({
      ...{ state: 'cancelled', interruptedAtMs: null, minimumKrw: null },
    });
    expect(await liveOf(auctionId)).to.include({ state: 'cancelled' });
    expect(await connections.db.$count(orders, eq(orders.auctionId, auctionId))).to.equal(0);
    expect(await compareAuction(connections, auctionId)).to.deep.equal([]);
  };

  it('ends an auction that is bid on, without a winner or an order', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    expect(await cancelAuction(connections, auctionId, WORD)).to.equal(true);
    await expectCancelled(auctionId);
    expect(await actionsOf(auctionId)).to.deep.equal([
      { ...WORD, action: 'cancel', detail: { done: true, bidCount: 2, was: 'cancelled' } },
    ]);
    expect(await cancelAuction(connections, auctionId, WORD)).to.equal(false);
    expect(await actionsOf(auctionId)).to.have.length(1);
  });

  it('ends one that is interrupted, also where Redis has taken other bids', async () => {
    const auctionId = await interrupted();
    await cancelAuction(connections, auctionId, WORD);
    await expectCancelled(auctionId);
    const other = await listedAuction(connections);
    const bringBack = await keepCopy(connections, other.auctionId);
    await placeBids(connections, other.auctionId, [1000, 1100]);
    await recordAuction(connections, other.auctionId);
    await bringBack();
    await placeBids(connections, other.auctionId, [1050]);
    await recordBids(connections);
    await cancelAuction(connections, other.auctionId, WORD);
    await expectCancelled(other.auctionId);
  });

  it('ends one that cannot be recorded, up to where it was', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await recordAuction(connections, auctionId);
    await place(connections, auctionId, 'x', { kind: 'exact', amountKrw: 1100 });
    await place(connections, auctionId, 'y', { kind: 'exact', amountKrw: 1200 });
    await connections.redis.xdel(auctionKeys(auctionId).log, '2-0');
    await cancelAuction(connections, auctionId, WORD);
    await expectCancelled(auctionId);
    expect(await rowOf(connections, auctionId)).to.include({ bidCount: 1, recordedSeq: 2 });
  });

  it('overrules the result of one that had closed and was interrupted before settling', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await letTimeRunOut(connections, auctionId);
    await closeAuction(connections.redis, auctionId);
    await markInterrupted(connections, auctionId, 'test');
    await cancelAuction(connections, auctionId, WORD);
    await expectCancelled(auctionId);
  });

  it('is finished by asking again when it was cut off', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await closeAuction(connections.redis, auctionId, { how: 'cancel' });
    await cancelAuction(connections, auctionId, WORD);
    await expectCancelled(auctionId);
  });

  it('is refused where the auction has ended, and then changes nothing', async () => {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000]);
    await letTimeRunOut(connections, auctionId);
    await closeAuction(connections.redis, auctionId);
    const said = await refusal(cancelAuction(connections, auctionId, WORD));
    expect(said).to.include('had ended before it could be cancelled');
    expect(await settleAuction(connections, auctionId)).to.equal('sold');
    const again = await refusal(cancelAuction(connections, auctionId, WORD));
    expect(again).to.include('is over: it is sold');
    await refusal(cancelAuction(connections, 'none', WORD));
    await forget(auctionId);
  });
});
