import process from 'node:process';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { EXTENSION_MS } from '../rules/price-rules.ts';
import { newAuction } from '../rules/reference-state.ts';
import type { ModelAuction } from '../rules/reference-state.ts';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { haveScripts, playAuction } from '../testing/play-auction.ts';
import { busyAuctions, eventfulAuctions } from '../testing/eventful-auctions.ts';
import type { RandomAuction } from '../testing/eventful-auctions.ts';

const SEED = 20_260_801;
/** As many auctions are played at once; each lane has a seed of its own. */
const LANES = 24;
const EVENTFUL_AUCTIONS = 1_920;
const BUSY_AUCTIONS = 480;
/** On a cluster every tenth of them: the script is the same, and the night plays them all there (`EVERY_AUCTION=1`). */
const PART_ON_CLUSTER = 10;
const WITHIN_MS = 300_000;
const HOUR_MS = 3_600_000;
const OPENS_AT_MS = Date.UTC(2100, 0, 1);

/** What the random auctions must come to, all of it and each often: they would prove little without. */
const OFTEN = 10;
const EVERYTHING = [
  ...['leading', 'outbid', 'raised in silence', 'raised to the reserve', 'bought'],
  ...['the same again', 'BID_ID_REUSED', 'AUCTION_NOT_OPEN', 'AUCTION_CLOSED', 'OWN_AUCTION'],
  ...['BUY_NOW_GONE', 'BID_TOO_HIGH', 'ALREADY_LEADING', 'NOT_ABOVE_OWN_MAX', 'BID_TOO_LOW'],
  ...['CONFIRM_LARGE_BID', 'extended', 'extended to the limit', 'MOVED', 'CLOSED', 'NOT_LATER'],
  ...['closes later', 'sold', 'unsold', 'BARRED', 'LEADS', 'ACCOUNT_LEAVING'],
];

describe('the judge and the reference model', function () {
  this.timeout(WITHIN_MS);
  let connections: TestConnections;
  let part = 1;
  before(async () => {
    connections = await openTestConnections();
    const all = process.env['EVERY_AUCTION'] === '1' || !connections.redis.isCluster;
    part = all ? 1 : PART_ON_CLUSTER;
    await haveScripts(connections.redis);
  });
  after(() => connections.end());

  it(`say the same of everything that may happen (seed ${SEED})`, async () => {
    const stage = { redis: connections.redis, told: new Map<string, number>() };
    const times = { opensAtMs: OPENS_AT_MS, closesAtMs: OPENS_AT_MS + HOUR_MS };
    await inLanes(EVENTFUL_AUCTIONS / part, eventfulAuctions, (auction) => {
      const setMs = OPENS_AT_MS - auction.earlyMs;
      return playAuction(stage, stateOf(auction, times), setMs, auction.happenings);
    });
    const rare = EVERYTHING.filter((word) => (stage.told.get(word) ?? 0) < OFTEN / part);
    expect(rare, 'what hardly happened').to.deep.equal([]);
  });

  it(`say the same by the server's own clock, close to the closing (seed ${SEED})`, async () => {
    const stage = { redis: connections.redis, told: new Map<string, number>() };
    const closing = fc.oneof(
      fc.integer({ min: EXTENSION_MS - 2, max: EXTENSION_MS + 20 }),
      fc.integer({ min: EXTENSION_MS / 2, max: EXTENSION_MS }),
    );
    await inLanes(
      BUSY_AUCTIONS / part,
      fc.tuple(busyAuctions, closing),
      ([auction, closesInMs]) => {
        const nowMs = Date.now();
        const times = { opensAtMs: nowMs - HOUR_MS, closesAtMs: nowMs + closesInMs };
        return playAuction(stage, stateOf(auction, times), null, auction.happenings);
      },
    );
    expect(stage.told.get('extended')).to.be.at.least(OFTEN / part);
    expect(stage.told.get('extended to the limit')).to.be.at.least(OFTEN / part);
  });
});

// One auction after the other is what can be shrunk; only many at once are fast.
async function inLanes<Played>(
  auctions: number,
  arbitrary: fc.Arbitrary<Played>,
  play: (played: Played) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(arbitrary, play);
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    fc.assert(property, { seed: SEED + lane, numRuns: auctions / LANES }),
  );
  for (const lane of await Promise.allSettled(lanes)) {
    if (lane.status === 'rejected') throw lane.reason;
  }
}

function stateOf(
  { rules, extendedMs }: RandomAuction,
  times: { opensAtMs: number; closesAtMs: number },
): ModelAuction {
  const scheduledClosesAtMs = times.closesAtMs - extendedMs;
  return { ...newAuction({ ...rules, ...times }), scheduledClosesAtMs };
}
