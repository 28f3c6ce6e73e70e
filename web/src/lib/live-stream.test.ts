import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { StreamEnd } from './live-stream.ts';
import { openStream } from './live-stream.ts';

const STREAM = { 'content-type': 'text/event-stream' };

describe('reading the stream', () => {
  let server: Server | null = null;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(listener: RequestListener): Promise<string> {
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => {
      started.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
  }

  it('hears events, sees heartbeats, and takes a hint from a stream that ends in order', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, STREAM);
      response.end('event: bid\ndata: 경매\n\n: heartbeat\n\nretry: 1234\n\n');
    });
    const { heard, end } = await listenTo(url);
    expect(heard[0]).to.equal('open');
    expect(heard).to.include('sign').and.to.include('bid 경매');
    expect(end).to.deep.equal({ retryAfterMs: null, hintMs: 1234 });
  });

  it('tells when a refusal asks to come again', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end('{}');
    });
    const { heard, end } = await listenTo(url);
    expect(heard).to.deep.equal([]);
    expect(end).to.deep.equal({ retryAfterMs: 7000, hintMs: null });
  });

  it('takes a page in between, and no answer at all, for no stream', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>로그인</p>');
    });
    const nothing = { heard: [], end: { retryAfterMs: null, hintMs: null } };
    expect(await listenTo(url)).to.deep.equal(nothing);
    server?.closeAllConnections();
    server?.close();
    expect(await listenTo(url)).to.deep.equal(nothing);
  });

  it('hears nothing more once it is closed, and lets the server go', async () => {
    let close = (): void => {};
    const gone = new Promise<void>((resolve) => {
      void serve((request, response) => {
        request.once('close', () => resolve());
        response.writeHead(200, STREAM);
        response.write('event: bid\ndata: 1\n\nevent: bid\ndata: 2\n\n');
      }).then((url) => {
        close = openStream(url, {
          onOpen: () => {},
          onSign: () => {},
          onEvent: (_type, text) => {
            heard.push(text);
            close();
          },
          onEnd: () => heard.push('end'),
        });
        return url;
      });
    });
    const heard: string[] = [];
    await gone;
    expect(heard).to.deep.equal(['1']);
  });
});

function listenTo(url: string): Promise<{ heard: string[]; end: StreamEnd }> {
  const heard: string[] = [];
  return new Promise((resolve) => {
    openStream(url, {
      onOpen: () => heard.push('open'),
      onSign: () => heard.push('sign'),
      onEvent: (type, text) => heard.push(`${type} ${text}`),
      onEnd: (end) => resolve({ heard, end }),
    });
  });
}
