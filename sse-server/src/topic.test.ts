import { expect } from 'chai';
import type { LoggedEvent } from '@sagopalgo/core/redis/public-events.ts';
import type { LiveState } from '@sagopalgo/core/redis/live-state.ts';
import type { Connection } from './connection.ts';
import { Sight } from './sight.ts';
import { Topic } from './topic.ts';

const AT_ONCE = { quicken: () => undefined, flush: () => undefined };

describe('a topic', () => {
  function event(seq: number, epoch = 'e1'): LoggedEvent {
    const data = { auctionId: 'a', epoch, seq, outcome: 'unsold' as const };
    const ending = { priceKrw: null, leaderAlias: null, bidCount: 0 };
    return { told: { event: 'closed', data: { ...data, ...ending } }, extended: null };
  }

  function topicAt(seq: number): { topic: Topic; goOnFrom: (seq: number, epoch?: string) => void } {
    const topic = new Topic('a', AT_ONCE);
    const goOnFrom = (from: number, epoch?: string) => topic.goOnFrom(liveAt(from, epoch));
    goOnFrom(seq);
    return { topic, goOnFrom };
  }

  const liveAt = (seq: number, epoch = 'e1', given: Partial<LiveState> = {}): LiveState => ({
    ...{ auctionId: 'a', epoch, epochNumber: 1, seq, raise: 0, state: 'live' },
    ...{ priceKrw: null, minimumKrw: 1, bidCount: 0, leaderAlias: null, leaderId: null },
    ...{ reserve: 'none', opensAtMs: 0, closesAtMs: 1, moved: null, interrupted: false },
    head: null,
    ...given,
  });

  function seqsAfter(topic: Topic, seq: number): number[] | null {
    const ids = topic.past(seq, 1_000)?.map((frame) => /^id: a:e\d:(\d+)/.exec(frame.toString()));
    return ids?.map((id) => Number(id?.[1])) ?? null;
  }

  it('tells what comes in turn and drops what comes again', () => {
    const { topic } = topicAt(3);
    for (const seq of [4, 4, 3, 5, 4]) expect(topic.admit(event(seq))).to.equal(true);
    expect(seqsAfter(topic, 3)).to.deep.equal([4, 5]);
  });

  it('tells nothing any more when another event comes under a seq that was told', () => {
    const { topic, goOnFrom } = topicAt(3);
    for (const seq of [4, 5]) topic.admit(event(seq));
    const { told } = event(4);
    const other = { told: { ...told, data: { ...told.data, bidCount: 9 } }, extended: null };
    expect(topic.admit(other as LoggedEvent)).to.equal(false);
    expect(topic.admit(event(6))).to.equal(false);
    expect(topic.seq).to.equal(5);
    goOnFrom(5);
    expect(topic.seq).to.equal(6);
  });

  it('holds what comes too early until what was missing is there', () => {
    const { topic } = topicAt(0);
    expect([topic.admit(event(3)), topic.admit(event(2))]).to.deep.equal([false, false]);
    expect(topic.seq).to.equal(0);
    topic.admit(event(1));
    expect(seqsAfter(topic, 0)).to.deep.equal([1, 2, 3]);
  });

  it('holds what is heard before the first look', () => {
    const topic = new Topic('a', AT_ONCE);
    expect(topic.admit(event(1))).to.equal(false);
    expect(topic.epoch).to.equal(null);
  });

  it('goes on in a new epoch with what was heard of it, and with nothing of the old one', () => {
    const { topic, goOnFrom } = topicAt(5);
    topic.admit(event(9));
    topic.admit(event(8, 'e2'));
    goOnFrom(7, 'e2');
    expect([topic.epoch, topic.seq]).to.deep.equal(['e2', 8]);
    expect(topic.admit(event(9))).to.equal(false);
  });

  it('tells who comes after the closing nothing of a look taken before it', () => {
    const { topic } = topicAt(3);
    topic.admit(event(4));
    topic.review(new Sight(liveAt(3, 'e1', { moved: 'outage', closesAtMs: 9 }), 0));
    const sent: Buffer[] = [];
    const comer = { send: (frame: Buffer) => sent.push(frame) } as unknown as Connection;
    topic.entering.add(comer);
    expect(topic.join(comer, null)).to.equal(true);
    expect(sent).to.deep.equal([]);
  });

  it('keeps a bounded past and says when it does not reach back', () => {
    const { topic } = topicAt(0);
    for (let seq = 1; seq <= 600; seq += 1) topic.admit(event(seq));
    expect(seqsAfter(topic, 10)).to.equal(null);
    expect(seqsAfter(topic, 598)).to.deep.equal([599, 600]);
    expect(seqsAfter(topic, 600)).to.deep.equal([]);
  });
});
