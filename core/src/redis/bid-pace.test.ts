import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { RefusalError } from '../contracts/errors.ts';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { judging } from '../testing/judging.ts';

const JUDGE = readFileSync(new URL('place-bid.lua', import.meta.url), 'utf8');
const KEYS_OF_JUDGE = 6;
/** What `npm start` and a deployment hold a bidder to: 10 a second, 30 at once. */
const PACE = { msABid: 100, burst: 30 };
const PASSED = 'passed';

describe('the pace of a bidder, by a clock that stands still', () => {
  let connections: TestConnections;
  let auctionId: string;
  let beganAtMs: number;
  before(async () => {
    connections = await openTestConnections();
  });
  beforeEach(async () => {
    ({ auctionId } = await list());
    beganAtMs = Date.now();
  });
  after(() => connections.end());

  const { list, bid } = judging(() => connections.redis);

  /** The judge as it is, so many milliseconds after the beginning; nothing runs out by the server's own clock. */
  function setClock(afterMs: number): void {
    const atMs = beganAtMs + afterMs;
    const time = `{ '${Math.floor(atMs / 1000)}', '${(atMs % 1000) * 1000}' }`;
    const clock = `
      local server = redis
      local redis = { call = function(name, ...)
        if name == 'TIME' then return ${time} end
        if name == 'SET' then return server.call(name, (...), (select(2, ...))) end
        return server.call(name, ...)
      end }`;
    // In one line with the judge's first, so that its errors tell the right one.
    const lua = `${clock.replaceAll('\n', ' ')} ${JUDGE}`;
    connections.redis.defineCommand('placeBidScript', { numberOfKeys: KEYS_OF_JUDGE, lua });
  }

  /** What comes of so many bids of one after the other: that they pass, or when to come again. */
  async function tryBids(bidderId: string, count: number): Promise<(number | typeof PASSED)[]> {
    const outcomes: (number | typeof PASSED)[] = [];
    for (let tries = 0; tries < count; tries += 1) {
      outcomes.push(await bid(auctionId, bidderId, 1, { pace: PACE }).then(() => PASSED, toldOf));
    }
    return outcomes;
  }

  const passed = (count: number) => Array<typeof PASSED>(count).fill(PASSED);

  it('lets 30 at once pass and no 31st, which may come again in a tenth of a second', async () => {
    setClock(0);
    expect(await tryBids(randomUUID(), 32)).to.deep.equal([...passed(30), 100, 100]);
  });

  it('lets one more pass with every tenth of a second, and not two', async () => {
    const bidderId = randomUUID();
    setClock(0);
    await tryBids(bidderId, 30);
    for (const [afterMs, outcomes] of [
      [99, [1]],
      [100, [PASSED, 100]],
      [150, [50]],
      [200, [PASSED, 100]],
      [500, [...passed(3), 100]],
    ] as const) {
      setClock(afterMs);
      const tried = await tryBids(bidderId, outcomes.length);
      expect(tried, `after ${afterMs} ms`).to.deep.equal([...outcomes]);
    }
  });

  it('lets 30 at once pass again when all is forgiven, however long nobody has bid', async () => {
    const bidderId = randomUUID();
    for (const afterMs of [0, 3_000, 60_000]) {
      setClock(afterMs);
      const tried = await tryBids(bidderId, 31);
      expect(tried, `after ${afterMs} ms`).to.deep.equal([...passed(30), 100]);
    }
  });

  it('holds nobody to what another has bid', async () => {
    setClock(0);
    await tryBids(randomUUID(), 30);
    expect(await tryBids(randomUUID(), 31)).to.deep.equal([...passed(30), 100]);
  });
});

// One that passes is refused by the rules, so that all are alike: none of them is a bid.
function toldOf(error: unknown): number | typeof PASSED {
  if (!(error instanceof RefusalError)) throw error;
  if (error.code === 'BID_TOO_LOW') return PASSED;
  if (error.code !== 'RATE_LIMITED') throw error;
  return Number(error.detail['retryAfterMs']);
}
