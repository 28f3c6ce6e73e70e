import { expect } from 'chai';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { ask, openStream } from './testing/sse-client.ts';
import { bidFromTo, openSomeAuction } from './testing/test-auctions.ts';
import { openJudge, openTestWindow } from './testing/test-window.ts';

describe('the goodbyes', () => {
  let judge: AuctionRedis;

  before(async () => {
    judge = await openJudge();
  });

  after(() => judge.disconnect());

  it('end every stream cleanly, with a hint when to come back, and let nobody in', async () => {
    const auctionId = await openSomeAuction(judge);
    const window = await openTestWindow();
    const clients = await Promise.all(
      Array.from({ length: 20 }, () => openStream(window.port, auctionId)),
    );
    await bidFromTo(judge, auctionId, 1, 1);
    for (const client of clients) {
      await eventually(async () => client.lastId === `${auctionId}:e1:1`);
    }
    await window.close();
    const endings = await Promise.all(clients.map((client) => client.over));
    expect(new Set(endings)).to.deep.equal(new Set(['ended']));
    for (const client of clients) expect(client.retriesMs).to.have.length(2);
    const refusal = await ask(window.port, '/events?auctions=a').catch((error) => error.code);
    expect(refusal).to.equal('ECONNREFUSED');
  });

  it('are said to everyone in the end, with a hint when to come back, and not to all at once', async () => {
    const auctionId = await openSomeAuction(judge);
    const window = await openTestWindow({ heartbeatMs: 20, lifetimeMaxMs: 2_000 });
    const clients = await Promise.all(
      Array.from({ length: 20 }, () => openStream(window.port, auctionId)),
    );
    const endsAtMs = [...window.hub.connections].map((connection) => connection.endsAtMs);
    const nowMs = Date.now();
    for (const moment of endsAtMs) expect(moment - nowMs).to.be.within(0, 2_000);
    expect(Math.max(...endsAtMs) - Math.min(...endsAtMs)).to.be.within(50, 400 + 1_000);
    const endings = await Promise.all(clients.map((client) => client.over));
    expect(new Set(endings)).to.deep.equal(new Set(['ended']));
    for (const client of clients) {
      expect(client.retriesMs).to.have.length(2);
      for (const retryMs of client.retriesMs) expect(retryMs).to.be.within(1_000, 3_000);
    }
    await eventually(async () => window.hub.connectionCount === 0);
    await window.close();
  });

  it('begin by telling that the process is not ready', async () => {
    const window = await openTestWindow({ goodbyesMs: 300 });
    const client = await openStream(window.port, await openSomeAuction(judge));
    const [, refusal] = [window.close(), window.faults()];
    expect(refusal).to.deep.equal(['leaving']);
    expect(await client.over).to.equal('ended');
    await eventually(async () => window.hub.connectionCount === 0);
  });

  it('do not wait for a reader that does not read', async () => {
    const window = await openTestWindow();
    const stopped = await openStream(window.port, await openSomeAuction(judge));
    stopped.response.pause();
    const [connection] = window.hub.connections;
    if (!connection) throw new Error('nobody is connected');
    const comment = Buffer.from(`: ${'x'.repeat(1_024)}\n\n`);
    await eventually(async () => {
      const isStuck = connection.unsentBytes > 0;
      while (connection.unsentBytes === 0) connection.send(comment);
      return isStuck;
    });
    expect(connection.isClosed).to.equal(false);
    await window.close();
    await eventually(async () => window.hub.connectionCount === 0);
    stopped.cut();
  });
});
