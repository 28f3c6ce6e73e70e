import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { notices, pushes, pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import { putNotice } from '@sagopalgo/core/notices/put-notice.ts';
import { createPusher } from '@sagopalgo/core/push/push-client.ts';
import { newVapidKey, vapidKeysOf } from '@sagopalgo/core/push/push-config.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { startPushService } from '@sagopalgo/core/testing/fake-push-service.ts';
import type { FakePushService } from '@sagopalgo/core/testing/fake-push-service.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { addBrowser } from '@sagopalgo/core/testing/told-person.ts';
import { endLambdaConnections } from '../connections.ts';
import { handler } from './handler.ts';
import { NO_PUSHES } from './push-to.ts';
import type { PushingDeps } from './push-to.ts';
import { sendPushes } from './send-pushes.ts';

const MINUTE_MS = 60_000;
const NOTHING = NO_PUSHES;

describe('sending the pushes that are due', () => {
  let own: OwnDatabase;
  let service: FakePushService;
  let deps: PushingDeps & { log: ReturnType<typeof quietLog> };
  let aheadMs: number;
  before(async () => {
    own = await openOwnDatabase();
  });
  beforeEach(async () => {
    aheadMs = 0;
    service = await startPushService();
    for (const table of [notices, pushes, pushSubscriptions]) await own.db.delete(table);
    const sender = { keys: vapidKeysOf(newVapidKey()), subject: 'mailto:ops@sagopalgo.test' };
    const pusher = createPusher(sender, { allowsLoopback: true });
    deps = { db: own.db, log: quietLog(), now: () => Date.now() + aheadMs, pusher };
  });
  afterEach(() => service.stop());
  after(async () => {
    await endLambdaConnections();
    await own.end();
  });

  const browser = (given: Parameters<typeof addBrowser>[2] = {}) =>
    addBrowser(own.db, 'kim', { ...service.target, ...given });
  /** Promises a push of something that happened to `kim`. */
  async function promise(subscriptionId: string, given: Partial<typeof pushes.$inferInsert> = {}) {
    const causeKey = randomUUID();
    await own.db.transaction((tx) =>
      putNotice(tx, { userId: 'kim', kind: 'answer', causeKey, auctionId: 'a-1' }, Date.now()),
    );
    const [notice] = await own.db.select().from(notices).where(eq(notices.causeKey, causeKey));
    const noticeNumber = notice?.number ?? 0;
    const until = { goodUntilMs: Date.now() + 60 * MINUTE_MS, createdAtMs: 1 };
    await own.db
      .insert(pushes)
      .values({ noticeNumber, subscriptionId, dueAtMs: 1, ...until, ...given });
    return { noticeNumber, noticeId: String(notice?.noticeId) };
  }
  const pushOf = async (noticeNumber: number) => {
    const [row] = await own.db.select().from(pushes).where(eq(pushes.noticeNumber, noticeNumber));
    return row;
  };
  const send = () => sendPushes(deps);

  it('sends each once, in order, by any number of senders at once', async () => {
    const one = await browser();
    const told = [];
    for (let number = 0; number < 5; number += 1) told.push((await promise(one)).noticeId);
    const runs = await Promise.all([send(), send(), send()]);
    await send();
    expect(runs.reduce((sum, { sent }) => sum + sent, 0)).to.equal(5);
    const texts = service.received.map(({ text }) => JSON.parse(text ?? '{}'));
    expect(texts.map(({ noticeId }) => noticeId)).to.deep.equal(told);
    expect(texts[0]).to.deep.equal({
      ...{
        noticeId: told[0],
        tag: told[0],
        heading: '질문에 답이 달렸어요',
        text: '지워진 경매 · 판매자가 답했어요.',
      },
      path: `/auctions/a-1?notice=${told[0]}#questions`,
    });
    expect(service.received[0]?.headers['topic']).to.match(/^[\da-f]{32}$/);
  });

  it('sends nothing before its time, nothing that was read, and nothing of use no more', async () => {
    const one = await browser();
    const early = await promise(one, { dueAtMs: Date.now() + MINUTE_MS });
    const read = await promise(one);
    const late = await promise(one, { goodUntilMs: Date.now() - 1 });
    await own.db.update(notices).set({ readAtMs: 1 }).where(eq(notices.number, read.noticeNumber));
    expect(await send()).to.deep.equal({ ...NOTHING, read: 1, late: 1 });
    for (const [{ noticeNumber }, fault] of [
      [read, 'READ'],
      [late, 'LATE'],
    ] as const) {
      expect(await pushOf(noticeNumber)).to.include({ dueAtMs: null, fault });
    }
    aheadMs = 2 * MINUTE_MS;
    expect(await send()).to.deep.equal({ ...NOTHING, sent: 1 });
    expect((await pushOf(early.noticeNumber))?.sentAtMs).to.be.a('number');
  });

  it('keeps the order where the service does not take something, and waits ever longer', async () => {
    const one = await browser();
    const [first, second] = [await promise(one), await promise(one)];
    service.status = 503;
    expect(await send()).to.deep.equal({ ...NOTHING, later: 1 });
    expect(await send()).to.deep.equal(NOTHING);
    expect(service.received).to.have.length(1);
    aheadMs = 31_000;
    expect(await send()).to.deep.equal({ ...NOTHING, later: 1 });
    aheadMs = 62_000;
    expect(await send()).to.deep.equal(NOTHING);
    service.status = 201;
    aheadMs = 31_000 + 61_000;
    expect(await send()).to.deep.equal({ ...NOTHING, sent: 2 });
    const sent = service.received.slice(-2).map(({ text }) => JSON.parse(text ?? '{}').noticeId);
    expect(sent).to.deep.equal([first.noticeId, second.noticeId]);
    const [row] = await own.db.select().from(pushSubscriptions);
    expect(row?.failures).to.equal(0);
  });

  it('forgets a browser that wants none any more, and all that waited for it', async () => {
    for (const status of [404, 410]) {
      const one = await browser();
      await promise(one);
      await promise(one);
      service.status = status;
      expect(await send()).to.deep.equal({ ...NOTHING, gone: 1 });
      expect(await own.db.$count(pushSubscriptions)).to.equal(0);
      expect(await own.db.$count(pushes)).to.equal(0);
    }
    expect(JSON.stringify(deps.log.events)).not.to.include('127.0.0.1');
  });

  it('sends nothing to a browser on which the person has signed out', async () => {
    const familyId = randomUUID();
    const family = { familyId, userId: 'kim', createdAtMs: 1 };
    await own.db.insert(sessionFamilies).values(family);
    const one = await browser({ familyId });
    await promise(one);
    expect(await send()).to.deep.equal({ ...NOTHING, sent: 1 });
    await promise(one);
    await own.db.update(sessionFamilies).set({ endedAtMs: 1 });
    expect(await send()).to.deep.equal({ ...NOTHING, gone: 1 });
    expect(service.received).to.have.length(1);
  });

  it('skips what the service will never take, and goes on', async () => {
    const one = await browser();
    const unfit = await promise(one);
    service.status = 413;
    expect(await send()).to.deep.equal({ ...NOTHING, unfit: 1 });
    expect(await pushOf(unfit.noticeNumber)).to.include({ dueAtMs: null, fault: 'HTTP 413' });
  });

  it('takes up what another sender took up and let nothing be heard of', async () => {
    const one = await browser();
    await promise(one);
    const asked = Promise.withResolvers<void>();
    const pusher = {
      send: () => {
        asked.resolve();
        return new Promise<never>(() => undefined);
      },
    };
    void sendPushes({ ...deps, pusher });
    await asked.promise;
    expect(await send()).to.deep.equal(NOTHING);
    aheadMs = 6 * MINUTE_MS;
    expect(await send()).to.deep.equal({ ...NOTHING, sent: 1 });
  });

  it('sends none without a key', async () => {
    await promise(await browser());
    expect(await sendPushes({ ...deps, pusher: undefined })).to.deep.equal(NOTHING);
  });

  it('is woken by its schedule', async () => {
    await handler();
    expect(service.received).to.deep.equal([]);
  });
});
