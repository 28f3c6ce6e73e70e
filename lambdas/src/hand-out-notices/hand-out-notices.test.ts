import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { and, asc, eq } from 'drizzle-orm';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { notices, noticeSettings, pushes } from '@sagopalgo/core/mysql/notice-schema.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { noteWon } from '@sagopalgo/core/notices/auction-notices.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import type { NewNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { moveOrder } from '@sagopalgo/core/orders/move-order.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { kstDate, kstMidnightMs } from '@sagopalgo/core/rules/kst.ts';
import { addAuction, addUser } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import {
  addBrowser,
  addToldPerson,
  EVERYTHING,
  noticesOf,
} from '@sagopalgo/core/testing/told-person.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { handOutNotices } from './hand-out-notices.ts';
import type { HandingDeps } from './hand-out-notices.ts';
import { handler } from './handler.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('handing out notices', () => {
  let own: OwnDatabase;
  let shared: LambdaTestConnections;
  let deps: HandingDeps;
  before(async () => {
    shared = await openLambdaConnections();
    own = await openOwnDatabase();
    deps = { ...shared, db: own.db, pageOrigin: 'https://sagopalgo.test' };
  });
  beforeEach(async () => {
    for (const table of [notices, mailOutbox, pushes]) await own.db.delete(table);
  });
  after(async () => {
    await endLambdaConnections();
    await shared.end();
    await own.end();
  });

  const put = (userId: string, given: Partial<NewNotice> = {}, nowMs = Date.now()) =>
    own.db.transaction((tx) =>
      putNotice(tx, { userId, kind: 'answer', causeKey: randomUUID(), ...given }, nowMs),
    );
  const handOut = (given: Partial<HandingDeps> = {}) => handOutNotices({ ...deps, ...given });

  it('tells the person on their streams of the newest, and how many are unread', async () => {
    const userId = await addUser(own.db);
    const ear = await overhear(personChannel(userId));
    await put(userId);
    await put(userId, { kind: 'lost' });
    await handOut();
    const [message = ''] = await ear.heard(1);
    const [newest] = await own.db.select().from(notices).where(eq(notices.kind, 'lost'));
    const data = { noticeId: newest?.noticeId, kind: 'lost', unread: 2 };
    expect(readPersonMessage(message)).to.deep.equal({ told: [{ event: 'notice', data }] });
    await handOut();
    ear.leave();
    expect(ear.messages).to.have.length(1);
  });

  it('tells the windows of whoever has nothing to pay any more, and rings nowhere for it', async () => {
    for (const [move, actor] of [
      ['expire', 'system'],
      ['cancel', 'operator'],
    ] as const) {
      const buyerId = await addToldPerson(own.db);
      const order = await addOrder(own.db, { buyerId });
      const { orderId, auctionId } = order;
      await own.db.transaction((tx) => noteWon(tx, order, Date.now()));
      await put(buyerId, { kind: 'pay-by', orderId, auctionId });
      expect(await handOut()).to.deep.equal({ notices: 2, mails: 2, pushes: 2 });
      const ear = await overhear(personChannel(buyerId));
      const word = { actor, reason: '시험', nowMs: Date.now() };
      for (let tries = 0; tries < 2; tries += 1) {
        await own.db.transaction((tx) => moveOrder(tx, orderId, move, word));
        expect(await handOut()).to.include({ mails: 0, pushes: 0 });
      }
      const data = { noticeId: null, kind: null, unread: 0 };
      expect((await ear.heard(1)).map(readPersonMessage), move).to.deep.equal([
        { told: [{ event: 'notice', data }] },
      ]);
      ear.leave();
    }
  });

  it('tells of what is new beside what was put away', async () => {
    const buyerId = await addUser(own.db);
    const order = await addOrder(own.db, { buyerId });
    await own.db.transaction((tx) => noteWon(tx, order, Date.now()));
    await handOut();
    const ear = await overhear(personChannel(buyerId));
    const word = { actor: 'system', reason: '시험', nowMs: Date.now() } as const;
    await own.db.transaction((tx) => moveOrder(tx, order.orderId, 'pay', word));
    await handOut();
    const [message = ''] = await ear.heard(1);
    ear.leave();
    const [paid] = await noticesOf(own.db, buyerId, 'paid');
    const data = { noticeId: paid?.noticeId, kind: 'paid', unread: 1 };
    expect(readPersonMessage(message)).to.deep.equal({ told: [{ event: 'notice', data }] });
  });

  it('promises mails in Korean with the link of the next step, in order', async () => {
    const userId = await addToldPerson(own.db);
    const { auctionId } = await addAuction(own.db, { title: '<b>청자</b> & "백자"' });
    const detail = { amountKrw: 12_000, byMs: Date.now() + DAY_MS };
    await put(userId, { kind: 'won', auctionId, orderId: 'order-1', detail });
    await put(userId, { kind: 'shipped', auctionId, orderId: 'order-1' });
    expect(await handOut()).to.deep.equal({ notices: 2, mails: 2, pushes: 2 });
    const [won, shipped] = await own.db.select().from(mailOutbox).orderBy(mailOutbox.number);
    expect(won?.subject).to.equal('[사고팔고] 낙찰받았어요');
    expect(shipped?.subject).to.equal('[사고팔고] 판매자가 물건을 보냈어요');
    expect(won?.goodUntilMs).to.equal(detail.byMs);
    expect(won?.text).to.include('12,000원').and.include('‘<b>청자</b> & "백자"’');
    expect(won?.text).to.match(
      /결제하기: https:\/\/sagopalgo\.test\/orders\/order-1\/pay\?notice=[\w-]{36}\n/,
    );
    expect(won?.text).to.include('그만 받기: https://sagopalgo.test/notices/settings');
    expect(won?.html).to.include('&lt;b&gt;청자&lt;/b&gt;').and.not.include('<b>');
    const [first, second] = await own.db.select().from(pushes).orderBy(asc(pushes.noticeNumber));
    expect(first?.noticeNumber).to.be.below(second?.noticeNumber ?? 0);
  });

  it('goes by what the person chose, and mails to proven addresses alone', async () => {
    const unproven = await addToldPerson(own.db);
    await own.db.update(users).set({ emailVerifiedAtMs: null }).where(eq(users.userId, unproven));
    await put(unproven);
    expect(await handOut()).to.deep.equal({ notices: 1, mails: 0, pushes: 1 });
    const picky = await addToldPerson(own.db);
    const answer = { mail: true, push: false };
    await own.db
      .update(noticeSettings)
      .set({ choices: { ...EVERYTHING, answer } })
      .where(eq(noticeSettings.userId, picky));
    await put(picky);
    expect(await handOut()).to.deep.equal({ notices: 1, mails: 1, pushes: 0 });
    const byDefault = await addUser(own.db);
    await own.db.update(users).set({ emailVerifiedAtMs: 1 }).where(eq(users.userId, byDefault));
    for (const kind of ['outbid', 'lost', 'won'] as const) await put(byDefault, { kind });
    expect(await handOut()).to.deep.equal({ notices: 3, mails: 1, pushes: 0 });
  });

  it('pushes to every browser, after the quiet hours, and not what is of no use by then', async () => {
    const userId = await addToldPerson(own.db);
    await addBrowser(own.db, userId);
    const quiet = { quietFromMinute: 22 * 60, quietToMinute: 8 * 60 };
    await own.db.update(noticeSettings).set(quiet).where(eq(noticeSettings.userId, userId));
    const nightMs = kstMidnightMs(kstDate(Date.now())) + 23 * HOUR_MS;
    await put(userId, {}, nightMs);
    await put(userId, { kind: 'outbid', detail: { byMs: nightMs + HOUR_MS } }, nightMs);
    expect(await handOut({ now: () => nightMs })).to.include({ notices: 2, pushes: 2 });
    const due = await own.db.select({ dueAtMs: pushes.dueAtMs }).from(pushes);
    expect(due.map(({ dueAtMs }) => dueAtMs)).to.deep.equal(
      [1, 2].map(() => nightMs + 9 * HOUR_MS),
    );
  });

  it('rings nowhere for what has waited for a day', async () => {
    const userId = await addToldPerson(own.db);
    await put(userId, {}, Date.now() - DAY_MS - 1);
    expect(await handOut()).to.deep.equal({ notices: 1, mails: 0, pushes: 0 });
  });

  it('hands out all in one run, each by one of several at once', async () => {
    const userId = await addToldPerson(own.db);
    await own.db.transaction(async (tx) => {
      for (let number = 0; number < 250; number += 1) {
        await putNotice(tx, { userId, kind: 'paid', causeKey: String(number) }, Date.now());
      }
    });
    const runs = await Promise.all([handOut(), handOut()]);
    // Each leaves to the other what that one is at, which may be everything.
    runs.push(await handOut());
    expect(runs.reduce((sum, run) => sum + run.notices, 0)).to.equal(250);
    expect(await own.db.$count(mailOutbox)).to.equal(250);
    expect(await own.db.$count(pushes)).to.equal(250);
  });

  it('promises nothing before what somebody else is just handing out to the same person', async () => {
    const [one, other] = [await addToldPerson(own.db), await addToldPerson(own.db)];
    for (const kind of ['won', 'shipped'] as const) await put(one, { kind });
    await put(other, { kind: 'paid' });
    const isFirst = and(eq(notices.userId, one), eq(notices.kind, 'won'));
    await own.db.transaction(async (slow) => {
      await slow.select().from(notices).where(isFirst).for('update');
      expect(await handOut()).to.include({ notices: 1 });
    });
    expect(await handOut()).to.include({ notices: 2, mails: 2 });
    const mails = await own.db.select().from(mailOutbox).orderBy(mailOutbox.number);
    expect(mails.map(({ userId }) => userId)).to.deep.equal([other, one, one]);
    expect(mails[1]?.subject).to.include('낙찰받았어요');
  });

  it('tells nobody of what was rolled back', async () => {
    const userId = await addToldPerson(own.db);
    const broken = own.db.transaction(async (tx) => {
      await putNotice(tx, { userId, kind: 'answer', causeKey: 'gone' }, Date.now());
      throw new Error('something else went wrong');
    });
    expect(await broken.catch((error: Error) => error.message)).to.include('went wrong');
    expect(await handOut()).to.deep.equal({ notices: 0, mails: 0, pushes: 0 });
  });

  it('lets nothing be lost when nobody can be told at the moment', async () => {
    const userId = await addUser(own.db);
    await put(userId);
    const call = () => Promise.reject(new Error('Connection is closed.'));
    const redis = { call } as unknown as HandingDeps['redis'];
    expect(await handOut({ redis })).to.include({ notices: 1 });
    expect(await handOut()).to.include({ notices: 0 });
  });

  it('is woken by its schedule', async () => {
    const userId = await addUser(shared.db);
    await shared.db.transaction((tx) =>
      putNotice(tx, { userId, kind: 'answer', causeKey: 'one' }, Date.now()),
    );
    await handler();
    const [row] = await shared.db.select().from(notices).where(eq(notices.userId, userId));
    expect(row?.handOutAtMs).to.equal(null);
  });
});
