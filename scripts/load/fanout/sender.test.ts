import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { openSender } from './sender.ts';

describe('the sender of events', () => {
  const bodies: string[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    request.setEncoding('utf8');
    request.on('data', (text: string) => bodies.push(text));
    request.on('end', () => void response.writeHead(status).end());
  });
  const port = (): number => (server.address() as AddressInfo).port;

  before((done) => void server.listen(0, '127.0.0.1', done));
  after(() => void server.close());
  beforeEach(() => {
    bodies.length = 0;
    status = 204;
  });

  it('sends one after the other without waiting, and knows when all were taken', async () => {
    const sender = openSender(port(), '/publish');
    const sent = Array.from({ length: 300 }, (_, index) => `{"입찰":${index}}`);
    for (const body of sent) sender.send(body);
    await sender.flush();
    expect(bodies).to.deep.equal(sent);
    expect(sender.taken()).to.equal(300);
    sender.close();
  });

  it('throws where an event is refused', async () => {
    status = 500;
    const sender = openSender(port(), '/publish');
    sender.send('{}');
    const fault: unknown = await sender.flush().catch((error: unknown) => error);
    expect(fault).to.be.an('error').with.property('message', 'an event was answered 500');
    sender.close();
  });

  it('throws where nobody listens', async () => {
    const sender = openSender(1, '/publish');
    sender.send('{}');
    const fault: unknown = await sender.flush().catch((error: unknown) => error);
    expect(fault).to.be.an('error').with.property('code', 'ECONNREFUSED');
    sender.close();
  });
});
