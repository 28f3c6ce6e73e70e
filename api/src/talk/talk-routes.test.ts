import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { listMessages, listTalkReports, listUnread } from '@sagopalgo/core/contracts/talk.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import { talkReports } from '@sagopalgo/core/mysql/talk-schema.ts';
import { startRemoving } from '@sagopalgo/core/images/remove-picture.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { leaveNoOrders, orderPeople, soldThing } from '../testing/order-scene.ts';
import type { As, People } from '../testing/order-scene.ts';
import { newListing } from '../testing/listings.ts';
import { talkTo } from '../testing/talk-client.ts';
import type { TalkClient } from '../testing/talk-client.ts';
import { upload, uploadWhole } from '../testing/uploads.ts';

describe('what belongs to a talk', () => {
  let api: ApiUnderTest;
  let people: People;
  let buyer: TalkClient;
  let seller: TalkClient;
  let orderId: string;
  before(async () => {
    api = await startApi();
    people = await orderPeople(api.deps);
    buyer = await talkTo(api.url, people.buyer.token);
    seller = await talkTo(api.url, people.seller.token);
  });
  after(async () => {
    for (const client of [buyer, seller]) client.end();
    await leaveNoOrders(api.deps, people.buyer, people.seller);
    await api.end();
  });
  beforeEach(async () => {
    ({ orderId } = await soldThing(api.deps, people, { state: 'paid' }));
    for (const client of [buyer, seller]) {
      client.heard.length = 0;
      await client.call('join', { orderId });
    }
  });

  const ask = (as: As, method: string, path: string, body?: object) =>
    api.call(method, path, { token: people[as].token, ...(body && { body }) });
  const ofOrder = (as: As, method: string, what: string, body?: object) =>
    ask(as, method, `/orders/${orderId}/${what}`, body);
  const codeOf = async (client: TalkClient) =>
    await client.codeOf('send', { orderId, messageId: randomUUID(), text: '말' });

  it('is its history, page by page from the newest back, with nothing twice while more is said', async () => {
    for (let said = 1; said <= 5; said += 1) await buyer.say(orderId, `말 ${said}`);
    const seqs: number[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await ofOrder('seller', 'GET', `messages?limit=2${query}`);
      const page = listMessages.reply.parse(body);
      seqs.push(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor;
      await buyer.say(orderId, '더');
    } while (cursor !== null);
    expect(seqs).to.deep.equal([5, 4, 3, 2, 1]);
    const { body } = await ofOrder('seller', 'GET', 'messages?cursor=nonsense');
    expect(body.code).to.equal('INVALID_REQUEST');
    const joined = await seller.call('join', { orderId });
    expect([joined.messages.length, joined.earlierCursor]).to.deep.equal([8, null]);
  });

  it('goes on from what is told on entering to what was said earlier', async () => {
    for (let said = 1; said <= 32; said += 1) await buyer.say(orderId, `말 ${said}`);
    const { messages, earlierCursor } = await seller.call('join', { orderId });
    expect([messages[0]?.seq, messages.at(-1)?.seq]).to.deep.equal([3, 32]);
    const { body } = await ofOrder('seller', 'GET', `messages?cursor=${earlierCursor}`);
    expect(listMessages.reply.parse(body).items.map(({ seq }) => seq)).to.deep.equal([2, 1]);
  });

  it('is read by operators once there is a dispute or a report, and never without a word in the log', async () => {
    await buyer.say(orderId, '비밀');
    expect((await ofOrder('operator', 'GET', 'messages')).body.code).to.equal('FORBIDDEN');
    expect((await ofOrder('stranger', 'GET', 'messages')).body.code).to.equal('ORDER_NOT_FOUND');
    await ofOrder('seller', 'POST', 'talk-reports', { reason: '욕설', seq: 1 });
    const { status, body } = await ofOrder('operator', 'GET', 'messages');
    expect([status, body.items.length]).to.deep.equal([200, 1]);
    const facts = { orderId, operatorId: people.operator.userId };
    const told = api.log.events.filter(({ event }) => event === 'talk.read-by-operator');
    expect(told.map((each) => each.facts)).to.deep.equal([facts]);
    const other = await soldThing(api.deps, people, { state: 'shipped' });
    const look = () => ask('operator', 'GET', `/orders/${other.orderId}/messages`);
    expect((await look()).body.code).to.equal('FORBIDDEN');
    await ask('buyer', 'POST', `/orders/${other.orderId}/dispute`, { reason: '깨졌어요' });
    expect((await look()).status).to.equal(200);
  });

  it('is how much waits to be read, for the lists', async () => {
    const unread = async (as: As) => {
      const { body } = await ask(as, 'GET', '/users/me/unread-messages');
      const { items } = listUnread.reply.parse(body);
      return items.find((item) => item.orderId === orderId)?.unread ?? 0;
    };
    expect(await unread('seller')).to.equal(0);
    for (const text of ['하나', '둘']) await buyer.say(orderId, text);
    expect([await unread('seller'), await unread('buyer')]).to.deep.equal([2, 0]);
    await seller.call('mark', { orderId, readSeq: 2 });
    expect(await unread('seller')).to.equal(0);
  });

  it('stops when one blocks the other, both ways and in every talk of the two, until they take it back', async () => {
    await buyer.say(orderId, '하나');
    const second = await soldThing(api.deps, people, { state: 'paid' });
    for (let times = 0; times < 2; times += 1) {
      expect((await ofOrder('buyer', 'POST', 'talk-block')).status).to.equal(204);
    }
    await seller.until('changed');
    expect(seller.heardOf('changed')).to.deep.equal([{ orderId }]);
    expect([await codeOf(buyer), await codeOf(seller)]).to.deep.equal([
      ...['TALK_BLOCKED', 'TALK_BLOCKED'],
    ]);
    const elsewhere = { orderId: second.orderId, messageId: randomUUID(), text: '여기서는요?' };
    expect(await seller.codeOf('send', elsewhere)).to.equal('TALK_BLOCKED');
    const views = await Promise.all(
      [buyer, seller].map(async (client) => (await client.call('join', { orderId })).talk),
    );
    expect(views.map((talk) => [talk.mayWrite, talk.isBlocked, talk.blockedByMe])).to.deep.equal([
      [false, true, true],
      [false, true, false],
    ]);
    // Neither is told any more how far the other is, or that they type.
    expect(views.map(({ other }) => other)).to.deep.equal([null, null]);
    await buyer.call('mark', { orderId, readSeq: 1 });
    await seller.call('mark', { orderId, readSeq: 1 });
    await seller.call('typing', { orderId, isTyping: true });
    // The one who was blocked cannot take it back.
    await ofOrder('seller', 'DELETE', 'talk-block');
    expect(await codeOf(seller)).to.equal('TALK_BLOCKED');
    await ofOrder('buyer', 'DELETE', 'talk-block');
    expect(await codeOf(seller)).to.equal('ok');
    expect(buyer.heard.map(({ event }) => event)).not.to.include.members(['marks', 'typing']);
  });

  it('is reported once at a time, about what the other side said, and dealt with by an operator', async () => {
    await buyer.say(orderId, '밖에서 거래해요');
    await seller.say(orderId, '싫어요');
    const report = (as: As, body: object) => ofOrder(as, 'POST', 'talk-reports', body);
    const reason = '밖에서 거래하자고 해요';
    expect((await report('seller', { reason, seq: 2 })).body.code).to.equal('NOT_FOUND');
    expect((await report('seller', { reason, seq: 9 })).body.code).to.equal('NOT_FOUND');
    expect((await report('seller', { reason: ' ' })).body.code).to.equal('INVALID_REQUEST');
    const answers = await Promise.all([1, 2].map(() => report('seller', { reason, seq: 1 })));
    expect(answers.map(({ status }) => status)).to.have.members([201, 409]);
    const [row] = await api.deps.db
      .select()
      .from(talkReports)
      .where(eq(talkReports.orderId, orderId));
    const reportId = String(row?.reportId);
    const { body } = await ask('operator', 'GET', '/operator/talk-reports?limit=100');
    const told = listTalkReports.reply.parse(body).items.find((each) => each.reportId === reportId);
    expect(told?.message?.text).to.equal('밖에서 거래해요');
    expect([told?.reason, told?.reportedUserId]).to.deep.equal([reason, people.buyer.userId]);
    const settle = () =>
      ask('operator', 'POST', `/operator/talk-reports/${reportId}/settle`, { reason: '경고함' });
    expect((await settle()).status).to.equal(204);
    expect((await settle()).body.code).to.equal('ALREADY_SO');
    const kept = await api.deps.db
      .select()
      .from(operatorActions)
      .where(eq(operatorActions.userId, people.buyer.userId));
    expect(kept.map(({ action, reason: why }) => [action, why])).to.deep.equal([
      ['settle-report', '경고함'],
    ]);
    expect((await report('seller', { reason })).status).to.equal(201);
  });

  describe('and its pictures', () => {
    const send = (client: TalkClient, imageId: string, messageId = randomUUID()) =>
      client.call('send', { orderId, messageId, imageId });

    it('come with a message, once, and belong to the talk from then on', async () => {
      const imageId = await uploadWhole(api, people.buyer.token);
      const messageId = randomUUID();
      const { message } = await send(buyer, imageId, messageId);
      expect([message.text, message.image?.imageId]).to.deep.equal([null, imageId]);
      await seller.until('message');
      expect(seller.heardOf('message')[0]?.message).to.deep.equal(message);
      expect((await send(buyer, imageId, messageId)).message.seq).to.equal(message.seq);
      const again = await buyer.codeOf('send', { orderId, messageId: randomUUID(), imageId });
      expect(again).to.equal('IMAGE_NOT_READY');
      const { body } = await ask('buyer', 'DELETE', `/images/${imageId}`);
      expect(body.code).to.equal('IMAGE_IN_USE');
      const listing = { ...newListing(), imageIds: [imageId] };
      const listed = await ask('buyer', 'POST', '/auctions', listing);
      expect(listed.body.code).to.equal('IMAGE_NOT_READY');
      // What clears pictures that nothing shows passes it over.
      expect(await startRemoving(api.deps.db, imageId)).to.equal(false);
    });

    it('are one’s own, whole, and shown nowhere else', async () => {
      const others = await uploadWhole(api, people.seller.token);
      const awaited = await upload(api, people.buyer.token);
      const shown = await uploadWhole(api, people.buyer.token);
      await api.deps.db.update(images).set({ auctionId: 'a' }).where(eq(images.imageId, shown));
      for (const imageId of [others, awaited, shown, randomUUID()]) {
        const sent = { orderId, messageId: randomUUID(), imageId };
        expect(await buyer.codeOf('send', sent)).to.equal('IMAGE_NOT_READY');
      }
      expect((await seller.call('join', { orderId })).talk.lastSeq).to.equal(0);
    });

    it('are not used up by a message that was refused', async () => {
      const imageId = await uploadWhole(api, people.buyer.token);
      await ofOrder('seller', 'POST', 'talk-block');
      const sent = { orderId, messageId: randomUUID(), imageId };
      expect(await buyer.codeOf('send', sent)).to.equal('TALK_BLOCKED');
      await ofOrder('seller', 'DELETE', 'talk-block');
      expect((await send(buyer, imageId)).message.seq).to.equal(1);
    });
  });

  it('is nothing to a person who has neither bought nor sold', async () => {
    const { token } = await addPersonWithToken(api.deps);
    const { body } = await api.call('GET', '/users/me/unread-messages', { token });
    expect(body.items).to.deep.equal([]);
  });
});
