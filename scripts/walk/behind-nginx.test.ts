import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { talkTo } from '@sagopalgo/api/src/testing/talk-client.ts';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import { readConfig } from '@sagopalgo/core/runtime/config.ts';
import { s3Client } from '@sagopalgo/core/images/s3-client.ts';
import { pictureStoreShape } from '@sagopalgo/core/images/store-config.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { addOrder } from '@sagopalgo/core/testing/some-order.ts';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';
import { builtWebPage } from '../local/web-page.ts';
import { ROOT } from '../root.ts';
import { nginxOrSkip, startNginx } from '../nginx/real-nginx.ts';
import type { RealNginx } from '../nginx/real-nginx.ts';
import { startWindow } from './deployed-parts.ts';
import type { Served } from './deployed-parts.ts';
import { killSystemOrSkip } from './kill-system.ts';
import type { ApiPart, KillSystem } from './kill-system.ts';
import { bid, crowd } from './people.ts';
import type { Caller } from './people.ts';
import { watch } from './watcher.ts';

const run = promisify(execFile);
const KEY = 'pictures/behind-nginx/320.webp';
const PROOF_TRIES_MAX = 60;
/** Of one answer, of one connection, or named by each in its own way. */
const OF_ONE_ANSWER = new Set([
  ...['date', 'server', 'connection', 'keep-alive', 'transfer-encoding', 'etag', 'last-modified'],
  ...['x-request-id', 'accept-ranges', 'vary'],
]);

