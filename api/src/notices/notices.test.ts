import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import type { NewNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { DEFAULT_CHOICES } from '@sagopalgo/core/rules/notice-kinds.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { addNotice } from '../testing/notices.ts';

const READ = '/users/me/notices/read';
const SETTINGS = '/users/me/notice-settings';

describe('the notification centre', () => {
  let api: ApiUnderTest;
  let person: { userId: string; token: string };
  before(async () => {
    api = await startApi();
  });
  beforeEach(async () => {
    person = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const put = (given: Partial<NewNotice> = {}, atMs = Date.now()) =>
    addNotice(api.deps, person.userId, given, atMs);
  const list = async (query = '', { token } = person) =>
    (await api.call('GET', `/users/me/notices${query}`, { token })).body;
  const unread = async ({ token } = person) =>
    (await api.call('GET', '/users/me/notices/unread', { token })).body;
  const read = (body: unknown, { token } = person) => api.call('POST', READ, { token, body });

  it('lists what happened last first, in words, with the next step, page by page', async () => {
    const { auctionId } = await addAuction(api.deps.db, { title: '청자' });
    const detail = { amountKrw: 12_000, byMs: 1 };
    const first = await put({ kind: 'outbid', auctionId, detail }, 1_000);
    const second = await put({ kind: 'shipped', orderId: 'order-1' }, 2_000);
    const third = await put({}, 2_000);
    const page = await list('?limit=2');
    const ids = page.items.map((item) => (item as unknown as { noticeId: string }).noticeId);
    expect(ids).to.deep.equal([third, second]);
    const rest = await list(`?limit=2&cursor=${page.nextCursor}`);
    expect(rest).to.deep.equal({
      items: [
        {
          ...{ noticeId: first, kind: 'outbid', heading: '다른 분이 더 높게 입찰했어요' },
          text: '‘청자’ · 지금 12,000원이에요. 마감 전에 다시 입찰할 수 있어요.',
          ...{ action: '다시 입찰하기', path: `/auctions/${auctionId}` },
          ...{ happenedAtMs: 1_000, isRead: false },
        },
      ],
      nextCursor: null,
    });
    expect(await unread()).to.deep.equal({ unread: 3 });
  });

  it('is each person’s own, and begins empty', async () => {
    await put();
    const other = await addPersonWithToken(api.deps);
    expect(await list('', other)).to.deep.equal({ items: [], nextCursor: null });
    expect(await unread(other)).to.deep.equal({ unread: 0 });
  });

  it('marks one as read, or all up to one, and tells the person’s other windows', async () => {
    for (const atMs of [1, 2]) await put({}, atMs);
    const third = await put({}, 3);
    await put({}, 4);
    const ear = await overhear(personChannel(person.userId));
    expect((await read({ noticeId: third })).body).to.deep.equal({ unread: 3 });
    expect((await read({ noticeId: third })).body).to.deep.equal({ unread: 3 });
    expect((await read({ noticeId: third, upTo: true })).body).to.deep.equal({ unread: 1 });
    const told = (await ear.heard(2)).map((message) => readPersonMessage(message));
    ear.leave();
    const event = (left: number) => ({
      told: [{ event: 'notice', data: { noticeId: null, kind: null, unread: left } }],
    });
    expect(told).to.deep.equal([event(3), event(1)]);
  });

  it('knows no notice that is somebody else’s, and refuses what names none', async () => {
    const noticeId = await put();
    const other = await addPersonWithToken(api.deps);
    for (const body of [{ noticeId }, { noticeId, upTo: true }, { noticeId: 'none' }]) {
      const answer = await read(body, other);
      expect(answer.body).to.include({ status: 404, code: 'NOTICE_NOT_FOUND' });
    }
    const huge = 'x'.repeat(10_000);
    for (const body of [{}, { noticeId: null }, { noticeId: huge }, { noticeId, upTo: 'yes' }]) {
      expect((await read(body)).body.code).to.equal('INVALID_REQUEST');
    }
    expect(await unread()).to.deep.equal({ unread: 1 });
  });

  it('keeps how somebody wants to be told, all of it or nothing', async () => {
    const { token, userId } = person;
    const settings = async () => (await api.call('GET', SETTINGS, { token })).body;
    const begins = {
      ...{ choices: DEFAULT_CHOICES, quietHours: { fromMinute: 1_320, toMinute: 480 } },
      ...{ emailVerified: false, pushKey: 'B'.repeat(87), pushBrowsers: 0 },
    };
    expect(await settings()).to.deep.equal(begins);
    const wanted = {
      choices: { ...DEFAULT_CHOICES, outbid: { mail: true, push: false } },
      quietHours: null,
    };
    const kept = await api.call('POST', SETTINGS, { token, body: wanted });
    expect(kept.body).to.deep.equal(wanted);
    await api.deps.db.update(users).set({ emailVerifiedAtMs: 1 }).where(eq(users.userId, userId));
    expect(await settings()).to.deep.equal({ ...begins, ...wanted, emailVerified: true });
    for (const body of [
      { ...wanted, choices: { outbid: { mail: true, push: true } } },
      { ...wanted, choices: { ...wanted.choices, unknown: { mail: true, push: true } } },
      { ...wanted, choices: { ...wanted.choices, won: { mail: 'yes', push: true } } },
      { ...wanted, quietHours: { fromMinute: -1, toMinute: 0 } },
      { ...wanted, quietHours: { fromMinute: 0, toMinute: 1_440 } },
      { choices: wanted.choices },
      null,
    ]) {
      const refused = await api.call('POST', SETTINGS, { token, body });
      expect(refused.body.code, JSON.stringify(body)).to.equal('INVALID_REQUEST');
    }
    expect(await settings()).to.deep.include(wanted);
  });
});
