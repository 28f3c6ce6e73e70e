import { asc, eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, closingMoves, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { closeAuction } from '@sagopalgo/core/redis/commands.ts';
import { writeDoubt } from '@sagopalgo/core/redis/doubts.ts';
import { auctionKeys, DOUBTED_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { cancelAuction } from './close-auctions/cancel-auction.ts';
import { settleAuction } from './close-auctions/settle-auction.ts';
import { answerDoubts } from './record-bids/answer-doubts.ts';
import { compareAuction } from './record-bids/compare/compare-auction.ts';
import { markInterrupted } from './record-bids/mark-interrupted.ts';
import { OperatorError } from './record-bids/operator-actions.ts';
import { recordAuction } from './record-bids/record-auction.ts';
import { recordBids } from './record-bids/record-bids.ts';
import {
  ahead,
  keepCopy,
  letTimeRunOut,
  listedAuction,
  openLambdaConnections,
  place,
  placeBids,
  rowOf,
} from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';
import { extendClosing } from './operate/extend-closing.ts';
import { resumeAuction } from './operate/resume-auction.ts';

const MINUTE_MS = 60_000;
const WORD = { operator: 'yuna', reason: 'the disk was full' };

describe('what operators do', () => {
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
  const movesOf = (auctionId: string) =>
    connections.db.select().from(closingMoves).where(eq(closingMoves.auctionId, auctionId));
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => new Error('it was done'),
      (caught: unknown) => caught as Error,
    );
    expect(error, error.message).to.be.instanceOf(OperatorError);
    return error.message;
  };
  /** An auction that was interrupted: its third bid was acknowledged and is gone. */
  async function interrupted(): Promise<string> {
    const { auctionId } = await listedAuction(connections);
    await placeBids(connections, auctionId, [1000, 1100]);
    await recordAuction(connections, auctionId);
    await markInterrupted(connections, auctionId, 'test');
    return auctionId;
  }

  describe('extending', () => {
    it('moves the closing, tells why, and is written down', async () => {
      const { auctionId, closesAtMs } = await listedAuction(connections);
      const untilMs = closesAtMs + 10 * MINUTE_MS;
      expect(await extendClosing(connections, auctionId, { ...WORD, untilMs })).to.equal(true);
      expect(await liveOf(auctionId)).to.include({ closesAtMs: untilMs, moved: 'operator' });
      expect(await rowOf(connections, auctionId)).to.include({
        ...{ closesAtMs: untilMs, scheduledClosesAtMs: untilMs, moved: 'operator' },
      });
      expect(await actionsOf(auctionId)).to.deep.equal([
        {
          ...{ ...WORD, action: 'extend' },
          detail: { closesAtMs: untilMs, from: closesAtMs, done: true },
        },
      ]);
    });

    it('does nothing twice', async () => {
      const { auctionId, closesAtMs } = await listedAuction(connections);
      const untilMs = closesAtMs + MINUTE_MS;
      await extendClosing(connections, auctionId, { ...WORD, untilMs });
      expect(await extendClosing(connections, auctionId, { ...WORD, untilMs })).to.equal(false);
      expect(await actionsOf(auctionId)).to.have.length(1);
      expect(await movesOf(auctionId)).to.have.length(1);
    });

    it('is refused in plain words', async () => {
      const untilMs = Date.now() + 2 * 60 * MINUTE_MS;
      const asked = { ...WORD, untilMs };
      expect(await refusal(extendClosing(connections, 'none', asked))).to.include(
        'no auction none',
      );
      const stopped = await interrupted();
      const said = await refusal(extendClosing(connections, stopped, asked));
      expect(said).to.include('is interrupted; use resume or cancel');
      const { auctionId } = await listedAuction(connections);
      await letTimeRunOut(connections, auctionId);
      await closeAuction(connections.redis, auctionId);
      expect(await refusal(extendClosing(connections, auctionId, asked))).to.include('has closed');
      expect((await actionsOf(auctionId))[0]?.detail).to.include({ refused: 'CLOSED' });
      await settleAuction(connections, auctionId);
      expect(await refusal(extendClosing(connections, auctionId, asked))).to.include('is unsold');
      const past = { ...WORD, untilMs: Date.now() - 1 };
      const live = await listedAuction(connections);
      const late = await refusal(extendClosing(connections, live.auctionId, past));
      expect(late).to.include('must lie ahead');
    });
  });

  describe('resuming', () => {
    it('lets bids flow again for ten minutes at least, as the record holds it', async () => {
      const auctionId = await interrupted();
      await connections.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
      await connections.db
        .update(auctions)
        .set({ closesAtMs: Date.now() - 1 })
        .where(eq(auctions.auctionId, auctionId));
      const resumed = await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      expect(resumed).to.include({ isOver: false, setAside: 0 });
      expect(resumed?.closesAtMs).to.be.closeTo(Date.now() + 10 * MINUTE_MS, 2000);
      expect(await liveOf(auctionId)).to.include({
        ...{ interrupted: false, state: 'live', seq: 2, priceKrw: 1100, moved: 'operator' },
      });
      expect(await rowOf(connections, auctionId)).to.include({ interruptedAtMs: null });
      const next = await place(connections, auctionId, 'x', { kind: 'exact', amountKrw: 1200 });
      expect(next.seq).to.equal(3);
      await recordBids(connections);
      expect(await movesOf(auctionId)).to.have.length(1);
      expect(await compareAuction(connections, auctionId)).to.deep.equal([]);
      expect(await actionsOf(auctionId)).to.have.length(1);
    });

    it('never brings the closing forward', async () => {
      const auctionId = await interrupted();
      const { closesAtMs } = await rowOf(connections, auctionId);
      const resumed = await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      expect(resumed?.closesAtMs).to.equal(closesAtMs);
      expect(await movesOf(auctionId)).to.have.length(0);
    });

    it('decides about what was told before, and about nothing that is told after', async () => {
      const auctionId = await interrupted();
      await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      const lost = { auctionId, seq: 3, raise: 0, bidId: 'lost' };
      const report = (epochNumber: number) =>
        connections.redis.sadd(DOUBTED_KEY, writeDoubt({ ...lost, epochNumber }));
      await report(1);
      expect(await answerDoubts(connections)).to.equal(0);
      const { epoch } = await rowOf(connections, auctionId);
      await report(epoch);
      expect(await answerDoubts(connections)).to.equal(1);
    });

    it('is finished by the keeper when it was cut off between the record and Redis', async () => {
      const auctionId = await interrupted();
      const bringBack = await keepCopy(connections, auctionId);
      await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      await bringBack();
      expect(await liveOf(auctionId)).to.include({ interrupted: true });
      await recordBids(connections);
      expect(await liveOf(auctionId)).to.include({ interrupted: false });
    });

    it('goes on from the record where Redis has taken other bids, and sets those aside', async () => {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, [1000, 1100]);
      const bringBack = await keepCopy(connections, auctionId);
      await placeBids(connections, auctionId, [1200, 1300]);
      await recordAuction(connections, auctionId);
      await bringBack();
      await placeBids(connections, auctionId, [1250]);
      await recordBids(connections);
      const resumed = await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      expect(resumed).to.include({ setAside: 3 });
      expect(await liveOf(auctionId)).to.include({ seq: 4, priceKrw: 1300, interrupted: false });
      const aside = await connections.redis.keys(`${auctionKeys(auctionId).log}:aside:*`);
      expect(aside).to.have.length(1);
      expect(await connections.redis.xlen(aside[0] ?? '')).to.equal(3);
    });

    it('takes an auction whose recording has stopped for interrupted, and sets aside what is beyond', async () => {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, [1000, 1100, 1200, 1300]);
      await connections.redis.xdel(auctionKeys(auctionId).log, '3-0');
      const resumed = await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      expect(resumed).to.include({ isOver: false, setAside: 3 });
      expect(await liveOf(auctionId)).to.include({ seq: 2, priceKrw: 1100, interrupted: false });
      const next = await place(connections, auctionId, 'x', { kind: 'exact', amountKrw: 1200 });
      expect(next.seq).to.equal(3);
      await recordBids(connections);
      expect(await compareAuction(connections, auctionId)).to.deep.equal([]);
    });

    it('finds by itself that Redis has taken other bids', async () => {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, [1000, 1100]);
      const bringBack = await keepCopy(connections, auctionId);
      await placeBids(connections, auctionId, [1200]);
      await recordAuction(connections, auctionId);
      await bringBack();
      await placeBids(connections, auctionId, [1250]);
      const resumed = await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      expect(resumed).to.include({ setAside: 3 });
      expect(await liveOf(auctionId)).to.include({ seq: 3, priceKrw: 1200, interrupted: false });
    });

    it('lets the result of an auction stand that had closed before', async () => {
      const { auctionId } = await listedAuction(connections);
      await placeBids(connections, auctionId, [1000]);
      await letTimeRunOut(connections, auctionId);
      await closeAuction(connections.redis, auctionId);
      await recordAuction(connections, auctionId);
      await markInterrupted(connections, auctionId, 'test');
      const resumed = await resumeAuction(connections, auctionId, { ...WORD, untilMs: null });
      expect(resumed).to.include({ isOver: true });
      expect(await settleAuction(ahead(connections, 10_000), auctionId)).to.equal('sold');
    });

    it('does nothing where nothing is interrupted, and is refused where all is over', async () => {
      const { auctionId } = await listedAuction(connections);
      const asked = { ...WORD, untilMs: null };
      expect(await resumeAuction(connections, auctionId, asked)).to.equal(null);
      expect(await actionsOf(auctionId)).to.deep.equal([]);
      await cancelAuction(connections, auctionId, WORD);
      const said = await refusal(resumeAuction(connections, auctionId, asked));
      expect(said).to.include('is over: it is cancelled');
      await refusal(resumeAuction(connections, 'none', asked));
    });
  });
});
