import { expect } from 'chai';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { openEventsDoor } from './events-door.ts';
import { postNotification } from './post-notification.ts';

const PLACE = { host: '127.0.0.1', port: 0 };
const notified = (key: string) => ({
  Records: [
    {
      ...{ eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: 'x', eventTime: 'x' },
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'b', arn: 'a' }, object: { key, sequencer: '0' } },
    },
  ],
});

describe('the door of events', () => {
  it('hands over one event after the other, and keeps nobody waiting who tells', async () => {
    const log: string[] = [];
    const first = Promise.withResolvers<void>();
    const handler = async (event: unknown): Promise<void> => {
      const { key } = (event as ReturnType<typeof notified>).Records[0]?.s3.object ?? { key: '' };
      log.push(`begin ${key}`);
      if (key === 'a') await first.promise;
      log.push(`end ${key}`);
    };
    const door = await openEventsDoor({ ...PLACE, handler, log: quietLog() });
    const url = `http://127.0.0.1:${door.port}`;
    await postNotification(url, notified('a'));
    await postNotification(url, notified('b'));
    expect(log).to.deep.equal(['begin a']);
    first.resolve();
    await eventually(() => Promise.resolve(log.length === 4));
    expect(log).to.deep.equal(['begin a', 'end a', 'begin b', 'end b']);
    await door.close();
  });

  it('goes on after an event that failed, and says so', async () => {
    const log = quietLog();
    let calls = 0;
    const handler = (): Promise<void> => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    };
    const door = await openEventsDoor({ ...PLACE, handler, log });
    const url = `http://127.0.0.1:${door.port}`;
    for (const key of ['a', 'b']) await postNotification(url, notified(key));
    await eventually(() => Promise.resolve(calls === 2));
    expect(log.events.map(({ event }) => event)).to.deep.equal(['events.failed']);
    await door.close();
  });

  it('refuses what is no JSON, too much of it, or no telling at all', async () => {
    let calls = 0;
    const handler = (): Promise<void> => {
      calls += 1;
      return Promise.resolve();
    };
    const door = await openEventsDoor({ ...PLACE, handler, log: quietLog() });
    const url = `http://127.0.0.1:${door.port}`;
    for (const asked of [
      { method: 'GET' },
      { method: 'POST', body: '{' },
      { method: 'POST', body: `"${'x'.repeat(1024 * 1024)}"` },
    ]) {
      const answer = await fetch(url, asked);
      await answer.body?.cancel();
      expect(answer.status, asked.method).to.equal(400);
    }
    expect(calls).to.equal(0);
    await door.close();
  });

  it('takes no more than it can remember, and drops what waits when it closes', async () => {
    const first = Promise.withResolvers<void>();
    let calls = 0;
    const handler = (): Promise<void> => {
      calls += 1;
      return first.promise;
    };
    const door = await openEventsDoor({ ...PLACE, handler, log: quietLog() });
    const url = `http://127.0.0.1:${door.port}`;
    for (let told = 0; told < 20; told += 1) {
      await Promise.all(Array.from({ length: 50 }, () => postNotification(url, notified('a'))));
    }
    const refused = await postNotification(url, notified('a')).catch((error: Error) => error);
    expect((refused as Error).message).to.include('503');
    const closed = door.close();
    first.resolve();
    await closed;
    expect(calls).to.equal(1);
  });
});
