import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';
import { tokenSecret } from '../local/token-secret.ts';
import { killSystemOrSkip } from '../walk/kill-system.ts';
import type { ApiPart, KillSystem } from '../walk/kill-system.ts';
import { crowd } from '../walk/people.ts';
import { watch } from '../walk/watcher.ts';
import { openOtlpDesk } from './otlp-desk.ts';
import type { OtlpDesk, SentSpan } from './otlp-desk.ts';

describe('the spans of a bid', function traced() {
  this.timeout(120_000);
  let desk: OtlpDesk;
  let system: KillSystem;
  let api: ApiPart;
  let sseServer: Part;

  before(async function start() {
    desk = await openOtlpDesk();
    system = await killSystemOrSkip(this);
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: desk.url };
    await system.startKeeper(env);
    api = await system.startApi(env);
    sseServer = await startWindow(system, env);
  });
  after(async () => {
    await sseServer?.stop();
    await system?.end();
    await desk.close();
  });

  function startWindow({ dataDir, store }: KillSystem, env: Record<string, string>) {
    return startPart({
      ...{ name: 'sse-server', file: 'sse-server/src/main.ts', ports: ['HTTP_PORT'] },
      logFile: join(dataDir, 'logs', 'sse-server.log'),
      env: {
        ...{ ...env, REDIS_URL: store.url, TOKEN_SECRET: tokenSecret(dataDir) },
        ...{ PUBLIC_ORIGINS: 'http://127.0.0.1:3000', TRUSTED_PROXIES: 'loopback' },
      },
    });
  }

  const spansOf = (traceId: string, count: number): Promise<SentSpan[]> =>
    eventually(async () => {
      const found = desk.spans.filter((span) => span.traceId === traceId);
      return found.length >= count && found;
    });

  it('hang together from whoever asked, through the api and the judge, to window and record', async () => {
    const [bidder] = await crowd(system, 1);
    const { auctionId } = await system.list();
    const watcher = await watch(`http://127.0.0.1:${sseServer.ports['HTTP_PORT']}`, auctionId);
    await watcher.until(({ event }) => event === 'snapshot');
    const traceId = randomBytes(16).toString('hex');
    const callerSpanId = randomBytes(8).toString('hex');
    const answer = await fetch(`${api.url}/api/v1/auctions/${auctionId}/bids`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', authorization: `Bearer ${bidder?.token}` },
        traceparent: `00-${traceId}-${callerSpanId}-01`,
      },
      body: JSON.stringify({ bidId: randomUUID(), kind: 'exact', amountKrw: 1_000 }),
    });
    expect(answer.status).to.equal(201);
    const spans = await spansOf(traceId, 4);
    await watcher.leave();
    const named = new Map(spans.map((span) => [span.name, span]));
    expect([...named.keys()]).to.have.members([
      ...['placeBid', 'judge', 'bid.heard', 'bid.recorded'],
    ]);
    const asked = named.get('placeBid');
    expect(asked).to.deep.include({ room: 'api', parentSpanId: callerSpanId });
    expect(asked?.facts).to.deep.include({ 'http.response.status_code': 201 });
    for (const [name, room] of [
      ['judge', 'api'],
      ['bid.heard', 'sse-server'],
      ['bid.recorded', 'keeper'],
    ] as const) {
      const span = named.get(name);
      expect(span, name).to.include({ room, parentSpanId: asked?.spanId });
      expect(span?.facts, name).to.include({ 'auction.id': auctionId, 'bid.seq': 1 });
      expect(Number(span?.tookNs), name).to.be.within(0, 60e9);
    }
  });
});
