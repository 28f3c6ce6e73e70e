import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { watchlistItems } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { RecordState } from '@sagopalgo/core/rules/auction-states.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { addCategory, addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';

const WATCHED_MAX = 500;
const HOUR_MS = 3_600_000;
/** Shorter than anything is kept for. */
const SOON_MS = 3_000;

describe('the watchlist', () => {
  let api: ApiUnderTest;
  let other: ApiUnderTest;
  let seller: { userId: string; token: string };
  let person: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    other = await startApi();
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
  });
  after(() => Promise.all([api.end(), other.end()]));
  beforeEach(async () => {
    person = await addPersonWithToken(api.deps);
  });

  const listed = async (): Promise<string> =>
    (await addAuction(api.deps.db, { sellerId: seller.userId })).auctionId;
  const watch = (auctionId: string, { token } = person): Promise<Answer> =>
    api.call('POST', `/auctions/${auctionId}/watch`, { token });
  const unwatch = (auctionId: string, { token } = person): Promise<Answer> =>
    api.call('DELETE', `/auctions/${auctionId}/watch`, { token });
  const list = (query = ''): Promise<Answer> =>
    api.call('GET', `/users/me/watchlist${query}`, { token: person.token });
  const idsIn = ({ body }: Answer): string[] => body.items.map(({ auctionId }) => auctionId);
  const recordedCount = async (auctionId: string): Promise<number | undefined> => {
    const rows = await api.deps.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
    return rows[0]?.watchCount;
  };

  /** Puts so many more auctions on the person's list. */
  async function fill(count: number, state: RecordState = 'scheduled'): Promise<void> {
    const { userId } = person;
    const opensAtMs = Date.now() + HOUR_MS;
    const { listedKrw: _made, ...row } = await addAuction(api.deps.db, { state, opensAtMs });
    const ids = Array.from({ length: count }, () => randomUUID());
    await api.deps.db.insert(auctions).values(ids.map((auctionId) => ({ ...row, auctionId })));
    await api.deps.db
      .insert(watchlistItems)
      .values(ids.map((auctionId) => ({ userId, auctionId, createdAtMs: 1 })));
  }

  it('takes an auction once, however often it is asked, and lets go of it once', async () => {
    const auctionId = await listed();
    for (const _ of [1, 2]) {
      const { status, body } = await watch(auctionId);
      expect([status, body]).to.deep.equal([200, { watched: true, watchCount: 1 }]);
    }
    const other = await addPersonWithToken(api.deps);
    expect((await watch(auctionId, other)).body.watchCount).to.equal(2);
    for (const _ of [1, 2]) {
      expect((await unwatch(auctionId)).body).to.deep.equal({ watched: false, watchCount: 1 });
    }
    expect(await recordedCount(auctionId)).to.equal(1);
  });

  it('counts right when the same person presses twice at once, and many people do', async () => {
    const auctionId = await listed();
    await Promise.all([watch(auctionId), watch(auctionId), watch(auctionId)]);
    expect(await recordedCount(auctionId)).to.equal(1);
    const people = await Promise.all(
      Array.from({ length: 20 }, () => addPersonWithToken(api.deps)),
    );
    await Promise.all(people.map((one) => watch(auctionId, one)));
    expect(await recordedCount(auctionId)).to.equal(21);
    await Promise.all(
      people.slice(0, 10).flatMap((one) => [unwatch(auctionId, one), unwatch(auctionId, one)]),
    );
    expect(await recordedCount(auctionId)).to.equal(11);
    const items = eq(watchlistItems.auctionId, auctionId);
    expect(await api.deps.db.$count(watchlistItems, items)).to.equal(11);
  });

  it('is told on every auction that the person is shown, and nobody else', async () => {
    const [watched, other] = [await listed(), await listed()];
    await watch(watched);
    const { token } = person;
    const seen = await api.call('GET', `/auctions/${watched}`, { token });
    expect(seen.body).to.include({ watched: true, watchCount: 1 });
    expect((await api.call('GET', `/auctions/${other}`, { token })).body.watched).to.equal(false);
    const stranger = await addPersonWithToken(api.deps);
    const strangers = await api.call('GET', `/auctions/${watched}`, { token: stranger.token });
    expect(strangers.body).to.include({ watched: false, watchCount: 1 });
    const nobodys = await api.call('GET', `/auctions/${watched}`);
    expect(nobodys.body).to.not.have.property('watched');
    const live = await api.call('GET', '/auctions?state=live&sort=newest&limit=100', { token });
    const shown = new Map(live.body.items.map((item) => [item.auctionId, item.watched]));
    expect([shown.get(watched), shown.get(other)]).to.deep.equal([true, false]);
  });

  it('is listed page by page, what was put on it last first', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 3; number += 1) ids.push(await listed());
    for (const id of ids) await watch(id);
    const first = await list('?limit=2');
    expect(idsIn(first)).to.deep.equal([ids[2], ids[1]]);
    expect(first.body.items[0]?.watched).to.equal(true);
    await watch(ids[0] ?? '');
    const rest = await list(`?limit=2&cursor=${first.body.nextCursor}`);
    expect(idsIn(rest)).to.deep.equal([ids[0]]);
    expect(rest.body.nextCursor).to.equal(null);
    await unwatch(ids[1] ?? '');
    expect(idsIn(await list())).to.deep.equal([ids[2], ids[0]]);
  });

  it('refuses a cursor of another list', async () => {
    const { status, body } = await list('?cursor=e30');
    expect([status, body.code]).to.deep.equal([400, 'INVALID_REQUEST']);
    expect(body.detail.fields[0]?.path).to.equal('cursor');
  });

  it('refuses what is not there', async () => {
    for (const answer of [await watch('no-such-auction'), await unwatch('no-such-auction')]) {
      expect([answer.status, answer.body.code]).to.deep.equal([404, 'AUCTION_NOT_FOUND']);
    }
    expect(idsIn(await list())).to.deep.equal([]);
  });

  it('holds 500 auctions that are not over: one more is refused until another is let go of', async () => {
    await fill(WATCHED_MAX - 1);
    const [last, more] = [await listed(), await listed()];
    expect((await watch(last)).status).to.equal(200);
    const { status, body } = await watch(more);
    expect([status, body.code]).to.deep.equal([409, 'WATCHLIST_FULL']);
    expect(body.detail).to.deep.equal({ watchedMax: WATCHED_MAX });
    expect(await recordedCount(more)).to.equal(0);
    expect((await watch(last)).status).to.equal(200);
    await unwatch(last);
    expect((await watch(more)).status).to.equal(200);
  });

  it('has room again when what it holds is over', async () => {
    await fill(WATCHED_MAX, 'unsold');
    expect((await watch(await listed())).status).to.equal(200);
    await fill(WATCHED_MAX - 1, 'live');
    expect((await watch(await listed())).body.code).to.equal('WATCHLIST_FULL');
  });

  it('is counted anew at the next look, whichever process is asked', async () => {
    const categoryId = randomUUID();
    const given = { sellerId: seller.userId, categoryId };
    const { auctionId } = await addAuction(api.deps.db, given);
    const counts = async (from: ApiUnderTest): Promise<number[]> => {
      const { body } = await from.call('GET', `/auctions/${auctionId}`);
      const list = await from.call('GET', `/auctions?categoryId=${categoryId}`);
      return [body.watchCount, ...list.body.items.map((item) => item.watchCount)];
    };
    expect([await counts(api), await counts(other)]).to.deep.equal([
      [0, 0],
      [0, 0],
    ]);
    await watch(auctionId);
    expect(await counts(api)).to.deep.equal([1, 1]);
    await eventually(async () => (await counts(other)).every((count) => count === 1), SOON_MS);
    await unwatch(auctionId);
    expect(await counts(api)).to.deep.equal([0, 0]);
    await eventually(async () => (await counts(other)).every((count) => count === 0), SOON_MS);
  });

  it('holds no more of those that are pressed at once', async () => {
    await fill(WATCHED_MAX - 1);
    const both = [await listed(), await listed()];
    const answers = await Promise.all(both.map((id) => watch(id)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).to.have.members([200, 409]);
    const items = eq(watchlistItems.userId, person.userId);
    expect(await api.deps.db.$count(watchlistItems, items)).to.equal(WATCHED_MAX);
  });

  it('loses an auction that its seller takes back', async () => {
    const { token } = seller;
    const { body } = await api.call('POST', '/auctions', { token, body: newListing() });
    await watch(body.auctionId);
    expect(idsIn(await list())).to.deep.equal([body.auctionId]);
    const removed = await api.call('DELETE', `/auctions/${body.auctionId}`, { token });
    expect(removed.status).to.equal(204);
    expect(idsIn(await list())).to.deep.equal([]);
    const items = eq(watchlistItems.auctionId, body.auctionId);
    expect(await api.deps.db.$count(watchlistItems, items)).to.equal(0);
  });
});
