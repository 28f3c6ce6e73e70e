import { expect } from 'chai';
import * as fc from 'fast-check';
import { chainPlayed, playLog, publish, sha256 } from '../testing/played-log.ts';
import type { Deed, Played } from '../testing/played-log.ts';
import { playedAuction } from '../testing/random-logs.ts';
import { rewritings, tamperings } from '../testing/tampered-logs.ts';
import type { Happening } from './log-chain.ts';
import type { FaultReason, Verdict } from './verdict.ts';
import { verifyLog } from './verify-log.ts';
import type { PublishedLog } from './verify-log.ts';

const SEED = 20_260_801;

const noSignatures = () => Promise.resolve({ outcome: 'forged' as const });
const verify = (log: PublishedLog) => verifyLog(log, { sha256, verifyJws: noSignatures });
const faultOf = (verdict: Verdict) => (verdict.verified ? null : verdict.fault);

function deeds(...list: [who: number, kind: Deed['kind'], overKrw: number][]): Deed[] {
  return list.map(([who, kind, overKrw]) => ({ who, kind, overKrw, waitMs: 1000 }));
}

/** The log of an auction whose recorder wrote something else, everything chained anew. */
function rewritten(played: Played, change: (happened: Happening[]) => void): PublishedLog {
  const happened = structuredClone(played.happened);
  change(happened);
  const { links } = chainPlayed(played.listing, happened);
  return publish(played.listing, links, happened, played.reserve);
}

