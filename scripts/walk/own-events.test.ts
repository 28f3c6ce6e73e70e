import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { signAccessToken, tokenKey } from '@sagopalgo/core/runtime/token.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { listAuction } from './list-auction.ts';
import type { ListedAuction } from './list-auction.ts';
import { bid, logIn, signUp } from './people.ts';
import type { Caller } from './people.ts';
import { watch } from './watcher.ts';
import type { SeenEvent, SignedIn, Watcher } from './watcher.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const SELLER = { email: 'seller3@demo.test', password: 'demo-password' };

/** Time enough for what comes before the closing. */
const CLOSING_MS = 15_000;

interface Visitor extends Caller {
  /** As a browser sends them back. */
  cookies: string;
}

describe('the walk of what concerns one person alone', function walk() {
  this.timeout(120_000);
  let system: WalkSystem;
  let url: string;
  let auction: ListedAuction;
  let first: Visitor;
  let second: Caller;
  let seller: Caller;
  const watchers: Watcher[] = [];
  const tickets: string[] = [];

  before(async () => {
    system = await walkSystem();
    url = system.marketplace.url;
    [first, second, seller] = await Promise.all([visit(), signUp(system), logIn(url, SELLER)]);
    const options = `--closes-in ${CLOSING_MS / 1000}s --start 10000 --unit 500 --seller ${SELLER.email}`;
    auction = await listAuction(system, options);
  });
  after(async () => {
    for (const watcher of watchers) await watcher.leave();
  });

  /** Signs somebody up as a browser does, which keeps cookies and sees no token. */
  async function visit(): Promise<Visitor> {
    const name = randomBytes(6).toString('hex');
    const credentials = { email: `${name}@walk.test`, password: 'walking-together' };
    const response = await fetch(`${url}/api/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ ...credentials, nickname: name }),
    });
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    return { ...(await logIn(url, credentials)), cookies: cookies.join('; ') };
  }

  async function ticketOf({ token }: Caller): Promise<string> {
    const response = await fetch(`${url}/api/v1/events/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const { ticket } = (await response.json()) as { ticket: string };
    tickets.push(ticket);
    return ticket;
  }

  async function look(at: string, signedIn: SignedIn = {}): Promise<Watcher> {
    const watcher = await watch(at, auction.auctionId, undefined, signedIn);
    watchers.push(watcher);
    await watcher.until(({ event }) => event === 'snapshot');
    if (signedIn.cookie ?? signedIn.ticket) await watcher.until(isOwn);
    return watcher;
  }

  const isOwn = ({ event }: SeenEvent) => event === 'own';
  const isEnd = ({ event, data }: SeenEvent) => event === 'own' && data['untilMs'] === null;
  const isBid = (seq: number) => (seen: SeenEvent) =>
    seen.event === 'bid' && seen.data['seq'] === seq;
  const ownNames = ({ seen }: Watcher) =>
    seen.map(({ event }) => event).filter((name) => /^(outbid|won|order)$/.test(name));

  it('tells of being outbid, on every sse-server, by cookie and by ticket, and nobody else', async () => {
    const [, secondServer = ''] = system.marketplace.sseUrls;
    const byCookie = [
      await look(url, { cookie: first.cookies }),
      await look(secondServer, { cookie: first.cookies }),
    ];
    const others = [await look(secondServer, { ticket: await ticketOf(second) })];
    for (const sseUrl of system.marketplace.sseUrls) others.push(await look(sseUrl));
    await bid(url, first, auction.auctionId, 10_000);
    await bid(url, second, auction.auctionId, 10_500);
    for (const watcher of [...byCookie, ...others]) await watcher.until(isBid(2));
    for (const watcher of byCookie) {
      const { data } = await watcher.until(({ event }) => event === 'outbid');
      expect(data).to.include({ auctionId: auction.auctionId, seq: 2, priceKrw: 10_500 });
    }
    expect(others.flatMap(ownNames)).to.deep.equal([]);
  });

  it('ends with the token, and with signing out, while everybody’s events go on', async () => {
    const secret = readFileSync(join(system.dataDir, 'token-secret'), 'utf8');
    const claims = { userId: first.userId, nickname: 'n', role: 'USER' as const, familyId: '' };
    const token = signAccessToken(tokenKey(secret), claims, Date.now() + 2_000);
    const { port } = new URL(url);
    const shortly = await look(url, { cookie: `access_${port}=${token}` });
    const signingOut = await look(url, { cookie: first.cookies });
    const response = await fetch(`${url}/api/v1/sessions`, {
      method: 'DELETE',
      headers: { cookie: first.cookies, origin: url },
    });
    expect(response.status).to.equal(204);
    for (const watcher of [shortly, signingOut]) await watcher.until(isEnd);
    await bid(url, first, auction.auctionId, 11_000);
    await bid(url, second, auction.auctionId, 11_500);
    for (const watcher of [shortly, signingOut]) await watcher.until(isBid(4));
    expect([shortly, signingOut].flatMap(ownNames)).to.deep.equal([]);
  });

  it('tells the winner and the seller once the order is in the record, and not the loser', async () => {
    const winning = await look(url, { ticket: await ticketOf(second) });
    const losing = await look(url, { ticket: await ticketOf(first) });
    const selling = await look(url, { ticket: await ticketOf(seller) });
    await eventually(async () => Date.now() >= auction.closesAtMs, CLOSING_MS);
    const { data: won } = await winning.until(({ event }) => event === 'won');
    expect(won).to.include({ auctionId: auction.auctionId, amountKrw: 11_500 });
    for (const watcher of [winning, selling]) {
      const { data } = await watcher.until(({ event }) => event === 'order');
      expect(data).to.deep.equal({ ...won, orderState: 'awaiting_payment' });
    }
    await losing.until(({ event }) => event === 'closed');
    expect(ownNames(losing)).to.deep.equal([]);
    expect(ownNames(selling)).to.deep.equal(['order']);
    expect(ownNames(winning)).to.deep.equal(['won', 'order']);
  });

  it('is refused with a ticket that is none, and leaves no ticket in any log', async () => {
    const ticket = await ticketOf(first);
    await look(url, { ticket });
    const forged = `${ticket}x`;
    const response = await fetch(`${url}/events?auctions=${auction.auctionId}&ticket=${forged}`);
    expect(response.status).to.equal(401);
    await response.body?.cancel();
    const folder = join(system.dataDir, 'logs');
    const logs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(logs.length).to.be.greaterThan(5);
    for (const log of logs) {
      for (const one of tickets) expect(log).to.not.include(one);
    }
  });
});
