import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { crowd } from './people.ts';
import { newBid, send } from './rush.ts';
import type { Sent } from './rush.ts';

const BIDDERS = 8;
const EARLY_MS = 1_200;
const LATE_MS = 500;

describe('the moment an auction opens, while no job of the hands runs at all', function opening() {
  this.timeout(60_000);
  let system: KillSystem;
  let opensAtMs: number;
  let sent: Sent[];

  before(async function start() {
    system = await killSystemOrSkip(this);
    const api: ApiPart = await system.startApi();
    const people = await crowd(system, BIDDERS);
    opensAtMs = Date.now() + EARLY_MS;
    const { auctionId } = await system.list({ opensAtMs });
    const hammer = async (caller: (typeof people)[number], index: number): Promise<Sent[]> => {
      const own: Sent[] = [];
      while (Date.now() < opensAtMs + LATE_MS) {
        const amountKrw = 1_000 + 100 * (index + own.length * BIDDERS);
        own.push(await send(api.url, newBid(caller, auctionId, amountKrw)));
      }
      return own;
    };
    sent = (await Promise.all(people.map(hammer))).flat();
  });
  after(() => system?.end());

  it('lets no bid in before it, and tells how long to wait', () => {
    const early = sent.filter(({ outcome }) => 'problem' in outcome && isTooEarly(outcome.problem));
    expect(early.length).to.be.at.least(BIDDERS);
    for (const { outcome } of early) {
      const opensInMs = 'problem' in outcome ? outcome.problem.detail['opensInMs'] : null;
      expect(opensInMs).to.be.a('number').within(1, EARLY_MS);
    }
  });

  it('lets bids in from it on, by the judge alone', async () => {
    const accepted = sent.flatMap(({ outcome }) => ('answer' in outcome ? [outcome.answer] : []));
    expect(accepted.length).to.be.at.least(1);
    const moments = accepted.map(({ acceptedAtMs }) => acceptedAtMs);
    expect(Math.min(...moments)).to.be.at.least(opensAtMs);
    const [row] = await system.db.select().from(auctions);
    expect(row?.state).to.equal('scheduled');
  });
});

function isTooEarly({ code }: { code: string }): boolean {
  return code === 'AUCTION_NOT_OPEN';
}