describe('verifying a log', () => {
  it('never doubts one that is as the rules have it', async () => {
    const seen = { opened: 0, LAST_LEAD: 0, RESERVE: 0, MOVES: 0, CANCELLATION: 0, raises: 0 };
    await fc.assert(
      fc.asyncProperty(playedAuction, async ({ published }) => {
        const verdict = await verify(published);
        expect(faultOf(verdict)).to.equal(null);
        if (!verdict.verified) return;
        seen.opened += verdict.checked.opened;
        seen.raises += published.entries.filter(({ raises }) => raises?.maximaKrw.length).length;
        for (const code of ['LAST_LEAD', 'RESERVE', 'MOVES', 'CANCELLATION'] as const) {
          if (verdict.notCheckable.includes(code)) seen[code] += 1;
        }
      }),
      { numRuns: 1500, seed: SEED },
    );
    for (const [name, count] of Object.entries(seen)) expect(count, name).to.be.above(50);
  });

  it('finds whatever is changed in what was published', async () => {
    await fc.assert(
      fc.asyncProperty(playedAuction, fc.nat(), async ({ published }, pick) => {
        for (const [name, tampered] of tamperings(published, pick)) {
          expect((await verify(tampered)).verified, name).to.equal(false);
        }
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('finds whatever a recorder changes against the rules, though it chains it properly', async () => {
    const auction = playedAuction.filter(({ listing }) => listing.capKrw === 1_000_000);
    await fc.assert(
      fc.asyncProperty(auction, fc.nat(), async (played, pick) => {
        for (const [name, change] of rewritings(played, pick)) {
          const verdict = await verify(rewritten(played, change));
          expect(verdict.verified, name).to.equal(false);
        }
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it('says which entry is the first that does not follow, and why', async () => {
    const played = playLog({}, deeds([1, 'auto', 4000], [2, 'auto', 900], [3, 'exact', 500]));
    const wrongPrice = rewritten(played, (happened) => {
      const bid = happened[1];
      if (bid?.type === 'bid') bid.priceKrw += 1;
    });
    expect(faultOf(await verify(wrongPrice))).to.deep.equal({
      ...{ what: 'entry', reason: 'PRICE', seq: 2 },
    });
    const tooLow = rewritten(played, (happened) => {
      const bid = happened[2];
      if (bid?.type === 'bid') bid.amountKrw = 2100;
    });
    expect(faultOf(await verify(tooLow))).to.include({ reason: 'REFUSED', seq: 3 });
  });
});

describe('a history that nobody could have had', () => {
  const made = deeds([1, 'auto', 500], [1, 'auto', 900], [2, 'auto', 9000], [3, 'auto', 900]);
  type Change = (happened: Happening[]) => void;
  const closingOf = (happened: Happening[]) => {
    const closing = happened.at(-1);
    if (closing?.type !== 'closed') throw new Error('it is not closed');
    return closing;
  };
  const bidOf = (happened: Happening[], index: number) => {
    const bid = happened[index];
    if (bid?.type !== 'bid') throw new Error('it is no bid');
    return bid;
  };
  const moved = (closesAtMs: number, atMs: number): Happening => {
    return { type: 'extended', seq: 2, raise: 1, closesAtMs, atMs, reason: 'outage' };
  };

  const cases: [words: string, reason: FaultReason, change: Change][] = [
    [
      'a bid after the closing',
      'AFTER_CLOSING',
      (happened) => happened.push({ ...bidOf(happened, 0), seq: closingOf(happened).seq + 1 }),
    ],
    [
      'numbers with a gap',
      'OUT_OF_ORDER',
      (happened) => happened.forEach((one) => void (one.seq += one.seq > 1 ? 1 : 0)),
    ],
    ['no closing', 'NOT_CLOSED', (happened) => happened.splice(-1)],
    ['a count that skips', 'BID_COUNT', (happened) => void (bidOf(happened, 2).bidCount += 1)],
    [
      'a silent raise that everybody saw',
      'RAISES',
      (happened) => {
        for (const one of happened.slice(1)) {
          one.seq += 1;
          if (one.type !== 'extended') one.bidCount += 1;
        }
        bidOf(happened, 1).raise = 0;
      },
    ],
    [
      'a raise below the own maximum',
      'RAISES',
      (happened) => {
        bidOf(happened, 1).amountKrw = 1400;
      },
    ],
    [
      'a closing moved to before the one there was',
      'MOVE',
      (happened) => {
        const { closesAtMs, acceptedAtMs } = bidOf(happened, 2);
        happened.splice(3, 0, moved(closesAtMs - 1, acceptedAtMs));
      },
    ],
    [
      'a closing moved before the bid that came first',
      'MOVE',
      (happened) => {
        const { closesAtMs, acceptedAtMs } = bidOf(happened, 2);
        happened.splice(3, 0, moved(closesAtMs + 1, acceptedAtMs - 1));
      },
    ],
    [
      'an ending before the last bid',
      'TIME',
      (happened) => {
        const closing = closingOf(happened);
        Object.assign(closing, {
          outcome: 'cancelled',
          leaderOrdinal: null,
          atMs: 5,
          closesAtMs: 5,
        });
      },
    ],
    [
      'an ending before its time',
      'CLOSING',
      (happened) => {
        closingOf(happened).atMs -= 1;
      },
    ],
    [
      'a bidder that nobody knew',
      'BIDDER',
      (happened) => {
        bidOf(happened, 3).ordinal = 4;
      },
    ],
    [
      'a bid on time, by a clock that ran backwards',
      'TIME',
      (happened) => {
        bidOf(happened, 3).acceptedAtMs -= 1001;
      },
    ],
  ];
  for (const [words, reason, change] of cases) {
    it(`is found by ${words}`, async () => {
      const played = playLog({}, made);
      expect(faultOf(await verify(rewritten(played, change)))).to.include({ reason });
    });
  }

  it('is found by a purchase that did not end it', async () => {
    const played = playLog({ buyNowKrw: 9000 }, deeds([1, 'buy-now', 0]));
    expect(faultOf(await verify(played.published))).to.equal(null);
    const later = rewritten(played, (happened) => void (closingOf(happened).atMs += 1));
    expect(faultOf(await verify(later))).to.include({ reason: 'TIME' });
  });

  it('is found by the log of another auction, with and without bids', async () => {
    for (const some of [made, []]) {
      const { published } = playLog({}, some);
      expect(faultOf(await verify({ ...published, auctionId: 'other' }))).to.deep.equal({
        ...{ what: 'log', reason: 'OTHER_AUCTION', seq: null },
      });
      const noListing = { ...published, entries: published.entries.slice(0, 0) };
      expect(faultOf(await verify(noListing))).to.include({ reason: 'NO_LISTING' });
    }
  });
});

describe('what sealed maxima may explain', () => {
  it('is a leader who raised in silence, but never a price above every maximum there can be', async () => {
    const played = playLog({}, deeds([1, 'auto', 500], [1, 'auto', 3000], [2, 'auto', 1000]));
    expect(faultOf(await verify(played.published))).to.equal(null);
    const outbid = rewritten(played, (happened) => {
      const bid = happened[2];
      if (bid?.type === 'bid') bid.priceKrw = 2300;
    });
    expect(faultOf(await verify(outbid))).to.include({ reason: 'PRICE', seq: 2 });
  });

  it('is no raise that would have reached the reserve, which everybody would have seen', async () => {
    const made = deeds([1, 'auto', 500], [2, 'auto', 200], [1, 'auto', 4000], [2, 'auto', 500]);
    const played = playLog({ reserveKrw: 3000 }, made);
    expect(faultOf(await verify(played.published))).to.equal(null);
    const hidden = rewritten(played, (happened) => {
      const raise = happened[2];
      if (raise?.type !== 'bid') throw new Error('not the raise');
      happened.splice(2, 1);
      for (const one of happened.slice(2)) {
        one.seq -= 1;
        if (one.type !== 'extended') one.bidCount -= 1;
      }
    });
    expect(faultOf(await verify(hidden))).to.include({ seq: 3 });
  });

  it('is also a maximum that was not raised, where the log opens that there was no raise', async () => {
    const { published, links } = playLog({}, deeds([1, 'auto', 5000], [2, 'auto', 1000]));
    const entries = published.entries.map((entry, seq) => {
      const nonce = links[seq - 1]?.raisesNonce;
      return nonce === undefined ? entry : { ...entry, raises: { maximaKrw: [], nonce } };
    });
    expect(faultOf(await verify({ ...published, entries }))).to.equal(null);
  });

  it('is nothing where the log opens it', async () => {
    const played = playLog(
      {},
      deeds([1, 'auto', 500], [1, 'auto', 900], [2, 'auto', 9000], [3, 'auto', 9000]),
    );
    const { entries } = played.published;
    expect(entries[2]?.raises?.maximaKrw).to.deep.equal([2400]);
    const denied = rewritten(played, (happened) => {
      happened.splice(1, 1);
    });
    expect(faultOf(await verify(denied))).to.include({ reason: 'PRICE', seq: 2 });
  });
});