/** An answer as it came, with what tells one front from another left out. */
interface Told {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

describe('the rooms behind nginx', function behind() {
  this.timeout(120_000);
  let system: KillSystem;
  let api: ApiPart;
  let front: Part;
  let frontUrl: string;
  let nginx: RealNginx;
  let window: Served;
  let webDist: string;
  let bidders: Caller[];

  before(async function start() {
    const programs = nginxOrSkip(this);
    system = await killSystemOrSkip(this);
    webDist = await builtWebPage(() => undefined);
    const local = { DEPLOYMENT: 'local', TRUSTED_PROXIES: 'loopback', RATE_LIMITS: 'strict' };
    api = await system.startApi(local);
    window = await startWindow(system, { ...local, CONNECTIONS_PER_ADDRESS: '3' });
    const store = readConfig(pictureStoreShape, process.env);
    const s3 = s3Client(store);
    const object = {
      Bucket: store.S3_BUCKET,
      Key: KEY,
      Body: 'picture',
      ContentType: 'image/webp',
    };
    await s3.send(new PutObjectCommand(object));
    s3.destroy();
    const settings = {
      API_URL: api.url,
      SSE_URL: window.url,
      S3_URL: `${store.S3_ENDPOINT}/${store.S3_BUCKET}`,
      WEB_DIST: webDist,
      UPLOAD_ORIGINS: String(store.S3_ENDPOINT),
      TOSS_ORIGINS: 'http://127.0.0.1:4,https://*.tosspayments.com',
    };
    nginx = await startNginx(programs, join(system.dataDir, 'nginx'), settings);
    front = await startPart({
      ...{ name: 'front', file: 'scripts/local/front.ts', env: settings, ports: ['PORT'] },
      logFile: join(system.dataDir, 'logs', 'front.log'),
    });
    frontUrl = `http://127.0.0.1:${front.ports['PORT']}`;
    bidders = await crowd(system, 3);
  });
  after(async () => {
    await front?.stop();
    await nginx?.stop();
    await window?.stop();
    await system?.end();
  });

  it('lets people talk through either front, each by their own address', async () => {
    const [buyer, seller] = bidders as [Caller, Caller];
    const parties = { buyerId: buyer.userId, sellerId: seller.userId };
    const { orderId } = await addOrder(system.db, { ...parties, state: 'paid' });
    const clients = [
      await talkTo(nginx.url, buyer.token),
      await talkTo(frontUrl, seller.token),
    ] as const;
    await Promise.all(clients.map((client) => client.call('join', { orderId })));
    await clients[0].say(orderId, '안녕하세요');
    await clients[1].say(orderId, '네');
    for (const client of clients) {
      await client.until('message', 2);
      client.end();
    }
  });

  it('are answered for at every address as by the front of the local start, header by header', async () => {
    const [file = ''] = readdirSync(join(webDist, 'assets')).filter((name) => name.endsWith('.js'));
    const [style = ''] = readdirSync(join(webDist, 'assets')).filter((each) => /css$/.test(each));
    const pages = ['/', '/auctions/some-id', '/me/bids?tab=won', '/index.html', '/icon.svg'];
    const files = [`/assets/${file}`, `/assets/${style}`, '/assets/none.js', '/none.png'];
    const rooms = ['/api/v1/categories', '/api/v1/none', '/api/v1/openapi.json', '/healthz/live'];
    const streams = ['/events', '/events?auctions=%00', '/.well-known/jwks.json'];
    const pictures = [
      KEY,
      'pictures/none.webp',
      'uploads/a',
      '',
      'pictures/%2e%2e/uploads/a',
      'a?b',
    ];
    const shown = [...pictures.map((key) => `/images/${key}`), '/metrics', '/apis', '/imagesque'];
    for (const path of [...pages, ...files, ...rooms, ...streams, ...shown]) {
      for (const method of ['GET', 'HEAD']) {
        // A stream has no head without a body.
        if (method === 'HEAD' && path.startsWith('/events')) continue;
        expect(await tell(nginx.url, path, method), `${method} ${path}`).to.deep.equal(
          await tell(frontUrl, path, method),
        );
      }
    }
    for (const path of ['/', '/icon.svg', '/auctions/some-id', '/api/v1/auctions']) {
      expect(await tell(nginx.url, path, 'POST'), `POST ${path}`).to.deep.equal(
        await tell(frontUrl, path, 'POST'),
      );
    }
    expect(await tell(nginx.url, `/images/${KEY}`, 'POST')).to.include({ status: 404, body: '' });
  });

  it('have their page asked for anew each time, and files that are named by their content kept', async () => {
    const [file = ''] = readdirSync(join(webDist, 'assets')).filter((name) => name.endsWith('.js'));
    const asked = { headers: { 'accept-encoding': 'gzip' } };
    const kept = await fetch(`${nginx.url}/assets/${file}`, asked);
    expect(kept.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(kept.headers.get('content-encoding')).to.equal('gzip');
    const page = await fetch(`${nginx.url}/auctions/some-id`, asked);
    expect(page.headers.get('cache-control')).to.equal('no-cache');
    const known = { headers: { 'if-none-match': page.headers.get('etag') ?? '' } };
    const again = await fetch(`${nginx.url}/`, known);
    expect(again.status).to.equal(304);
    expect(again.headers.get('content-security-policy')).to.include("script-src 'self'");
    const answer = await fetch(`${nginx.url}/api/v1/openapi.json`, asked);
    expect(answer.headers.get('content-encoding')).to.equal(null);
  });

  it('are seen at once: a stream has its head before anything happens, and each bid as it is made', async () => {
    const { auctionId } = await system.list({ steps: [[0, 100]] });
    const asked = httpRequest(`${nginx.url}/events?auctions=${auctionId}`, {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    asked.end();
    const [stream] = (await once(asked, 'response')) as [IncomingMessage];
    expect(stream.headers).to.include({ 'content-type': 'text/event-stream' });
    expect(stream.headers).not.to.have.any.keys('content-encoding', 'content-length');
    let told = '';
    stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await eventually(() => Promise.resolve(told.includes('event: snapshot')));
    for (const [turn, bidder] of bidders.entries()) {
      const amountKrw = (turn + 2) * 10_000;
      const made = await bid(nginx.url, bidder, auctionId, amountKrw);
      expect(made).to.include({ status: 201 });
      // The stream stays open, so that only what is let through at once can be there.
      await eventually(() => Promise.resolve(told.includes(`"priceKrw":${amountKrw}`)));
      expect(stream.complete).to.equal(false);
    }
    asked.destroy();
  });

  it('pass what a deploy is looked at by, which a front without rooms does not', async () => {
    const smoke = join(ROOT, '.github/deploy/smoke.sh');
    const { stdout } = await run(smoke, [nginx.url]);
    expect(stdout.match(/^✔ /gm)).to.have.length(5);
    const fault = await run(smoke, [api.url]).catch((error: unknown) => error);
    expect(fault).to.be.an('error');
  });

  it('count whoever asks by the real address, whatever is claimed', async () => {
    const spoofed = (turn: number) => ({ 'x-forwarded-for': `6.6.${turn}.6`, forwarded: 'for=6' });
    const prove = async (turn: number): Promise<Response> =>
      await fetch(`${nginx.url}/api/v1/email-proofs/verify`, {
        method: 'POST',
        headers: { ...spoofed(turn), 'content-type': 'application/json' },
        body: JSON.stringify({ token: 'x'.repeat(43) }),
      });
    for (let turn = 0; turn < PROOF_TRIES_MAX; turn += 1) {
      const answer = await prove(turn);
      expect(answer.status, await answer.text()).to.equal(409);
    }
    const one = await prove(PROOF_TRIES_MAX);
    expect(problemSchema.parse(await one.json()).code).to.equal('RATE_LIMITED');
    const { auctionId } = await system.list();
    const streams = await Promise.all(
      [1, 2, 3].map((turn) =>
        fetch(`${nginx.url}/events?auctions=${auctionId}`, { headers: spoofed(turn) }),
      ),
    );
    expect(streams.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    const more = await fetch(`${nginx.url}/events?auctions=${auctionId}`, { headers: spoofed(4) });
    expect(problemSchema.parse(await more.json()).code).to.equal('RATE_LIMITED');
    for (const stream of streams) await stream.body?.cancel();
    await eventually(async () => {
      const watcher = await watch(nginx.url, auctionId).catch(() => null);
      await watcher?.leave();
      return watcher !== null;
    });
  });
});

async function tell(url: string, path: string, method: string): Promise<Told> {
  const asked = httpRequest(url + path, { method, headers: { 'accept-encoding': 'identity' } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const body = (await buffer(answer)).toString('latin1');
  const isNothing = body === '' && answer.statusCode !== 200;
  const headers = Object.entries(answer.headers).filter(([name]) => {
    // Of nothing a front may say what it is, or not.
    const isOfNothing = isNothing && /^content-(type|length)$/.test(name);
    return !OF_ONE_ANSWER.has(name) && !isOfNothing;
  });
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: body.replace(/"requestId":"[^"]*"/, '"requestId":""'),
  };
}
