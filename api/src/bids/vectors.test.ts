import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { closeAuction, openAuction } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { BIDDING_VECTORS, vectorBid } from '@sagopalgo/core/testing/bidding-vectors.ts';
import type { VectorStep } from '@sagopalgo/core/testing/bidding-vectors.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const BIDDERS = ['A', 'B', 'C'] as const;

describe('the worked cases of the bidding rules, through the api', () => {
  let api: ApiUnderTest;
  let sellerId: string;
  const people = new Map<string, { userId: string; token: string }>();
  before(async () => {
    api = await startApi();
    sellerId = (await addPersonWithToken(api.deps)).userId;
    for (const name of BIDDERS) people.set(name, await addPersonWithToken(api.deps));
  });
  after(() => api.end());

  async function list(given: Parameters<typeof addAuction>[1]): Promise<string> {
    const row = await addAuction(api.deps.db, { sellerId, ...given });
    expect(await openAuction(api.deps.redis, row)).to.equal('OPENED');
    return row.auctionId;
  }

  function personOf(name: string): { userId: string; token: string } {
    const person = people.get(name);
    if (!person) throw new Error(`nobody is called ${name}`);
    return person;
  }

  /** Sends one step and compares its answer and what everybody then sees; `aliases` grows with it. */
  async function take(auctionId: string, step: VectorStep, aliases: Map<string, string>) {
    const path = `/auctions/${auctionId}`;
    const { token } = personOf(step.bidder);
    const body = vectorBid(step, randomUUID());
    const answer = await api.call('POST', `${path}/bids`, { token, body });
    const isAccepted = answer.status === 201;
    expect(isAccepted ? answer.body.outcome : answer.body.code).to.equal(step.result);
    const { priceKrw, minimumKrw } = step;
    if (isAccepted) {
      expect(answer.body).to.include({ priceKrw, minimumKrw });
      aliases.set(step.bidder, answer.body.alias);
    }
    const leaderAlias = step.leader === null ? null : aliases.get(step.leader);
    const shown = { priceKrw, minimumKrw, leaderAlias, state: 'live' };
    expect((await api.call('GET', path)).body).to.include(shown);
    const own = await api.call('GET', path, { token });
    const standing = step.leader === step.bidder ? 'leading' : 'outbid';
    if (aliases.has(step.bidder)) {
      expect(own.body.me).to.include({ alias: aliases.get(step.bidder), standing });
    }
  }

  for (const { name, auction, steps, closes } of BIDDING_VECTORS) {
    it(name, async () => {
      const { redis } = api.deps;
      const auctionId = await list(auction);
      const aliases = new Map<string, string>();
      for (const step of steps) await take(auctionId, step, aliases);

      await redis.hset(auctionKeys(auctionId).state, 'closesAtMs', Date.now() - 1);
      const outcome = closes.sold ? 'sold' : 'unsold';
      const leaderId = closes.winner === null ? null : personOf(closes.winner).userId;
      const { priceKrw } = closes;
      const closing = { code: 'CLOSED', outcome, leaderId, priceKrw };
      expect(await closeAuction(redis, auctionId)).to.include(closing);
      const { body } = await api.call('GET', `/auctions/${auctionId}`);
      expect(body).to.include({ state: outcome, priceKrw, minimumKrw: null });
    });
  }
});
