import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { overhear } from '../testing/overheard.ts';
import { personChannel } from './keys.ts';
import { findListeners, readPersonMessage, tellPerson } from './person-messages.ts';
import type { OwnEvent } from './person-messages.ts';

const ENDING: OwnEvent = {
  event: 'ending',
  data: { auctionId: 'a', title: '시계', closesAtMs: 1 },
};

describe('what is said to one person', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  it('is heard by who listens, which is known before, and by nobody else', async () => {
    const { redis } = connections;
    const people = Array.from({ length: 6 }, () => randomUUID());
    const here = people.slice(0, 3);
    const ears = await Promise.all(here.map((userId) => overhear(personChannel(userId))));
    const listeners = await findListeners(redis);
    expect(people.filter((userId) => listeners.includes(userId))).to.deep.equal(here);
    expect(new Set(listeners).size).to.equal(listeners.length);
    const [first = ''] = here;
    await tellPerson(redis, first, [ENDING]);
    const [text = ''] = (await ears[0]?.heard(1)) ?? [];
    expect(readPersonMessage(text)).to.deep.equal({ told: [ENDING] });
    expect(ears.slice(1).flatMap(({ messages }) => messages)).to.deep.equal([]);
    for (const ear of ears) ear.leave();
  });

  it('is nothing where it is none of ours', () => {
    for (const text of ['', '{}', '{"told":[{"event":"unheard","data":{}}]}']) {
      expect(readPersonMessage(text), text).to.equal(null);
    }
  });
});
