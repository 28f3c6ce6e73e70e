import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { asc, eq } from 'drizzle-orm';
import { talkTo } from '@sagopalgo/api/src/testing/talk-client.ts';
import type { TalkClient } from '@sagopalgo/api/src/testing/talk-client.ts';
import { talkMessages } from '@sagopalgo/core/mysql/talk-schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import type { Caller } from './people.ts';

const MESSAGES = 60;
const AT_ONCE = 10;

describe('an api killed while people talk', function killing() {
  this.timeout(120_000);
  let system: KillSystem;
  let apis: [ApiPart, ApiPart];
  let buyer: Caller;
  let seller: Caller;
  let orderId: string;
  const clients: TalkClient[] = [];
  before(async function start() {
    system = await killSystemOrSkip(this);
    apis = [await system.startApi(), await system.startApi()];
    [buyer, seller] = (await crowd(system, 2)) as [Caller, Caller];
    const parties = { buyerId: buyer.userId, sellerId: seller.userId, state: 'paid' as const };
    ({ orderId } = await addOrder(system.db, parties));
  });
  after(async () => {
    for (const client of clients) client.end();
    await system?.end();
  });

  const enter = async (url: string, { token }: Caller) => {
    const client = await talkTo(url, token);
    clients.push(client);
    return client;
  };

  it('loses no message that it acknowledged, and what is sent again elsewhere is one', async () => {
    const listening = await enter(apis[1].url, seller);
    await listening.call('join', { orderId });
    const first = await enter(apis[0].url, buyer);
    const acknowledged = new Map<string, number>();
    const ids = Array.from({ length: MESSAGES }, () => randomUUID());
    const waiting = [...ids];
    const kills: Promise<void>[] = [];
    const sayOn = async (client: TalkClient) => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        const said = client.say(orderId, `말 ${id}`, id);
        const seq = await said.catch(() => null);
        if (seq !== null) acknowledged.set(id, seq);
        if (acknowledged.size === MESSAGES / 3) kills.push(apis[0].kill());
        if (first.socket.disconnected) return;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, () => sayOn(first)));
    await Promise.all(kills);
    expect(acknowledged.size).to.be.within(MESSAGES / 3, MESSAGES - 1);

    // Whoever had no answer sends it again to the process that is left, under the same id.
    const second = await enter(apis[1].url, buyer);
    for (const id of ids) {
      const seq = await second.say(orderId, `말 ${id}`, id);
      expect(seq, id).to.equal(acknowledged.get(id) ?? seq);
    }
    const rows = await system.db
      .select()
      .from(talkMessages)
      .where(eq(talkMessages.orderId, orderId))
      .orderBy(asc(talkMessages.seq));
    expect(rows.map(({ seq }) => seq)).to.deep.equal(ids.map((_, index) => index + 1));
    expect(rows.map(({ messageId }) => messageId)).to.have.members(ids);

    // What the killed process kept and could not tell any more is in the record for whoever comes back.
    const back = await enter(apis[1].url, seller);
    const { messages } = await back.call('join', { orderId, afterSeq: 0 });
    expect(messages.map(({ messageId }) => messageId)).to.have.members(ids);
    await eventually(async () => {
      const heard = listening.heardOf('message').map(({ message }) => message.seq);
      return heard.length > 0 && new Set(heard).size === heard.length;
    });
  });

  it('goes on between the processes that are there, once another is started', async () => {
    apis[0] = await system.startApi();
    const [one, two] = [await enter(apis[0].url, buyer), await enter(apis[1].url, seller)];
    await Promise.all([one, two].map((client) => client.call('join', { orderId })));
    await one.say(orderId, '다시');
    await two.say(orderId, '네');
    await Promise.all([one.until('message', 2), two.until('message', 2)]);
  });
});
