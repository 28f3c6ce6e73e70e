import { expect } from 'chai';
import { snapshotOf } from '../testing/stand-in-browser.ts';
import { StandInTime } from '../testing/stand-in-time.ts';
import { LiveFeed } from './live-feed.ts';
import type { LeaderMessage, TabMessage } from './live-messages.ts';
import { ServerClock } from './server-clock.ts';

const LEADER = { from: 'leader', term: 1 };
const STANDING = {
  connection: 'live' as const,
  notLiveSinceMs: null,
  covered: ['a'],
  followed: ['a'],
};
const BEAT: LeaderMessage = { kind: 'beat', ...LEADER, ...STANDING, isRollCall: false };

describe('a tab that has asked how all stands', () => {
  let said: TabMessage[];
  let hear: (message: LeaderMessage) => void;
  let feed: LiveFeed;

  beforeEach(() => {
    const time = new StandInTime();
    said = [];
    feed = new LiveFeed({
      ...{ tabId: 'one', after: time.after, random: () => 0.5, open: () => () => {} },
      channel: {
        post: (message) => said.push(message),
        listen: (listener) => {
          hear = listener;
          return () => {};
        },
      },
      seekLead: () => () => {},
      clock: new ServerClock(() => time.nowMs),
      wallMs: () => time.nowMs,
      isSignedIn: () => false,
      renewSince: () => Promise.resolve(true),
    });
    feed.watch(['a']);
    feed.team.join(true);
    said.splice(0);
  });

  const asks = (): unknown[] =>
    said.splice(0).map((message) => message.kind === 'want' && message.asks);

  it('is not live before it was answered, though the leader is, and asks again', () => {
    hear(BEAT);
    hear({ kind: 'told', ...LEADER, type: 'live', text: JSON.stringify({ sinceMs: 1 }) });
    expect(feed.state().connection).to.equal('connecting');
    expect(asks()).to.deep.equal([true]);
    const { type, data } = snapshotOf('a', 4);
    const told = [{ type, text: JSON.stringify(data) }];
    hear({ kind: 'state', ...LEADER, to: 'one', told, serverTime: null, ...STANDING });
    expect(feed.livenessOf('a')).to.equal('live');
    hear(BEAT);
    expect(feed.livenessOf('a')).to.equal('live');
    expect(asks()).to.deep.equal([]);
  });

  it('asks the next leader with its roll call, and is lost with the one before', () => {
    hear({ ...BEAT, connection: 'reconnecting', notLiveSinceMs: 7, isRollCall: true });
    expect(feed.state()).to.include({ connection: 'reconnecting', notLiveSinceMs: 7 });
    expect(asks()).to.deep.equal([true]);
  });
});
