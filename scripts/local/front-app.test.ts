import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { createFront } from './front-app.ts';
import type { Front } from './front-app.ts';

const NOBODY_URL = 'http://127.0.0.1:9';

async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function open(url: string): Promise<{ answer: IncomingMessage; leave: () => void }> {
  const asked = httpRequest(url);
  asked.on('error', () => {});
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { answer, leave: () => asked.destroy() };
}

describe('the front', () => {
  const webDist = mkdtempSync(join(tmpdir(), 'front-'));
  const seen: IncomingMessage[] = [];
  let streamsOpen = 0;
  let tell: (event: string) => void = () => {};
  let upstream: { server: Server; url: string };
  let front: Front;
  let own: { server: Server; url: string };

  const startFront = async (urls: { apiUrls: string[]; sseUrls: string[] }) => {
    const log = { warn: () => {} };
    const tossOrigins = ['http://127.0.0.1:4'];
    const imagesUrl = `${upstream.url}/bucket`;
    const created = createFront({ ...urls, imagesUrl, webDist, tossOrigins, log });
    return { created, ...(await serve(created.app)) };
  };

  before(async () => {
    mkdirSync(join(webDist, 'assets'));
    writeFileSync(join(webDist, 'index.html'), '<title>사고팔고</title>');
    writeFileSync(join(webDist, 'assets', 'main-abc.js'), 'run()');
    upstream = await serve((request, response) => {
      seen.push(request);
      if (request.url?.startsWith('/events')) {
        streamsOpen += 1;
        response.on('close', () => (streamsOpen -= 1));
        tell = (event) => response.write(event);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.flushHeaders();
        return;
      }
      if (request.url === '/bucket/pictures/a/b.webp')
        response.setHeader('content-type', 'image/webp');
      else if (request.url?.startsWith('/bucket/uploads/')) response.statusCode = 200;
      else if (request.url?.startsWith('/bucket')) response.statusCode = 404;
      response.end('upstream');
    });
    const { created, ...served } = await startFront({
      apiUrls: [upstream.url],
      sseUrls: [upstream.url],
    });
    front = created;
    own = served;
  });
  after(async () => {
    await front.stop(own.server);
    upstream.server.close();
    upstream.server.closeAllConnections();
    rmSync(webDist, { recursive: true });
  });

  it('passes calls on whole and says truly who asked', async () => {
    const headers = { 'x-forwarded-for': '6.6.6.6', forwarded: 'for=6.6.6.6', cookie: 'a=1' };
    const answer = await fetch(`${own.url}/api/v1/auctions?limit=2`, { headers });
    expect(await answer.text()).to.equal('upstream');
    const asked = seen.at(-1);
    expect(asked?.url).to.equal('/api/v1/auctions?limit=2');
    expect(asked?.headers).to.include({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(own.url).host,
      'x-forwarded-proto': 'http',
      cookie: 'a=1',
    });
    expect(asked?.headers).not.to.have.property('forwarded');
  });

  it('lets events through one by one, and closes above when a watcher leaves', async () => {
    const { answer, leave } = await open(`${own.url}/events?auctions=x`);
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      tell(event);
      const [chunk] = (await once(answer, 'data')) as [Buffer];
      expect(chunk.toString()).to.equal(event);
    }
    leave();
    await eventually(() => Promise.resolve(streamsOpen === 0));
  });

  it('passes over an sse-server that is away', async () => {
    const two = await startFront({ apiUrls: [NOBODY_URL], sseUrls: [NOBODY_URL, upstream.url] });
    for (let watcher = 0; watcher < 3; watcher += 1) {
      const { answer, leave } = await open(`${two.url}/events?auctions=x`);
      expect(answer.statusCode).to.equal(200);
      leave();
    }
    await two.created.stop(two.server);
  });

  it('takes several apis by turns, and asks the next where one is away and asking again is safe', async () => {
    const counts = [0, 0];
    const apis = await Promise.all(
      counts.map((_, index) =>
        serve((_request, response) => {
          counts[index] = (counts[index] ?? 0) + 1;
          response.end('ok');
        }),
      ),
    );
    const [one, other] = apis.map(({ url }) => url);
    const apiUrls = [one ?? '', other ?? ''];
    const both = await startFront({ apiUrls, sseUrls: [NOBODY_URL] });
    for (const method of ['GET', 'POST', 'GET', 'POST']) {
      await fetch(`${both.url}/api/v1/auctions`, { method });
    }
    expect(counts).to.deep.equal([2, 2]);
    expect((await fetch(`${both.url}/.well-known/jwks.json`)).status).to.equal(200);
    apis[1]?.server.close();
    apis[1]?.server.closeAllConnections();
    for (let asking = 0; asking < 4; asking += 1) {
      expect((await fetch(`${both.url}/api/v1/auctions`)).status).to.equal(200);
    }
    await both.created.stop(both.server);
    apis[0]?.server.close();
  });

  it('refuses with UNAVAILABLE while the api is away', async () => {
    const alone = await startFront({ apiUrls: [NOBODY_URL], sseUrls: [NOBODY_URL] });
    const answer = await fetch(`${alone.url}/api/v1/auctions`, { method: 'POST', body: '{}' });
    expect(answer.status).to.equal(503);
    expect(answer.headers.get('retry-after')).to.equal('1');
    expect(problemSchema.parse(await answer.json()).code).to.equal('UNAVAILABLE');
    await alone.created.stop(alone.server);
  });

  it('ends open event streams when it stops', async () => {
    const ending = await startFront({ apiUrls: [NOBODY_URL], sseUrls: [upstream.url] });
    const { answer } = await open(`${ending.url}/events?auctions=x`);
    answer.resume();
    const ended = once(answer, 'end');
    await ending.created.stop(ending.server);
    await ended;
  });

  it('shows pictures for good and nothing else of the bucket', async () => {
    const picture = await fetch(`${own.url}/images/pictures/a/b.webp`);
    expect(picture.status).to.equal(200);
    expect(picture.headers.get('content-type')).to.equal('image/webp');
    expect(picture.headers.get('cache-control')).to.contain('immutable');
    for (const path of ['none.webp', 'a/%2e%2e/secret', '..%2fother', 'a//b', '%', 'a?list']) {
      for (const folder of ['', 'pictures/']) {
        const found = await fetch(`${own.url}/images/${folder}${path}`);
        expect(found.status, folder + path).to.be.within(400, 404);
      }
    }
  });

  it('asks the bucket for a picture once known by its mark, and has no mark made up', async () => {
    const address = `${own.url}/images/pictures/a/b.webp`;
    await fetch(address);
    expect(seen.at(-1)?.headers).not.to.have.property('if-none-match');
    await fetch(address, { headers: { 'if-none-match': '"mark"' } });
    expect(seen.at(-1)?.headers['if-none-match']).to.equal('"mark"');
  });

  it('waits for no S3 that is silent', async () => {
    const silent = await serve(() => {});
    const options = { apiUrls: [NOBODY_URL], sseUrls: [NOBODY_URL], webDist, tossOrigins: [] };
    const created = createFront({
      ...{ ...options, log: { warn: () => {} } },
      ...{ imagesUrl: `${silent.url}/bucket`, imageWithinMs: 50 },
    });
    const alone = await serve(created.app);
    expect((await fetch(`${alone.url}/images/pictures/a/b.webp`)).status).to.equal(503);
    await created.stop(alone.server);
    silent.server.close();
    silent.server.closeAllConnections();
  });

  it('shows nobody what was uploaded as it was uploaded', async () => {
    const before = seen.length;
    for (const path of [
      ...['uploads/a', 'uploads%2fa', '%75ploads/a', 'pictures/../uploads/a'],
      ...['pictures/%2e%2e/uploads/a', 'pictures%2f..%2fuploads/a', './uploads/a', '/uploads/a'],
    ]) {
      expect((await fetch(`${own.url}/images/${path}`)).status, path).to.equal(404);
    }
    expect(seen.length).to.equal(before);
  });

  it('shows the page at every address of it, asking anew each time', async () => {
    for (const path of ['/', '/auctions/some-id', '/me/bids']) {
      const page = await fetch(own.url + path);
      expect(await page.text()).to.contain('사고팔고');
      expect(page.headers.get('cache-control')).to.equal('no-cache');
      expect(page.headers.get('content-security-policy')).to.contain("script-src 'self'");
      expect(page.headers.get('cross-origin-opener-policy')).to.equal('same-origin-allow-popups');
    }
  });

  it('keeps files that are named by their content, and knows a missing one', async () => {
    const file = await fetch(`${own.url}/assets/main-abc.js`);
    expect(file.headers.get('cache-control')).to.contain('immutable');
    expect((await fetch(`${own.url}/assets/none.js`)).status).to.equal(404);
  });

  it('shows no metrics and takes nothing but questions for the page', async () => {
    expect((await fetch(`${own.url}/metrics`)).status).to.equal(404);
    expect((await fetch(`${own.url}/`, { method: 'POST' })).status).to.equal(404);
  });
});
