import { expect } from 'chai';
import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import { Hearing } from './hearing.ts';
import { Topic } from './topic.ts';

const NOW_MS = 1_000_000;
const LATER_MS = NOW_MS + 1_000;

describe('what was heard of an auction', () => {
  const topic = new Topic('a', { quicken: () => undefined, flush: () => undefined });

  function message(seq: number, epoch = 'e1'): Pick<LoggedEvent, 'told'> {
    const data = { auctionId: 'a', epoch, seq, bidCount: seq, leaderAlias: null, priceKrw: null };
    return { told: { event: 'closed', data: { ...data, outcome: 'unsold' } } };
  }

  it('is whole from whatever came first, until a seq is left out or the epoch is another', () => {
    const hearing = new Hearing();
    const heard = [7, 8, 8, 9].map((seq) => hearing.hear(topic, message(seq)));
    expect(heard).to.deep.equal([true, true, true, true]);
    expect(hearing.hear(topic, message(11))).to.equal(false);
    expect(hearing.hear(topic, message(12))).to.equal(true);
    expect(hearing.hear(topic, message(13, 'e2'))).to.equal(false);
  });

  it('may come a moment after it was read, and is lost after that', () => {
    const hearing = new Hearing();
    hearing.read(topic, { epoch: 'e1', seq: 5 }, NOW_MS);
    expect(hearing.takeLost(LATER_MS - 1)).to.deep.equal([]);
    hearing.hear(topic, message(5));
    expect(hearing.takeLost(LATER_MS)).to.deep.equal([]);
    hearing.read(topic, { epoch: 'e1', seq: 6 }, LATER_MS);
    expect(hearing.takeLost(LATER_MS + 1_000)).to.deep.equal([topic]);
    expect(hearing.takeLost(LATER_MS + 9_000)).to.deep.equal([]);
  });

  it('is not taken for lost because more was read in the meantime, nor for heard', () => {
    const hearing = new Hearing();
    hearing.read(topic, { epoch: 'e1', seq: 5 }, NOW_MS);
    hearing.read(topic, { epoch: 'e1', seq: 9 }, LATER_MS - 1);
    hearing.hear(topic, message(5));
    expect(hearing.takeLost(LATER_MS)).to.deep.equal([]);
    expect(hearing.takeLost(LATER_MS + 1_000)).to.deep.equal([topic]);
  });

  it('says nothing of an epoch that was only read', () => {
    const hearing = new Hearing();
    hearing.hear(topic, message(9));
    hearing.read(topic, { epoch: 'e1', seq: 9 }, NOW_MS);
    expect(hearing.takeLost(LATER_MS)).to.deep.equal([]);
    hearing.read(topic, { epoch: 'e2', seq: 9 }, NOW_MS);
    expect(hearing.takeLost(LATER_MS)).to.deep.equal([topic]);
  });
});
