import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { ADDRESS } from '../till/till-system.ts';
import { listAuction } from './list-auction.ts';
import { ask, bid, signUp } from './people.ts';
import type { Caller } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';
import { watch } from './watcher.ts';
import type { Watcher } from './watcher.ts';

const SETTLED_WITHIN_MS = 30_000;

interface Win {
  auctionId: string;
  orderId: string;
  orderState: string;
  amountKrw: number;
}

describe('the walk of a payment', function walk() {
  this.timeout(120_000);
  let system: WalkSystem;
  let url: string;
  let tossUrl: string;
  let buyer: Caller;
  let own: Watcher;
  let byCard: Win;
  let byDeposit: Win;

  before(async () => {
    system = await walkSystem();
    ({ url } = system.marketplace);
    tossUrl = system.marketplace.tossUrl ?? '';
    buyer = await signUp(system);
    const auctions = await Promise.all(
      [10_000, 20_000].map((startKrw) =>
        listAuction(system, `--closes-in 8s --start ${startKrw} --unit 500`),
      ),
    );
    const { body } = await post('/events/tickets', {});
    own = await watch(url, '', undefined, { ticket: String(body['ticket']) });
    for (const [index, { auctionId }] of auctions.entries()) {
      expect(await bid(url, buyer, auctionId, (index + 1) * 10_000)).to.include({ status: 201 });
    }
    [byCard, byDeposit] = (await Promise.all(auctions.map(({ auctionId }) => won(auctionId)))) as [
      Win,
      Win,
    ];
  });
  after(() => own?.leave());

  const wins = async () => (await ask<{ items: Win[] }>(url, '/users/me/wins', buyer)).items;
  const won = (auctionId: string) =>
    eventually(
      async () => (await wins()).find((win) => win.auctionId === auctionId),
      SETTLED_WITHIN_MS,
    );
  const stateOf = async ({ orderId }: Win) =>
    (await wins()).find((win) => win.orderId === orderId)?.orderState;
  const post = (path: string, body: object) => send(`${url}/api/v1${path}`, body, buyer.token);
  const atToss = (path: string, body: object) => send(`${tossUrl}/__sim${path}`, body);

  // What the buyer does in the widget and comes back from it with.
  async function authenticate({ orderId, amountKrw }: Win, method: string) {
    const { status, body } = await post(`/orders/${orderId}/payments`, { address: ADDRESS });
    expect(status, JSON.stringify(body)).to.equal(201);
    expect(body).to.include({ amountKrw });
    const tossOrderId = String(body['tossOrderId']);
    const wish = { orderId: tossOrderId, amountKrw, method };
    const { paymentKey } = (await atToss('/authenticate', wish)).body;
    return { tossOrderId, path: `/orders/${orderId}/payments/${tossOrderId}/confirm`, paymentKey };
  }

  it('begins with what the page needs to open the widget', async () => {
    const checkout = await ask<Record<string, unknown>>(
      url,
      `/orders/${byCard.orderId}/checkout`,
      buyer,
    );
    expect(checkout).to.include({ amountKrw: 10_000, isSimulated: true });
    expect(checkout['widgetSrc']).to.equal(`${tossUrl}/v1/payment-widget`);
  });

  it('charges once, though two tabs come back from Toss, and is told on the buyer’s stream', async () => {
    const { tossOrderId, path, paymentKey } = await authenticate(byCard, '카드');
    const body = { paymentKey, amountKrw: 10_000 };
    const tabs = await Promise.all([post(path, body), post(path, body)]);
    expect(tabs.map((tab) => tab.body['outcome'])).to.include('paid');
    expect((await post(path, body)).body).to.include({ outcome: 'paid' });
    expect(await stateOf(byCard)).to.equal('paid');
    const { data } = await own.until(
      (seen) => seen.event === 'order' && seen.data['orderState'] === 'paid',
    );
    expect(data).to.include({ orderId: byCard.orderId });
    const charged = await (await fetch(`${tossUrl}/__sim/charged`)).json();
    expect(charged).to.include({ [tossOrderId]: 10_000 });
  });

  it('waits for a deposit, and is paid when Toss tells of it', async () => {
    const { tossOrderId, path, paymentKey } = await authenticate(byDeposit, '가상계좌');
    const { body } = await post(path, { paymentKey, amountKrw: 20_000 });
    expect(body).to.include({ outcome: 'awaiting_deposit' });
    expect(await stateOf(byDeposit)).to.equal('awaiting_deposit');
    expect((await atToss('/deposit', { orderId: tossOrderId })).status).to.equal(200);
    await eventually(async () => (await stateOf(byDeposit)) === 'paid');
  });
});

async function send(
  address: string,
  body: object,
  token?: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
