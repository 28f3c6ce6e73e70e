import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect } from 'chai';
import { startPushService, vapidClaims } from '../testing/fake-push-service.ts';
import type { FakePushService } from '../testing/fake-push-service.ts';
import { createPusher } from './push-client.ts';
import { newVapidKey, vapidKeysOf } from './push-config.ts';

const MESSAGE = {
  ...{ text: '{"heading":"낙찰받았어요"}', ttlS: 600, urgency: 'high' as const },
  topic: 'abc',
};

describe('sending a push', () => {
  const keys = vapidKeysOf(newVapidKey());
  const subject = 'mailto:ops@sagopalgo.test';
  const pusher = createPusher({ keys, subject }, { allowsLoopback: true });
  let service: FakePushService;
  beforeEach(async () => {
    service = await startPushService();
  });
  afterEach(() => service.stop());

  it('is read by its browser and by nobody else, and proves who sent it', async () => {
    expect(await pusher.send(service.target, MESSAGE)).to.deep.equal({ outcome: 'sent' });
    const [push] = service.received;
    expect(push?.text).to.equal(MESSAGE.text);
    expect(push?.path).to.equal('/push/one');
    expect(push?.headers).to.include({
      ...{ ttl: '600', urgency: 'high', topic: 'abc', 'content-encoding': 'aes128gcm' },
    });
    const origin = service.url.replace('http:', 'https:');
    const claims = push && vapidClaims(push, keys.publicKey);
    expect(claims).to.include({ aud: origin, sub: subject });
    expect(claims?.['exp']).to.be.within(Date.now() / 1000, Date.now() / 1000 + 24 * 3600);
    const other = await startPushService();
    await pusher.send({ ...other.target, endpoint: service.target.endpoint }, MESSAGE);
    await other.stop();
    expect(service.received[1]?.text).to.equal(null);
    expect(push && vapidClaims(push, vapidKeysOf(newVapidKey()).publicKey)).to.equal(null);
  });

  it('tells what is gone from what is not taken, follows nothing and reads nothing', async () => {
    for (const [status, outcome] of [
      ...([
        [200, 'sent'],
        [201, 'sent'],
        [404, 'gone'],
        [410, 'gone'],
        [413, 'unfit'],
      ] as const),
      ...([
        [301, 'later'],
        [302, 'later'],
        [401, 'later'],
        [403, 'later'],
      ] as const),
      ...([
        [429, 'later'],
        [500, 'later'],
        [400, 'unfit'],
      ] as const),
    ] as const) {
      service.status = status;
      const sent = await pusher.send(service.target, MESSAGE);
      expect(sent.outcome, String(status)).to.equal(outcome);
    }
    expect(service.received).to.have.length(12);
  });

  it('waits for nobody for long, and tries later where nobody answers', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const impatient = createPusher(
      { keys, subject },
      { allowsLoopback: true, answerWithinMs: 200 },
    );
    const sent = await impatient.send({ ...service.target, endpoint }, MESSAGE);
    expect(sent.outcome).to.equal('later');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    const nobody = await pusher.send({ ...service.target, endpoint }, MESSAGE);
    expect(nobody).to.deep.equal({ outcome: 'later', fault: 'ECONNREFUSED' });
  });

  it('connects to nothing inside, by whatever name, but on the local start', async () => {
    const strict = createPusher({ keys, subject });
    for (const endpoint of [
      service.target.endpoint,
      'https://127.0.0.1/a',
      'https://169.254.169.254/latest',
      'https://mysql.internal/a',
    ]) {
      const sent = await strict.send({ ...service.target, endpoint }, MESSAGE);
      expect(sent, endpoint).to.deep.equal({ outcome: 'gone', fault: 'ENOTPUBLIC' });
    }
    expect(service.received).to.deep.equal([]);
  });

  it('gives up on keys that nothing can be sealed for', async () => {
    for (const bad of [{ p256dh: 'B'.repeat(87) }, { auth: 'A' }, { p256dh: '' }]) {
      const sent = await pusher.send({ ...service.target, ...bad }, MESSAGE);
      expect(sent, JSON.stringify(bad)).to.deep.equal({ outcome: 'gone', fault: 'ESEAL' });
    }
    expect(service.received).to.deep.equal([]);
  });
});
