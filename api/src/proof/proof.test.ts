import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { compactVerify, createRemoteJWKSet } from 'jose';
import type { NewBid } from '@sagopalgo/core/contracts/bids.ts';
import { downloadLog, verifyAuctionLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { auctions, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys as auctionKeysOf } from '@sagopalgo/core/redis/keys.ts';
import { RECEIPT_TYP } from '@sagopalgo/core/rules/signed-claims.ts';
import type { ReceiptClaims } from '@sagopalgo/core/rules/signed-claims.ts';
import { newNonce } from '@sagopalgo/core/runtime/digest.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { recordWithChain, settleNow } from '../testing/settled-auction.ts';

type Person = Awaited<ReturnType<typeof addPersonWithToken>>;

describe('what proves an auction', () => {
  let api: ApiUnderTest;
  let one: Person;
  let other: Person;
  before(async () => {
    api = await startApi();
    one = await addPersonWithToken(api.deps);
    other = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const auto = (maxKrw: number): NewBid => ({ bidId: randomUUID(), kind: 'auto', maxKrw });

  async function listed(given: Parameters<typeof addAuction>[1] = {}): Promise<string> {
    const row = await addAuction(api.deps.db, given);
    await openAuction(api.deps.redis, row);
    return row.auctionId;
  }

  async function bid(auctionId: string, { userId }: Person, made: NewBid): Promise<string> {
    await placeBid(api.deps.redis, { auctionId, bidderId: userId, ...made });
    return made.bidId;
  }

  async function fetchJson(path: string): Promise<unknown> {
    const response = await fetch(`${api.url}${path}`);
    expect(response.status, path).to.equal(200);
    return await response.json();
  }

  async function codeOf(path: string, token?: string) {
    return (await api.call('GET', path, token === undefined ? {} : { token })).body.code;
  }

  describe('the log', () => {
    it('is published after the result and not before', async () => {
      const auctionId = await listed();
      await bid(auctionId, one, auto(2000));
      expect(await codeOf(`/auctions/${auctionId}/log`)).to.equal('LOG_NOT_PUBLISHED');
      expect(await codeOf(`/auctions/${randomUUID()}/log`)).to.equal('AUCTION_NOT_FOUND');
      const recorded = await listed();
      await bid(recorded, one, auto(2000));
      await recordWithChain(api.deps, recorded);
      expect(await codeOf(`/auctions/${recorded}/log`)).to.equal('LOG_NOT_PUBLISHED');
      await settleNow(api.deps, auctionId);
      const { body } = await api.call('GET', `/auctions/${auctionId}/log`);
      expect(body).to.deep.include({ auctionId, outcome: 'sold', seq: 2, reserve: null });
      expect(body.items).to.have.length(3);
    });

    it('opens every maximum but those of the last lead, and is verified', async () => {
      const auctionId = await listed();
      await bid(auctionId, one, auto(2000));
      await bid(auctionId, one, auto(2500));
      await bid(auctionId, other, auto(9000));
      await bid(auctionId, other, auto(9100));
      await bid(auctionId, one, auto(3000));
      await settleNow(api.deps, auctionId);
      const log = await downloadLog(fetchJson, auctionId);
      const shown = log.entries.map(({ bid, raises }) => [bid?.maxKrw, raises?.maximaKrw]);
      expect(shown).to.deep.equal([
        [undefined, undefined],
        [2000, []],
        [undefined, [2500]],
        [3000, undefined],
        [undefined, undefined],
      ]);
      const text = JSON.stringify(log);
      // Hashes and signatures may hold any four digits.
      for (const secret of ['9000', '9100', one.userId, other.userId]) {
        expect(text).to.not.match(new RegExp(`(?<![\\w-])${secret}(?![\\w-])`));
      }
      const verdict = await verifyAuctionLog(fetchJson, auctionId);
      expect(verdict).to.deep.include({
        verified: true,
        checked: { entries: 5, bids: 3, opened: 2, heads: 1, receipts: 0 },
      });
    });

    it('opens the reserve only when it was met', async () => {
      const reserve = { reserveKrw: 5000, reserveNonce: newNonce() };
      for (const [maxKrw, opened] of [
        [4999, null],
        [5000, { reserveKrw: 5000, nonce: reserve.reserveNonce }],
      ] as const) {
        const auctionId = await listed(reserve);
        await bid(auctionId, one, auto(maxKrw));
        await settleNow(api.deps, auctionId);
        const { body } = await api.call('GET', `/auctions/${auctionId}/log`);
        expect(body).to.deep.include({ reserve: opened });
        expect(await verifyAuctionLog(fetchJson, auctionId)).to.include({ verified: true });
      }
    });

    it('says under the signature that an operator overruled what the closing had told', async () => {
      const auctionId = await listed();
      await bid(auctionId, one, auto(2000));
      await settleNow(api.deps, auctionId);
      const ofIt = eq(auctions.auctionId, auctionId);
      await api.deps.db.update(auctions).set({ state: 'cancelled' }).where(ofIt);
      const unfounded = await verifyAuctionLog(fetchJson, auctionId);
      expect(unfounded).to.have.nested.property('fault.reason', 'OUTCOME_DIFFERS');
      const words = { operator: 'yuna', reason: 'a lost bid', detail: '{"done":true}' };
      const action = { actionId: randomUUID(), auctionId, action: 'cancel', actedAtMs: 1234 };
      await api.deps.db.insert(operatorActions).values({ ...action, ...words });
      expect(await verifyAuctionLog(fetchJson, auctionId)).to.deep.include({
        ...{ verified: true, overruled: { told: 'sold', atMs: 1234 } },
      });
      const { overruling } = await downloadLog(fetchJson, auctionId);
      const [, claims = ''] = String(overruling).split('.');
      expect(Object.keys(JSON.parse(Buffer.from(claims, 'base64url').toString()))).to.have.members([
        ...['iss', 'auctionId', 'seq', 'hash', 'told', 'outcome', 'why', 'atMs'],
      ]);
    });

    it('comes in pages, of an auction without bids too', async () => {
      const auctionId = await listed();
      await settleNow(api.deps, auctionId);
      const first = await api.call('GET', `/auctions/${auctionId}/log?limit=1`);
      expect(first.body.items.map(({ seq }) => seq)).to.deep.equal([0]);
      const path = `/auctions/${auctionId}/log?limit=1&cursor=${first.body.nextCursor}`;
      const second = await api.call('GET', path);
      expect(second.body.items.map(({ seq }) => seq)).to.deep.equal([1]);
      expect(second.body).to.deep.include({ nextCursor: null, outcome: 'unsold' });
      expect(await verifyAuctionLog(fetchJson, auctionId)).to.include({ verified: true });
      expect(await codeOf(`/auctions/${auctionId}/log?limit=1001`)).to.equal('INVALID_REQUEST');
      expect(await codeOf(`/auctions/${auctionId}/log?cursor=x`)).to.equal('INVALID_REQUEST');
    });
  });

  describe('the heads', () => {
    it('are told while it runs too, in pages', async () => {
      const auctionId = await listed();
      expect((await api.call('GET', `/auctions/${auctionId}/heads`)).body).to.deep.equal({
        ...{ items: [], nextCursor: null },
      });
      await settleNow(api.deps, auctionId);
      const { body } = await api.call('GET', `/auctions/${auctionId}/heads?limit=1`);
      expect(body.items.map(({ seq }) => seq)).to.deep.equal([1]);
      expect(body.nextCursor).to.equal(null);
      expect(await codeOf(`/auctions/${randomUUID()}/heads`)).to.equal('AUCTION_NOT_FOUND');
    });
  });

  describe('a receipt', () => {
    async function receiptOf(auctionId: string, bidId: string, { token }: Person) {
      const path = `/auctions/${auctionId}/bids/${bidId}/receipt`;
      const { status, body } = await api.call('GET', path, { token });
      expect(status).to.equal(200);
      const { receipt } = body as unknown as { receipt: string };
      const keys = createRemoteJWKSet(new URL(`${api.url}/.well-known/jwks.json`));
      const { payload, protectedHeader } = await compactVerify(receipt, keys);
      expect(protectedHeader).to.include({ alg: 'EdDSA', typ: RECEIPT_TYP });
      return {
        receipt,
        claims: JSON.parse(new TextDecoder().decode(payload)) as ReceiptClaims,
      };
    }

    it('says what was answered, from Redis before it is recorded and from the record after', async () => {
      const auctionId = await listed();
      const bidId = await bid(auctionId, one, auto(2000));
      const raiseId = await bid(auctionId, one, auto(2500));
      const fresh = await receiptOf(auctionId, bidId.toUpperCase(), one);
      expect(fresh.claims).to.deep.include({
        ...{ iss: 'sagopalgo', auctionId, bidId, seq: 1, raise: 0, ordinal: 1, kind: 'auto' },
        ...{ amountKrw: 2000, priceKrw: 1000, outcome: 'leading' },
      });
      expect(fresh.claims).to.not.have.any.keys('sub', 'nonce', 'bidderId', 'leaderId');
      const raise = await receiptOf(auctionId, raiseId, one);
      expect(raise.claims).to.include({ seq: 1, raise: 1, outcome: 'raised', amountKrw: 2500 });
      await recordWithChain(api.deps, auctionId);
      const recorded = await receiptOf(auctionId, bidId, one);
      const { nonce, ...said } = recorded.claims;
      expect(said).to.deep.equal(fresh.claims);
      expect(nonce).to.match(/^[0-9a-f]{32}$/);
      expect((await receiptOf(auctionId, raiseId, one)).claims).to.deep.equal(raise.claims);
    });

    it('opens the own commitments, with which the winner can verify the sealed end', async () => {
      const auctionId = await listed();
      const bidId = await bid(auctionId, one, auto(2000));
      const raiseId = await bid(auctionId, one, auto(2500));
      await bid(auctionId, other, auto(2100));
      const early = await receiptOf(auctionId, bidId, one);
      await settleNow(api.deps, auctionId);
      const raise = await receiptOf(auctionId, raiseId, one);
      expect(raise.claims.raises?.maximaKrw).to.deep.equal([2500]);
      const receipts = [raise.receipt, (await receiptOf(auctionId, bidId, one)).receipt];
      const verdict = await verifyAuctionLog(fetchJson, auctionId, { receipts });
      expect(verdict).to.deep.include({ verified: true });
      expect(verdict.verified && verdict.checked.receipts).to.equal(2);
      expect(verdict.verified && verdict.notCheckable).to.not.include('SEALED_RECEIPT');
      const sealed = await verifyAuctionLog(fetchJson, auctionId, { receipts: [early.receipt] });
      expect(sealed.verified && sealed.notCheckable).to.include('SEALED_RECEIPT');
    });

    it("is for the bidder's own bid only", async () => {
      const auctionId = await listed();
      const bidId = await bid(auctionId, one, auto(2000));
      for (const record of [() => Promise.resolve(), () => recordWithChain(api.deps, auctionId)]) {
        await record();
        const path = `/auctions/${auctionId}/bids/${bidId}/receipt`;
        expect(await codeOf(path, other.token)).to.equal('NOT_FOUND');
        expect(await codeOf(path)).to.equal('UNAUTHENTICATED');
        expect(await codeOf(path, one.token)).to.equal(undefined);
      }
      for (const unknown of [randomUUID(), 'no-uuid']) {
        const path = `/auctions/${auctionId}/bids/${unknown}/receipt`;
        expect(await codeOf(path, one.token)).to.equal('NOT_FOUND');
        const elsewhere = `/auctions/${unknown}/bids/${bidId}/receipt`;
        expect(await codeOf(elsewhere, one.token)).to.equal('NOT_FOUND');
      }
    });

    it('is made from an answer that was restored after a loss, too', async () => {
      const auctionId = await listed();
      const bidId = await bid(auctionId, one, auto(2000));
      const before = await receiptOf(auctionId, bidId, one);
      const { redis } = api.deps;
      const { answers, log } = auctionKeysOf(auctionId);
      const [[name, id] = ['', '']] = Object.entries(await redis.hgetall(answers));
      const [entry] = await redis.xrange(log, id, id);
      const [, text, , secret] = entry?.[1] ?? [];
      await redis.hset(answers, name, [id, text, secret].join(';'));
      await redis.del(log);
      expect((await receiptOf(auctionId, bidId, one)).claims).to.deep.equal(before.claims);
    });
  });

  it('names its keys where others look for them, and lets them be kept a while', async () => {
    const response = await fetch(`${api.url}/.well-known/jwks.json`);
    expect(response.headers.get('cache-control')).to.match(/^public, max-age=\d+$/);
    const { keys } = (await response.json()) as { keys: object[] };
    expect(keys).to.have.length(1);
    expect(keys[0]).to.have.all.keys('kty', 'crv', 'x', 'kid', 'use', 'alg');
  });
});
