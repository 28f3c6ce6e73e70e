import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { expect } from 'chai';
import { notices, noticeSettings } from '@sagopalgo/core/mysql/notice-schema.ts';
import { pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { reports } from '@sagopalgo/core/mysql/asking-schema.ts';
import { talkBlocks, talkMarks, talkMessages } from '@sagopalgo/core/mysql/talk-schema.ts';
import { talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import { payoutAccounts } from '@sagopalgo/core/mysql/till-schema.ts';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { offers, orders, refunds } from '@sagopalgo/core/mysql/till-schema.ts';
import { secondChanceConsents } from '@sagopalgo/core/mysql/till-schema.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { addPicture } from '../testing/account-scenes.ts';
import { cookieHeader, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { soldThing } from '../testing/order-scene.ts';
import { addWonOrder, someAddress } from '../testing/won-orders.ts';

const PASSWORD = 'a good password';
/** Nothing else in the record has these in it. */
const PERSONAL = {
  ...{ email: 'kim.hayang@mail.example', nickname: '김하양의시계방' },
  ...{ recipient: '김하양본인', phone: '01098761234', line1: '강원도 어딘가 하양길 77' },
  accountNumber: '33310778899',
  endpoint: 'https://push.example/of-hayang',
};

const OTHER_ID = randomUUID();

/** Rows of no use to anybody else. */
const ALL_THEIRS = [
  [notices, notices.userId],
  [noticeSettings, noticeSettings.userId],
  [pushSubscriptions, pushSubscriptions.userId],
  [pushes, pushes.subscriptionId],
  [signInTraces, signInTraces.userId],
  [talkMarks, talkMarks.userId],
  [talkBlocks, talkBlocks.blockerId],
] as const;

describe('leaving', function leaving() {
  // Every column of every table is looked through.
  this.timeout(60_000);
  let api: ApiUnderTest;
  // Alone, as nobody else's rows are to be looked through.
  before(async () => {
    api = await startApiAlone();
  });
  after(() => api.end());

  async function signUp(
    email = `${randomUUID()}@leave.example`,
    nickname = randomUUID().slice(0, 18),
  ) {
    const body = { email, nickname, password: PASSWORD };
    const answer = await api.call('POST', '/users', { body });
    expect(answer.status).to.equal(201);
    const cookie = cookieHeader(answer.cookies);
    return { email, userId: answer.body.user.userId, headers: { cookie } };
  }
  type Person = Awaited<ReturnType<typeof signUp>>;
  const leave = ({ headers }: Person, password: string | null = PASSWORD) =>
    api.call('POST', '/users/me/leave', { headers, body: { password } });

  /** Every column of every table in which a text stands somewhere. */
  async function placesOf(text: string): Promise<string[]> {
    const [columns] = (await api.deps.db.execute(
      sql`select table_name as t, column_name as c from information_schema.columns
          where table_schema = database() and data_type in
          ('varchar', 'char', 'text', 'mediumtext', 'longtext')`,
    )) as unknown as [{ t: string; c: string }[]];
    const found = await Promise.all(
      columns.map(async ({ t, c }) => {
        const column = sql`${sql.identifier(t)}.${sql.identifier(c)}`;
        const [[row]] = (await api.deps.db.execute(
          sql`select count(*) as n from ${sql.identifier(t)}
            where convert(${column} using utf8mb4) like ${`%${text}%`}`,
        )) as unknown as [[{ n: number }]];
        return row.n > 0 ? [`${t}.${c}`] : [];
      }),
    );
    return found.flat();
  }

  async function leaveTraces(person: Person): Promise<void> {
    const { userId, headers } = person;
    const { recipient, phone, line1 } = PERSONAL;
    const address = { ...someAddress, recipient, phone, line1 };
    await api.call('POST', '/users/me/addresses', { headers, body: address });
    await api.call('POST', '/password-resets', { body: { email: PERSONAL.email } });
    const imageId = await addPicture(api.deps, userId);
    await api.call('POST', '/users/me/picture', { headers, body: { imageId } });
    const holder = { bank: '88', holderName: recipient, changedAtMs: 1 };
    const { accountNumber } = PERSONAL;
    await api.deps.db.insert(payoutAccounts).values({ ...holder, userId, accountNumber });
    const { auctionId } = await addAuction(api.deps.db, { state: 'unsold' });
    await api.call('POST', `/auctions/${auctionId}/watch`, { headers });
    const orderId = await addWonOrder(api.deps, { sellerId: randomUUID(), buyerId: userId });
    await api.call('POST', `/orders/${orderId}/payments`, { headers, body: { address } });
    await api.deps.db.update(orders).set({ state: 'paid_out' }).where(eq(orders.orderId, orderId));
    await leaveTold(userId, orderId);
    await leaveDealings(userId, { orderId, auctionId });
  }

  async function leaveDealings(
    userId: string,
    { orderId, auctionId }: { orderId: string; auctionId: string },
  ): Promise<void> {
    const { db } = api.deps;
    const of = { orderId, createdAtMs: 1 };
    await db.insert(refunds).values({
      ...{ ...of, refundId: randomUUID(), tossOrderId: randomUUID(), amountKrw: 1_000 },
      ...{ cause: 'dispute' as const, reason: '흠집', state: 'done' as const },
    });
    await db.insert(offers).values({
      ...{ offerId: randomUUID(), auctionId, afterAttempt: 1, number: 1, bidderId: userId },
      ...{ amountKrw: 1_000, state: 'declined' as const, acceptByMs: 1, createdAtMs: 1 },
    });
    const chance = { auctionId, bidderId: userId, isGiven: true, changedAtMs: 1 };
    await db.insert(secondChanceConsents).values(chance);
    await db.insert(reports).values({
      ...{ reportId: randomUUID(), reporterId: userId, kind: 'person' as const, said: OTHER_ID },
      ...{ subjectId: OTHER_ID, aboutUserId: OTHER_ID, reason: 'other' as const },
      ...{ text: '가짜 같아요', reportedAtMs: 1 },
    });
    await db.insert(talkReports).values({
      ...{ reportId: randomUUID(), orderId, reporterId: userId, reportedId: OTHER_ID },
      ...{ reason: '욕을 했어요', reportedAtMs: 1 },
    });
  }

  async function leaveTold(userId: string, orderId: string): Promise<void> {
    const { db } = api.deps;
    await db.transaction((tx) =>
      putNotice(tx, { userId, kind: 'shipped', causeKey: orderId, orderId }, 1),
    );
    await db.insert(noticeSettings).values({ userId, choices: {}, changedAtMs: 1 });
    await db.insert(pushSubscriptions).values({
      ...{ subscriptionId: userId, userId, familyId: '', endpoint: PERSONAL.endpoint },
      ...{ p256dh: 'p', auth: 'a', createdAtMs: 1, nextTryAtMs: 1 },
    });
    const sent = { subscriptionId: userId, goodUntilMs: 1, createdAtMs: 1, dueAtMs: 1 };
    await db.insert(pushes).values({ noticeNumber: 1, ...sent });
    await db.insert(talkMarks).values({ orderId, userId });
    await db.insert(talkBlocks).values({ blockerId: userId, blockedId: 'x', createdAtMs: 1 });
    const said = { orderId, seq: 1, messageId: randomUUID(), text: '잘 받았어요', sentAtMs: 1 };
    await db.insert(talkMessages).values({ ...said, senderId: userId });
  }

  it('takes out of every table what says who it was, and keeps what others count on', async () => {
    const person = await signUp(PERSONAL.email, PERSONAL.nickname);
    await leaveTraces(person);
    for (const [name, text] of Object.entries(PERSONAL)) {
      expect(await placesOf(text), name).not.to.deep.equal([]);
    }
    expect((await leave(person)).status).to.equal(204);
    for (const [name, text] of Object.entries(PERSONAL)) {
      expect(await placesOf(text), name).to.deep.equal([]);
    }
    for (const [table, column] of ALL_THEIRS) {
      expect(await api.deps.db.$count(table, eq(column, person.userId))).to.equal(0);
    }
    const bought = await api.deps.db.select().from(orders).where(eq(orders.buyerId, person.userId));
    expect(bought.map(({ state, amountKrw }) => [state, amountKrw])).to.deep.equal([
      ['paid_out', 5_000],
    ]);
  });

  it('signs everybody out at once, and lets the address sign up again', async () => {
    const person = await signUp();
    const { email } = person;
    const program = await api.call('POST', '/tokens', { body: { email, password: PASSWORD } });
    await leave(person);
    const me = (sent: object) => api.call('GET', '/users/me', sent);
    expect((await me({ headers: person.headers })).body.code).to.equal('UNAUTHENTICATED');
    expect((await me({ token: program.body.accessToken })).body.code).to.equal('UNAUTHENTICATED');
    const again = await api.call('POST', '/sessions', { body: { email, password: PASSWORD } });
    expect(again.body.code).to.equal('WRONG_CREDENTIALS');
    expect((await signUp(email)).userId).not.to.equal(person.userId);
  });

  it('is refused while orders and auctions are open, and says which', async () => {
    const person = await signUp();
    const { userId } = person;
    const { db } = api.deps;
    const own = await addAuction(db, { sellerId: userId, title: '내 시계' });
    const led = await addAuction(db, { leaderId: userId, title: '남의 시계', state: 'live' });
    await addAuction(db, { sellerId: userId, state: 'unsold' });
    const bought = await soldThing(
      api.deps,
      { buyer: { userId, token: '' }, seller: { userId: randomUUID(), token: '' } },
      { state: 'shipped' },
    );
    const answer = await leave(person);
    expect(answer.body).to.include({ status: 409, code: 'LEAVING_BLOCKED' });
    expect(answer.body.detail).to.deep.include({
      orders: [{ orderId: bought.orderId, role: 'buyer' }],
    });
    expect(answer.body.detail['auctions']).to.have.deep.members([
      { auctionId: own.auctionId, title: '내 시계', role: 'seller' },
      { auctionId: led.auctionId, title: '남의 시계', role: 'leader' },
    ]);
    const [row] = await db.select().from(users).where(eq(users.userId, userId));
    expect(row).to.include({ email: person.email, leftAtMs: null });
    for (const { auctionId } of [own, led]) {
      await db.update(auctions).set({ state: 'unsold' }).where(eq(auctions.auctionId, auctionId));
    }
    await db.update(orders).set({ state: 'paid_out' }).where(eq(orders.orderId, bought.orderId));
    expect((await leave(person)).status).to.equal(204);
  });

  it('asks for the password, or for a sign-in of just now where there is none', async () => {
    const person = await signUp();
    for (const password of ['wrong', null]) {
      expect((await leave(person, password)).body.code).to.equal('WRONG_PASSWORD');
    }
    const own = eq(users.userId, person.userId);
    await api.deps.db.update(users).set({ passwordHash: null }).where(own);
    const late = await startLate(person);
    expect(late).to.equal('SIGN_IN_AGAIN');
    expect((await leave(person, null)).status).to.equal(204);
  });

  async function startLate({ userId, headers }: Person) {
    const long = sql`update session_families set created_at_ms = created_at_ms - 1800000
      where user_id = ${userId}`;
    await api.deps.db.execute(long);
    const { body } = await api.call('POST', '/users/me/leave', {
      headers,
      body: { password: null },
    });
    await api.deps.db.execute(
      sql`update session_families set created_at_ms = created_at_ms + 1800000
          where user_id = ${userId}`,
    );
    return body.code;
  }

  it('is done once, however often it is asked for at once', async () => {
    const person = await signUp();
    const answers = await Promise.all([leave(person), leave(person)]);
    const outcomes = answers.map(({ status, body }) => (status === 204 ? 204 : body.code));
    expect(outcomes).to.include(204);
    expect(outcomes.filter((outcome) => outcome === 204)).to.have.length(1);
  });

  it('is not for operators, who answer for what they do', async () => {
    const person = await signUp();
    const own = eq(users.userId, person.userId);
    await api.deps.db.update(users).set({ role: 'ADMIN' }).where(own);
    expect((await leave(person)).body.code).to.equal('IS_OPERATOR');
  });

  describe('what the record holds', () => {
    it('is told to the person alone, without secrets and without who others are', async () => {
      const person = await signUp();
      await leaveTraces(person);
      const answer = await api.call('GET', '/users/me/data', { headers: person.headers });
      expect(answer.status).to.equal(200);
      const held = answer.body as unknown as Record<string, Record<string, unknown>[]>;
      expect(held['account']?.[0]).to.include({ email: person.email });
      expect(held['addresses']?.[0]).to.include({ line1: PERSONAL.line1 });
      for (const kind of ['devices', 'mails', 'watched', 'bought', 'deliveries', 'payments']) {
        expect(held[kind], kind).to.have.length(1);
      }
      expect(held['said']?.[0]).to.include({ text: '잘 받았어요' });
      for (const kind of ['notices', 'noticeSettings', 'pushes']) {
        expect(held[kind], kind).to.have.length(1);
      }
      for (const kind of ['offers', 'refunds', 'secondChances', 'reports', 'talkReports']) {
        expect(held[kind], kind).to.have.length(1);
      }
      expect(held['reports']?.[0]).to.include({ text: '가짜 같아요' });
      expect(held['signIns']?.[0]).to.have.keys('kind', 'firstSeenAtMs', 'lastSeenAtMs', 'userId');
      const text = JSON.stringify(held);
      for (const secret of [
        PERSONAL.endpoint,
        'argon2',
        '#token=',
        'passwordHash',
        'sellerId',
        OTHER_ID,
      ]) {
        expect(text, secret).not.to.contain(secret);
      }
    });

    it('is told five times an hour', async () => {
      const { headers } = await signUp();
      const ask = () => api.call('GET', '/users/me/data', { headers });
      let answer = await ask();
      for (let tries = 1; tries < 6; tries += 1) answer = await ask();
      expect(answer.body).to.include({ status: 429, code: 'RATE_LIMITED' });
    });
  });
});
