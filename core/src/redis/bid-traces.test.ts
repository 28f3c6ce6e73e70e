import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { judging } from '../testing/judging.ts';
import { overhear } from '../testing/overheard.ts';
import { judge } from './commands.ts';
import { auctionKeys } from './keys.ts';
import { packId, traceOf } from './log-entries.ts';
import { readMessage } from './public-events.ts';
import { readLog, readPublicLog } from './read-log.ts';

describe('what a bid is known by in the logs of all processes', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const { list } = judging(() => connections.redis);

  /** Two bids, the second of them over the first; what was said of them, and what is kept. */
  async function bidTwice(trace?: string) {
    const { auctionId } = await list();
    const { channel, log } = auctionKeys(auctionId);
    const heard = await overhear(channel);
    const bidIds = [randomUUID(), randomUUID()];
    for (const [index, bidId] of bidIds.entries()) {
      const asked = { bidId, kind: 'exact', amountKrw: 1000 + index * 100 } as const;
      const bidder = { auctionId, bidderId: `bidder-${index}` };
      await judge(connections.redis, { ...asked, ...bidder, ...(trace && { trace }) });
    }
    await heard.heard(2);
    heard.leave();
    const messages = heard.messages.map((message) => readMessage(auctionId, message));
    const kept = await connections.redis.xrange(log, '-', '+');
    const entries = await readLog(connections.redis, auctionId, { seq: 0, raise: 0 }, 10);
    return { auctionId, bidIds, messages, kept, entries };
  }

  it('is its bidId where nobody has named it, which the log has already', async () => {
    const { bidIds, messages, kept, entries } = await bidTwice();
    const traces = messages.map((told) => (told.event === 'logged' ? told.trace : null));
    expect(traces).to.deep.equal(bidIds.map(packId));
    const overtaken = messages.map((told) => (told.event === 'logged' ? told.outbidId : null));
    expect(overtaken).to.deep.equal([null, 'bidder-0']);
    for (const [, fields] of kept) expect(fields).to.have.length(4);
    const read = entries.map((entry) => (entry.type === 'bid' ? traceOf(entry) : null));
    expect(read).to.deep.equal(bidIds.map(packId));
  });

  it('is what the request was named, said on and kept beside the entry', async () => {
    const trace = `${packId(randomUUID())}|my-request`;
    const { auctionId, messages, kept, entries } = await bidTwice(trace);
    for (const told of messages) expect(told).to.include({ event: 'logged', trace });
    for (const [, fields] of kept) expect(fields.slice(4)).to.deep.equal(['t', trace]);
    const read = entries.map((entry) => (entry.type === 'bid' ? traceOf(entry) : null));
    expect(read).to.deep.equal([trace, trace]);
    const told = await readPublicLog(connections.redis, auctionId, 0, 10);
    expect(JSON.stringify(told)).to.not.include('my-request');
    expect(told.map((event) => event.told.data.seq)).to.deep.equal([1, 2]);
  });
});
