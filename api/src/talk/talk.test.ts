import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { talkMarks, talkMessages } from '@sagopalgo/core/mysql/talk-schema.ts';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import { personChannel } from '@sagopalgo/core/redis/keys.ts';
import { readPersonMessage } from '@sagopalgo/core/redis/person-messages.ts';
import { TALK_AFTER_MS } from '@sagopalgo/core/rules/talk-times.ts';
import { overhear } from '@sagopalgo/core/testing/overheard.ts';
import type { Overheard } from '@sagopalgo/core/testing/overheard.ts';
import { startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { leaveNoOrders, orderPeople, soldThing } from '../testing/order-scene.ts';
import type { People } from '../testing/order-scene.ts';
import { RefusedTalk, talkTo } from '../testing/talk-client.ts';
import type { TalkClient } from '../testing/talk-client.ts';

describe('talking about an order, over two processes', () => {
  let here: ApiUnderTest;
  let there: ApiUnderTest;
  let people: People;
  let buyer: TalkClient;
  let seller: TalkClient;
  let orderId: string;
  const ended: TalkClient[] = [];

  before(async () => {
    [here, there] = await Promise.all([startApi(), startApi()]);
    people = await orderPeople(here.deps);
  });
  after(async () => {
    await leaveNoOrders(here.deps, people.buyer, people.seller);
    await Promise.all([here.end(), there.end()]);
  });
  beforeEach(async () => {
    ({ orderId } = await soldThing(here.deps, people, { state: 'paid' }));
    buyer = await talkTo(here.url, people.buyer.token);
    seller = await talkTo(there.url, people.seller.token);
    ended.push(buyer, seller);
  });
  afterEach(() => {
    for (const client of ended.splice(0)) client.end();
  });

  const join = async (afterSeq?: number) => {
    await buyer.call('join', { orderId, ...(afterSeq !== undefined && { afterSeq }) });
    await seller.call('join', { orderId });
  };
  const rows = () =>
    here.deps.db
      .select()
      .from(talkMessages)
      .where(eq(talkMessages.orderId, orderId))
      .orderBy(talkMessages.seq);

  it('carries a message to the other side in another process, once and in order', async () => {
    await join();
    for (const text of ['안녕하세요', '언제 보내 주시나요?', '<b>그대로</b>']) {
      await buyer.say(orderId, text);
    }
    await seller.until('message', 3);
    const told = seller.heardOf('message').map(({ message }) => message);
    expect(told.map(({ seq, by, text }) => [seq, by, text])).to.deep.equal([
      [1, 'buyer', '안녕하세요'],
      [2, 'buyer', '언제 보내 주시나요?'],
      [3, 'buyer', '<b>그대로</b>'],
    ]);
    // Whoever said it hears it in their other windows, so in this one too.
    await buyer.until('message', 3);
  });

  it('is in the record before it is acknowledged, numbered without a gap however many talk at once', async () => {
    await join();
    const said = Array.from({ length: 30 }, (_, index) =>
      (index % 2 === 0 ? buyer : seller).say(orderId, `말 ${index}`),
    );
    const seqs = await Promise.all(said);
    expect(seqs.toSorted((one, other) => one - other)).to.deep.equal(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    expect((await rows()).map(({ seq }) => seq)).to.have.length(30);
  });

  it('takes a message that is sent again for the one that it is, also at once and in two processes', async () => {
    const other = await talkTo(there.url, people.buyer.token);
    ended.push(other);
    const messageId = randomUUID();
    const seqs = await Promise.all(
      [buyer, other, buyer, other].map((client) => client.say(orderId, '한 번', messageId)),
    );
    expect(new Set(seqs)).to.deep.equal(new Set([1]));
    expect(await rows()).to.have.length(1);
    const sent = { orderId, messageId, text: '다른 말' };
    expect(await buyer.codeOf('send', sent)).to.equal('MESSAGE_ID_REUSED');
    // An id is its sender's own: the other side's is another message.
    expect(await seller.say(orderId, '한 번', messageId)).to.equal(2);
  });

  it('tells whoever comes back what they missed, from the record', async () => {
    await join();
    await buyer.say(orderId, '하나');
    seller.end();
    for (const text of ['둘', '셋']) await buyer.say(orderId, text);
    const back = await talkTo(here.url, people.seller.token);
    ended.push(back);
    const joined = await back.call('join', { orderId, afterSeq: 1 });
    expect(joined.messages.map(({ seq, text }) => [seq, text])).to.deep.equal([
      [2, '둘'],
      [3, '셋'],
    ]);
    expect([joined.hasLater, joined.talk.lastSeq]).to.deep.equal([false, 3]);
    const { messages } = await back.call('join', { orderId, afterSeq: 99 });
    expect(messages).to.deep.equal([]);
  });

  it('tells the pages of whoever is not there how many messages wait, and of who has read them', async () => {
    const ears = [];
    for (const { userId } of [people.seller, people.buyer]) {
      ears.push(await overhear(personChannel(userId)));
    }
    const [toSeller, toBuyer] = ears as [Overheard, Overheard];
    const messageId = randomUUID();
    await buyer.say(orderId, '계신가요?', messageId);
    await buyer.say(orderId, '계신가요?', messageId);
    await buyer.say(orderId, '언제 보내 주시나요?');
    await toSeller.heard(2);
    await seller.call('mark', { orderId, deliveredSeq: 2 });
    await seller.call('mark', { orderId, readSeq: 2 });
    const told = (await toSeller.heard(3)).map(readPersonMessage);
    expect(told).to.deep.equal(
      [1, 2, 0].map((unread) => ({ told: [{ event: 'talk', data: { orderId, unread } }] })),
    );
    expect(toBuyer.messages).to.deep.equal([]);
    for (const ear of ears) ear.leave();
  });

  it('marks what was delivered and read, only ever forward, and tells the other side', async () => {
    await join();
    for (const text of ['하나', '둘', '셋']) await buyer.say(orderId, text);
    await seller.call('mark', { orderId, deliveredSeq: 3 });
    await seller.call('mark', { orderId, readSeq: 2 });
    await seller.call('mark', { orderId, deliveredSeq: 1, readSeq: 1 });
    await seller.call('mark', { orderId, readSeq: 2_000_000_000 });
    await buyer.until('marks', 3);
    const by = 'seller' as const;
    expect(buyer.heardOf('marks')).to.deep.equal([
      { orderId, by, deliveredSeq: 3, readSeq: 0 },
      { orderId, by, deliveredSeq: 3, readSeq: 2 },
      { orderId, by, deliveredSeq: 3, readSeq: 3 },
    ]);
    const { talk } = await buyer.call('join', { orderId });
    expect(talk.other).to.deep.equal({ deliveredSeq: 3, readSeq: 3 });
  });

  it('counts what waits to be read, for the lists', async () => {
    const unread = async () => {
      const found = await here.deps.db
        .select()
        .from(talkMarks)
        .where(eq(talkMarks.orderId, orderId));
      return found.find(({ userId }) => userId === people.seller.userId)?.unread;
    };
    for (const text of ['하나', '둘', '셋']) await buyer.say(orderId, text);
    await seller.say(orderId, '넷');
    expect(await unread()).to.equal(3);
    await seller.call('mark', { orderId, readSeq: 2 });
    expect(await unread()).to.equal(1);
    await seller.call('mark', { orderId, readSeq: 4 });
    expect(await unread()).to.equal(0);
  });

  it('tells the other side that somebody types, and not the record', async () => {
    await join();
    await buyer.call('typing', { orderId, isTyping: true });
    await seller.until('typing');
    expect(seller.heardOf('typing')).to.deep.equal([{ orderId, by: 'buyer', isTyping: true }]);
    expect(await rows()).to.deep.equal([]);
  });

  it('is between buyer and seller alone', async () => {
    await join();
    for (const as of ['stranger', 'operator'] as const) {
      const client = await talkTo(here.url, people[as].token);
      ended.push(client);
      for (const [call, asked] of [
        ['join', { orderId }],
        ['send', { orderId, messageId: randomUUID(), text: '저기요' }],
        ['mark', { orderId, readSeq: 1 }],
        ['typing', { orderId, isTyping: true }],
      ] as const) {
        expect(await client.codeOf(call, asked), `${as} ${call}`).to.equal('ORDER_NOT_FOUND');
      }
      await buyer.say(orderId, '둘이서만');
      await seller.until('message', 1);
      expect(client.heard).to.deep.equal([]);
    }
    const another = randomUUID();
    expect(await buyer.codeOf('join', { orderId: another })).to.equal('ORDER_NOT_FOUND');
  });

  it('is a talk of each order by itself: a later buyer sees nothing of an earlier one’s', async () => {
    await buyer.say(orderId, '첫 주문의 말');
    const [first] = await here.deps.db.select().from(orders).where(eq(orders.orderId, orderId));
    const next = { ...people, buyer: people.stranger };
    const given = { auctionId: String(first?.auctionId), attempt: 2 };
    const second = await soldThing(here.deps, next, { ...given, state: 'awaiting_payment' });
    const later = await talkTo(there.url, people.stranger.token);
    ended.push(later);
    const { messages, talk } = await later.call('join', { orderId: second.orderId });
    expect([messages, talk.lastSeq]).to.deep.equal([[], 0]);
    expect(await later.codeOf('join', { orderId })).to.equal('ORDER_NOT_FOUND');
    await leaveNoOrders(here.deps, people.stranger);
  });

  it('goes on for a while after the order is over, then it can be read and no more', async () => {
    await buyer.say(orderId, '고마워요', '00000000-0000-4000-8000-000000000001');
    const end = async (agoMs: number) => {
      const stateAtMs = Date.now() - agoMs;
      const over = { state: 'paid_out' as const, stateAtMs };
      await here.deps.db.update(orders).set(over).where(eq(orders.orderId, orderId));
    };
    await end(TALK_AFTER_MS - 60_000);
    expect(await buyer.say(orderId, '잘 쓸게요')).to.equal(2);
    await end(TALK_AFTER_MS);
    const late = { orderId, messageId: randomUUID(), text: '늦은 말' };
    expect(await buyer.codeOf('send', late)).to.equal('TALK_CLOSED');
    const { talk, messages } = await seller.call('join', { orderId });
    expect([talk.mayWrite, messages.length]).to.deep.equal([false, 2]);
    // What was said in time and not heard of is still the same message.
    const again = '00000000-0000-4000-8000-000000000001';
    expect(await buyer.say(orderId, '고마워요', again)).to.equal(1);
  });

  it('refuses what is not of the form, and says which part', async () => {
    const messageId = randomUUID();
    const good = { orderId, messageId, text: '말' };
    for (const [asked, path] of [
      [{ ...good, text: '' }, 'text'],
      [{ ...good, text: ' \n ' }, 'text'],
      [{ orderId, messageId }, 'text'],
      [{ ...good, text: '가'.repeat(1_001) }, 'text'],
      [{ ...good, text: 'a\u0000b' }, 'text'],
      [{ ...good, messageId: 'x' }, 'messageId'],
      [{ ...good, orderId: '../x' }, 'orderId'],
      [{ ...good, more: 1 }, 'more'],
      [{ ...good, text: { toString: 'x' } }, 'text'],
      [null, ''],
      [[good], ''],
      ['말', ''],
      [Buffer.from('말'), 'orderId'],
    ] as const) {
      const refused = await buyer.call('send', asked).catch((error: unknown) => error);
      expect(refused, JSON.stringify(asked)).to.be.instanceOf(RefusedTalk);
      const { code, detail } = (refused as RefusedTalk).refusal;
      expect(code).to.equal('INVALID_REQUEST');
      expect((detail['fields'] as { path: string }[]).map((field) => field.path)).to.include(path);
    }
    for (const readSeq of [-1, 1.5, '1', Number.MAX_SAFE_INTEGER, null]) {
      expect(await buyer.codeOf('mark', { orderId, readSeq })).to.equal('INVALID_REQUEST');
    }
    expect(await buyer.say(orderId, '🙂'.repeat(1_000), messageId)).to.equal(1);
    expect((await rows())[0]?.text).to.equal('🙂'.repeat(1_000));
  });
});
