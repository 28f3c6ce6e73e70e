import { expect } from 'chai';
import { openSomeAuction } from '@sagopalgo/sse-server/src/testing/test-auctions.ts';
import { exchange, getHead } from './raw-client.ts';
import { OWN_ORIGIN } from './sse-processes.ts';
import { streamSystem } from './stream-system.ts';

const ALLOWED = 'access-control-allow-origin';
const CREDENTIALS = 'access-control-allow-credentials';

describe('who may read a stream from another origin', function origins() {
  this.timeout(60_000);
  let port: number;
  let target: string;

  before(async () => {
    const { one, judge } = await streamSystem();
    ({ port } = one);
    target = `/events?auctions=${await openSomeAuction(judge)}`;
  });

  it('is a page of ours, with its cookie', async () => {
    const { status, headers } = await exchange(port, getHead(target, `Origin: ${OWN_ORIGIN}`));
    expect(status).to.equal(200);
    expect(headers).to.include({ [ALLOWED]: OWN_ORIGIN, [CREDENTIALS]: 'true' });
  });

  const others = [
    'https://evil.test',
    'null',
    '*',
    `${OWN_ORIGIN}.evil.test`,
    `${OWN_ORIGIN}/`,
    OWN_ORIGIN.toUpperCase(),
    OWN_ORIGIN.replace('http:', 'https:'),
    `${OWN_ORIGIN}, https://evil.test`,
    `https://evil.test, ${OWN_ORIGIN}`,
  ];
  for (const origin of others) {
    it(`is not one of ${origin}`, async () => {
      const { status, headers } = await exchange(port, getHead(target, `Origin: ${origin}`));
      expect(status).to.equal(200);
      expect(headers).not.to.have.any.keys(ALLOWED, CREDENTIALS);
      expect(headers['vary']).to.equal('Origin');
    });
  }

  it('is nobody who names two origins', async () => {
    const two = getHead(target, 'Origin: https://evil.test', `Origin: ${OWN_ORIGIN}`);
    const { headers } = await exchange(port, two);
    expect(headers).not.to.have.any.keys(ALLOWED, CREDENTIALS);
  });

  it('is told in every answer to depend on the origin, refusals too', async () => {
    const asked = [target, '/events', '/elsewhere', '/events?auctions=%00'];
    const answers = await Promise.all(asked.map((each) => exchange(port, getHead(each))));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 400, 404, 400]);
    for (const { headers } of answers) expect(headers['vary']).to.equal('Origin');
  });

  it('may read why it was refused, being a page of ours', async () => {
    const head = getHead('/events?auctions=', `Origin: ${OWN_ORIGIN}`);
    const { status, headers } = await exchange(port, head);
    expect(status).to.equal(400);
    expect(headers).to.include({ [ALLOWED]: OWN_ORIGIN, [CREDENTIALS]: 'true' });
  });
});
