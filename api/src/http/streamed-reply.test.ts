import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Response } from 'express';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { StreamedReply } from './streamed-reply.ts';

/** More than a connection takes of which nothing is read. */
const PIECE = 'x'.repeat(4 * 1024 * 1024);

describe('a streamed reply', () => {
  let server: Server;
  let url: string;
  let made: number;
  let hasEnded: boolean;
  let fault: unknown;
  let withinMs: number | undefined;
  let pieces: () => AsyncGenerator<string>;
  before(async () => {
    server = createServer((_request, response) => {
      void answer(response as Response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  beforeEach(() => {
    [made, hasEnded, fault, withinMs] = [0, false, null, undefined];
  });

  const ended = () => Promise.resolve(hasEnded);
  async function answer(response: Response): Promise<void> {
    const reply = await StreamedReply.begin(pieces());
    fault = await reply.send(response, withinMs);
    hasEnded = true;
  }
  async function* endless() {
    for (;;) {
      made += 1;
      yield PIECE;
    }
  }
  async function* breaking() {
    yield '[1';
    yield ',2';
    throw new Error('the record is away');
  }
  async function* whole() {
    yield '[1';
    yield ',2';
    yield ']';
  }
  async function begun(): Promise<{ response: IncomingMessage; hangUp: () => void }> {
    const asked = get(url);
    asked.on('error', () => undefined);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    return { response, hangUp: () => response.destroy() };
  }

  it('is sent whole', async () => {
    pieces = whole;
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(await answer.json()).to.deep.equal([1, 2]);
    await eventually(ended);
    expect(fault).to.equal(null);
  });

  it('is made no further than it is taken, and ends with whoever hangs up', async () => {
    pieces = endless;
    const { hangUp } = await begun();
    expect(made).to.be.below(5);
    hangUp();
    await eventually(ended);
    expect(made).to.be.below(5);
    expect(fault).to.equal(null);
  });

  it('ends where it is not taken in time', async () => {
    pieces = endless;
    withinMs = 50;
    const { response } = await begun();
    await eventually(ended);
    expect(fault).to.equal(null);
    response.resume();
    await eventually(() => Promise.resolve(response.closed));
    expect(response.complete).to.equal(false);
  });

  it('is cut off where a piece cannot be made, and says why', async () => {
    pieces = breaking;
    const text = await fetch(url)
      .then((answer) => answer.text(), String)
      .catch(String);
    expect(text).to.match(/TypeError/);
    await eventually(ended);
    expect(String(fault)).to.contain('the record is away');
  });
});
