import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import type { BidAnswer } from '@sagopalgo/core/contracts/bids.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { listAuction } from './list-auction.ts';
import { bid, crowd } from './people.ts';
import type { BidResult } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const BIDDERS = 200;
const BIDS_EACH = 10;
const START_KRW = 1_000;
const UNIT_KRW = 10;
/** Each bid aims a little above the one sent before, more or less, so that many are overtaken. */
const SPREAD_UNITS = 60;

interface Sent {
  atMs: number;
  result: BidResult;
}

describe('two thousand bids of two hundred bidders at once', function race() {
  this.timeout(120_000);
  let system: WalkSystem;
  let auctionId: string;
  let closesAtMs: number;
  let sent: Sent[];
  let accepted: BidAnswer[];

  before(async () => {
    system = await walkSystem();
    const people = await crowd(system, BIDDERS);
    const options = `--closes-in 12s --start ${START_KRW} --unit ${UNIT_KRW}`;
    ({ auctionId, closesAtMs } = await listAuction(system, options));
    let sentCount = 0;
    const racer = async (caller: (typeof people)[number]): Promise<Sent[]> => {
      const own: Sent[] = [];
      for (let count = 0; count < BIDS_EACH; count += 1) {
        const aimUnits = sentCount + Math.floor(Math.random() * SPREAD_UNITS);
        const amountKrw = START_KRW + aimUnits * UNIT_KRW;
        sentCount += 1;
        const result = await bid(system.marketplace.url, caller, auctionId, amountKrw);
        own.push({ atMs: Date.now(), result });
      }
      return own;
    };
    sent = (await Promise.all(people.map(racer))).flat();
    accepted = sent
      .flatMap(({ result }) => ('answer' in result ? [result.answer] : []))
      .toSorted((a, b) => a.seq - b.seq);
  });

  it('are all answered, by acceptance or by a reason', () => {
    expect(sent).to.have.length(BIDDERS * BIDS_EACH);
    expect(accepted.length).to.be.greaterThan(BIDDERS / 2);
    const codes = sent.flatMap(({ result }) => ('problem' in result ? [result.problem.code] : []));
    const foreseen = ['BID_TOO_LOW', 'ALREADY_LEADING', 'AUCTION_CLOSED'];
    expect([...new Set(codes)].filter((code) => !foreseen.includes(code))).to.deep.equal([]);
  });

  it('make a price that strictly rises, without a gap in seq', () => {
    expect(accepted.map(({ seq }) => seq)).to.deep.equal(accepted.map((_, index) => index + 1));
    for (const [index, { priceKrw }] of accepted.entries()) {
      const before = accepted[index - 1];
      if (before) expect(priceKrw).to.be.at.least(before.priceKrw + UNIT_KRW);
      else expect(priceKrw).to.be.at.least(START_KRW);
    }
  });

  it('are accepted before the closing only', async () => {
    for (const { acceptedAtMs } of accepted) expect(acceptedAtMs).to.be.lessThan(closesAtMs);
    const [late] = await eventually(async () => {
      const people = Date.now() >= closesAtMs && (await crowd(system, 1));
      return people ? people : null;
    }, 20_000);
    const amountKrw = (accepted.at(-1)?.priceKrw ?? 0) + UNIT_KRW;
    if (!late) throw new Error('nobody came late');
    const result = await bid(system.marketplace.url, late, auctionId, amountKrw);
    expect(result).to.have.nested.property('problem.code', 'AUCTION_CLOSED');
  });

  it('are in the record one by one, the last as the price', async () => {
    const settled = await eventually(async () => {
      const [row] = await system.db
        .select()
        .from(auctions)
        .where(eq(auctions.auctionId, auctionId));
      return row?.state === 'sold' && row;
    });
    const last = accepted.at(-1);
    expect(settled).to.include({ priceKrw: last?.priceKrw, bidCount: accepted.length });
    const rows = await system.db.select().from(bids).where(eq(bids.auctionId, auctionId));
    const recorded = rows.toSorted((a, b) => a.seq - b.seq);
    expect(recorded.map(({ seq, priceKrw, bidId }) => ({ seq, priceKrw, bidId }))).to.deep.equal(
      accepted.map(({ seq, priceKrw, bidId }) => ({ seq, priceKrw, bidId })),
    );
  });
});
