import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { downloadOwnData } from '@sagopalgo/core/contracts/leaving.ts';
import { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { bids } from '@sagopalgo/core/mysql/schema.ts';
import { talkBlocks } from '@sagopalgo/core/mysql/talk-schema.ts';
import { orderEvents, paymentDefaults } from '@sagopalgo/core/mysql/till-schema.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { addWonOrder } from '../testing/won-orders.ts';
import { ownDataDownloads } from './own-data-downloads.ts';
import { OWN_PAGE_ROWS, ownDataPieces } from './own-data.ts';

const BIDS = 2_500;
/** Many at the same moment, so that pages end among them. */
const AT_ONCE = 700;

describe('what the record holds of somebody', function ownData() {
  this.timeout(30_000);
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  async function held(userId: string) {
    let text = '';
    for await (const piece of ownDataPieces(api.deps, userId)) text += piece;
    return downloadOwnData.reply.parse(JSON.parse(text));
  }
  async function addBids(bidderId: string, count: number): Promise<string> {
    const { auctionId } = await addAuction(api.deps.db);
    const rows = Array.from({ length: count }, (_, at) => ({
      ...{ auctionId, seq: at + 1, raise: 0, epoch: 1, bidderId, bidId: randomUUID(), ordinal: 1 },
      ...{ kind: 'exact' as const, amountKrw: at, outcome: 'leading' as const, priceKrw: at },
      ...{ ownMaxKrw: at, leaderId: bidderId, leaderAlias: '입찰자 1', closesAtMs: 1 },
      acceptedAtMs: Math.floor(at / AT_ONCE),
    }));
    await api.deps.db.insert(bids).values(rows);
    return auctionId;
  }

  it('has every bid of somebody who bid a great deal, each once and the newest first', async () => {
    const { userId, token } = await addPersonWithToken(api.deps);
    await addBids(userId, BIDS);
    await addBids(await addUser(api.deps.db), 3);
    const answer = await api.call('GET', '/users/me/data', { token });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-disposition')).to.contain('sagopalgo.json');
    const told = downloadOwnData.reply.parse(answer.body);
    const seqs = told.bids.map(({ seq }) => Number(seq));
    expect(seqs).to.deep.equal(Array.from({ length: BIDS }, (_, at) => BIDS - at));
    expect(told.bids[0]).not.to.have.any.keys('bidderId', 'leaderId', 'nonce', 'key:0');
  });

  it('is read a page at a time, as far as it is taken', async () => {
    const userId = await addUser(api.deps.db);
    await addBids(userId, OWN_PAGE_ROWS * 2);
    let reads = 0;
    const pieces = ownDataPieces(api.deps, userId, (read) => {
      reads += 1;
      return read();
    });
    for await (const piece of pieces) {
      expect(piece.split('\n').length).to.be.at.most(OWN_PAGE_ROWS + 2);
      if (!piece.includes('"bids"')) continue;
      const before = reads;
      await pieces.next();
      // The next page and no more.
      expect(reads).to.equal(before + 1);
      break;
    }
  });

  it('is told of one person once at a time, and of a few at once', async () => {
    const download = ownDataDownloads(api.deps);
    const begin = async (userId: string) => {
      const pieces = download(userId);
      return { pieces, begun: await pieces.next().catch((error: RefusalError) => error.code) };
    };
    const userId = randomUUID();
    const first = await begin(userId);
    expect(first.begun).not.to.equal('UNAVAILABLE');
    expect((await begin(userId)).begun).to.equal('UNAVAILABLE');
    await first.pieces.return(undefined);
    const again = await begin(userId);
    expect(again.begun).not.to.equal('UNAVAILABLE');
    const others = await Promise.all(Array.from({ length: 8 }, () => begin(randomUUID())));
    const refused = others.filter(({ begun }) => begun === 'UNAVAILABLE');
    expect(refused).to.have.length(1);
  });

  it('is cut off, and no whole file, where the record goes away in between', async () => {
    const { userId, token } = await addPersonWithToken(api.deps);
    await addBids(userId, OWN_PAGE_ROWS);
    const { db } = api.deps;
    const select = db.select.bind(db);
    let reads = 0;
    Object.assign(db, {
      select: (...args: Parameters<typeof select>) => {
        reads += 1;
        if (reads > 20) throw new Error('the record is away');
        return select(...args);
      },
    });
    const taken = await api
      .call('GET', '/users/me/data', { token })
      .catch((error: unknown) => error);
    Object.assign(db, { select });
    expect(taken).to.be.instanceOf(Error);
  });

  it('has whom they block by nickname alone, what they did to orders, and what they did not pay', async () => {
    const { db } = api.deps;
    const [userId, blockedId] = [await addUser(db), await addUser(db)];
    await db.insert(talkBlocks).values({ blockerId: userId, blockedId, createdAtMs: 5 });
    const orderId = await addWonOrder(api.deps, { sellerId: blockedId, buyerId: userId });
    const moved = { orderId, event: 'dispute', fromState: 'shipped', toState: 'disputed' } as const;
    const mine = {
      actor: 'buyer' as const,
      actorId: userId,
      reason: '금이 갔어요',
      happenedAtMs: 1,
    };
    const theirs = {
      actor: 'seller' as const,
      actorId: blockedId,
      reason: '몰라요',
      happenedAtMs: 2,
    };
    await db.insert(orderEvents).values([
      { ...moved, ...mine },
      { ...moved, ...theirs },
    ]);
    const unpaid = { auctionId: 'a', bidderId: userId, amountKrw: 7_000, defaultedAtMs: 3 };
    await db.insert(paymentDefaults).values({ ...unpaid, orderId: randomUUID() });
    const told = await held(userId);
    expect(told.talkBlocks).to.have.length(1);
    expect(told.talkBlocks[0]).to.include({ createdAtMs: 5 });
    expect(told.talkBlocks[0]?.['blockedNickname']).to.be.a('string').and.not.equal('');
    expect(told.orderMoves.map(({ reason }) => reason)).to.deep.equal(['금이 갔어요']);
    expect(told.defaults[0]).to.include({ amountKrw: 7_000, defaultedAtMs: 3 });
    expect(JSON.stringify(told)).not.to.contain(blockedId);
  });

  it('has of a seller what they answered, and neither what others asked nor who they are', async () => {
    const { db } = api.deps;
    const [sellerId, askerId] = [randomUUID(), randomUUID()];
    const { auctionId } = await addAuction(db, { sellerId });
    const asked = { auctionId, askerId, visibility: 'public' as const, sentHash: 'a'.repeat(64) };
    for (const [askerOrdinal, answer] of [null, '네, 됩니다'].entries()) {
      await db.insert(questions).values({
        ...{ ...asked, questionId: randomUUID(), askerOrdinal, text: '직접 받을 수 있나요?' },
        ...{ askedAtMs: 1, answer, answeredAtMs: answer === null ? null : 2 },
      });
    }
    const told = await held(sellerId);
    expect(told.answers).to.have.length(1);
    expect(told.answers[0]).to.include({ auctionId, answer: '네, 됩니다' });
    expect(told.answers[0]).not.to.have.any.keys('text', 'askerId', 'sentHash');
    const ofAsker = await held(askerId);
    expect(ofAsker.questions.map(({ text }) => text)).to.have.length(2);
    expect(ofAsker.answers).to.deep.equal([]);
  });
});
