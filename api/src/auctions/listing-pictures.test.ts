import { expect } from 'chai';
import { and, asc, eq } from 'drizzle-orm';
import { thumbnailKey } from '@sagopalgo/core/images/picture.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { addCategory, addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing, saleDateIn } from '../testing/listings.ts';
import { announce, upload, uploadWhole } from '../testing/uploads.ts';

describe('the pictures of a listing', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    await addCategory(api.deps);
    seller = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const list = (imageIds: string[], given: object = {}) =>
    api.call('POST', '/auctions', {
      ...{ token: seller.token, body: newListing({ imageIds, ...given }) },
    });
  const change = (auctionId: string, body: object) =>
    api.call('PATCH', `/auctions/${auctionId}`, { token: seller.token, body });
  const some = (count: number) =>
    Promise.all(Array.from({ length: count }, () => uploadWhole(api, seller.token)));
  const idsOf = (body: { images: { imageId: string }[] }) =>
    body.images.map(({ imageId }) => imageId);
  const rowOf = async (imageId: string) => {
    const [row] = await api.deps.db.select().from(images).where(eq(images.imageId, imageId));
    return row;
  };

  it('are shown in the order in which they were named', async () => {
    const imageIds = (await some(3)).toReversed();
    const { status, body } = await list(imageIds);
    expect(status, JSON.stringify(body)).to.equal(201);
    expect(idsOf(body)).to.deep.equal(imageIds);
    expect((await rowOf(String(imageIds[0])))?.auctionId).to.equal(body.auctionId);
  });

  it('may be uploads that nobody has said are through', async () => {
    const imageIds = [await upload(api, seller.token), await uploadWhole(api, seller.token)];
    const { status, body } = await list(imageIds);
    expect(status, JSON.stringify(body)).to.equal(201);
    expect(body.images[0]).to.include({ widthPx: 64, heightPx: 48 });
  });

  it('are refused one by one, each with its reason, and nothing is listed', async () => {
    const stranger = await addPersonWithToken(api.deps);
    const [good, used] = await some(2);
    await list([String(used)]);
    const html = fileOf(Buffer.from('<!doctype html><p>hello</p>'), 'image/png');
    const cases = [
      { imageId: String(good) },
      { imageId: await uploadWhole(api, stranger.token), why: 'unknown' },
      { imageId: 'no-such', why: 'unknown' },
      { imageId: (await announce(api, seller.token, html)).body.imageId, why: 'not-uploaded' },
      { imageId: await upload(api, seller.token, html), why: 'refused', fault: 'not-a-picture' },
      { imageId: String(used), why: 'in-use' },
    ];
    const mine = eq(auctions.sellerId, seller.userId);
    const before = await api.deps.db.$count(auctions, mine);
    const { status, body } = await list(cases.map(({ imageId }) => imageId));
    expect(status).to.equal(409);
    expect(body.code).to.equal('IMAGE_NOT_READY');
    expect(body.detail['images']).to.deep.equal(cases.slice(1));
    expect(await api.deps.db.$count(auctions, mine)).to.equal(before);
    expect((await rowOf(String(good)))?.auctionId).to.equal(null);
    const twice = await list([String(good), String(good)]);
    expect(twice.body.code).to.equal('INVALID_REQUEST');
  });

  it('are shown by one auction only, however many are listed at once', async () => {
    const imageIds = await some(2);
    const answers = await Promise.all([1, 2, 3, 4].map(() => list(imageIds)));
    const listed = answers.filter(({ status }) => status === 201);
    expect(listed).to.have.length(1);
    for (const { status, body } of answers) {
      if (status !== 201) expect(body.code).to.equal('IMAGE_NOT_READY');
    }
    expect(idsOf(listed[0]?.body ?? { images: [] })).to.deep.equal(imageIds);
  });

  it('can be added, removed and put into another order', async () => {
    const [one, two, three] = (await some(3)) as [string, string, string];
    const { body } = await list([one, two]);
    const changed = await change(body.auctionId, { imageIds: [three, one] });
    expect(changed.status, JSON.stringify(changed.body)).to.equal(200);
    expect(idsOf(changed.body)).to.deep.equal([three, one]);
    expect(await rowOf(two)).to.include({ auctionId: null });
    expect((await rowOf(two))?.orphanedAtMs).to.be.a('number');
    const kept = await change(body.auctionId, { title: '새 제목' });
    expect(idsOf(kept.body)).to.deep.equal([three, one]);
    const back = await change(body.auctionId, { imageIds: [two] });
    expect(idsOf(back.body)).to.deep.equal([two]);
    expect(await rowOf(two)).to.include({ orphanedAtMs: null });
    expect(idsOf((await change(body.auctionId, { imageIds: [] })).body)).to.deep.equal([]);
  });

  it('change nothing when one of them cannot be shown, and the judge keeps the auction', async () => {
    const [one] = (await some(1)) as [string];
    const { body } = await list([one]);
    const { auctionId } = body;
    const refused = await change(auctionId, { imageIds: ['no-such'], title: '새 제목' });
    expect(refused.body.code).to.equal('IMAGE_NOT_READY');
    const seen = (await api.call('GET', `/auctions/${auctionId}`)).body;
    expect(idsOf(seen)).to.deep.equal([one]);
    expect(seen.title).not.to.equal('새 제목');
    await eventually(async () =>
      (await readLive(api.deps.redis, [auctionId])).states.get(auctionId),
    );
  });

  it('are no longer its own when it is taken back, and their files stay for a while', async () => {
    const [one] = (await some(1)) as [string];
    const { auctionId } = (await list([one])).body;
    const { token } = seller;
    expect((await api.call('DELETE', `/auctions/${auctionId}`, { token })).status).to.equal(204);
    const row = await rowOf(one);
    expect(row).to.include({ auctionId: null, state: 'uploaded' });
    expect(row?.orphanedAtMs).to.be.a('number');
    expect(await api.deps.pictures.head(String(row?.objectKey))).not.to.equal(null);
    expect((await list([one])).status).to.equal(201);
  });

  it('are shared by what is listed again, sizes and all', async () => {
    const { db } = api.deps;
    const [one, two] = (await some(2)) as [string, string];
    const { auctionId } = (await list([one, two], { hashtags: ['라이카', '필름'] })).body;
    await db.update(auctions).set({ state: 'unsold' }).where(eq(auctions.auctionId, auctionId));
    await db
      .update(images)
      .set({ state: 'ready', thumbnailWidthsPx: '64', createdAtMs: 1 })
      .where(eq(images.imageId, one));
    const sent = { token: seller.token, body: { saleDate: saleDateIn(2) } };
    const again = (await api.call('POST', `/auctions/${auctionId}/relist`, sent)).body;
    const rows = await db
      .select()
      .from(images)
      .where(and(eq(images.auctionId, again.auctionId)))
      .orderBy(asc(images.position));
    expect(rows.map(({ objectKey }) => objectKey)).to.deep.equal([
      (await rowOf(one))?.objectKey,
      (await rowOf(two))?.objectKey,
    ]);
    expect(Date.now() - Number(rows[0]?.createdAtMs)).to.be.below(60_000);
    const url = `/images/${thumbnailKey(String(rows[0]?.objectKey), 64)}`;
    expect(again.images[0]?.thumbnails).to.deep.equal([{ url, widthPx: 64, heightPx: 48 }]);
    expect(again.hashtags).to.deep.equal(['라이카', '필름']);
  });

  it('are not shown when it turns out that they cannot be', async () => {
    const [one, two] = (await some(2)) as [string, string];
    const { auctionId } = (await list([one, two])).body;
    await api.deps.db
      .update(images)
      .set({ state: 'refused', fault: 'unreadable' })
      .where(eq(images.imageId, one));
    expect(idsOf((await api.call('GET', `/auctions/${auctionId}`)).body)).to.deep.equal([two]);
  });

  it('go with hashtags, which are kept without their sign and can be changed', async () => {
    const { body } = await list([], { hashtags: ['#라이카', 'Leica', 'leica'] });
    expect(body.hashtags).to.deep.equal(['라이카', 'leica']);
    expect((await change(body.auctionId, { title: '새 제목' })).body.hashtags).to.have.length(2);
    const changed = await change(body.auctionId, { hashtags: ['필름'] });
    expect(changed.body.hashtags).to.deep.equal(['필름']);
    expect((await list([])).body.hashtags).to.deep.equal([]);
  });
});
