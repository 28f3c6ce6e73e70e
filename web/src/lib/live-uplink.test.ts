import { expect } from 'chai';
import { StandInStreams } from '../testing/stand-in-streams.ts';
import { StandInTime } from '../testing/stand-in-time.ts';
import type { Wish } from './live-uplink.ts';
import { LiveUplink } from './live-uplink.ts';

describe('the connection to the stream', () => {
  let time: StandInTime;
  let streams: StandInStreams;
  let uplink: LiveUplink;
  let wish: Wish | null;
  let heard: string[];
  let random: number;

  beforeEach(() => {
    time = new StandInTime();
    streams = new StandInStreams();
    wish = wishFor('a');
    heard = [];
    random = 0;
    const deps = {
      open: streams.open,
      after: time.after,
      random: () => random,
      wallMs: () => time.nowMs,
    };
    uplink = new LiveUplink(deps, {
      wish: () => wish,
      onOpened: (ids) => heard.push(`opened ${ids.join('+')}`),
      onLost: (agoMs) => heard.push(`lost ${agoMs}`),
      onRefused: (ids) => heard.push(`refused ${ids.join('+')}`),
      onSign: () => {},
      onIdle: () => heard.push('idle'),
      onEvent: (type, text) => heard.push(`${type} ${text}`),
    });
  });

  const wishFor = (...ids: string[]): Wish => ({ ids, url: `/events?auctions=${ids.join(',')}` });

  function settle(): void {
    uplink.settle();
    time.pass(0);
  }

  function opened(forMs = 6000): void {
    settle();
    streams.last.onOpen();
    time.pass(forMs);
    heard.length = 0;
  }

  it('is made once for one wish, and passes on what it hears', () => {
    settle();
    settle();
    streams.last.onOpen();
    settle();
    streams.last.onEvent('bid', '{}');
    expect(streams.asked.map(({ url }) => url)).to.deep.equal(['/events?auctions=a']);
    expect(heard).to.deep.equal(['opened a', 'bid {}']);
  });

  it('meets a changed wish before it lets the old connection go', () => {
    opened();
    const [old] = streams.asked;
    wish = wishFor('a', 'b');
    settle();
    expect(old?.isClosed).to.equal(false);
    streams.last.onOpen();
    expect(old?.isClosed).to.equal(true);
    expect(heard).to.deep.equal(['opened a+b']);
  });

  it('keeps the old connection when the new one is refused, and asks again', () => {
    opened();
    wish = wishFor('a', 'b');
    settle();
    streams.end({ retryAfterMs: 3000 });
    expect(heard).to.deep.equal([]);
    time.pass(2999);
    expect(streams.asked).to.have.length(2);
    time.pass(1);
    expect(streams.asked).to.have.length(3);
  });

  it('waits longer after each failure, with jitter, up to twenty seconds', () => {
    settle();
    const waits: number[] = [];
    for (let failure = 0; failure < 12; failure += 1) {
      random = failure % 2 ? 0.999_999 : 0;
      const count = streams.asked.length;
      streams.end();
      const sinceMs = time.nowMs;
      while (streams.asked.length === count) time.pass(1);
      waits.push(time.nowMs - sinceMs);
    }
    expect(waits.slice(0, 5)).to.deep.equal([250, 1000, 1000, 4000, 4000]);
    expect(waits.slice(6)).to.deep.equal([10_000, 20_000, 10_000, 20_000, 10_000, 20_000]);
  });

  it('comes again no sooner than a refusal asks, whatever is wished meanwhile', () => {
    settle();
    streams.end({ retryAfterMs: 9000 });
    wish = wishFor('b');
    settle();
    time.pass(8999);
    expect(streams.asked).to.have.length(1);
    time.pass(1);
    expect(streams.last.url).to.equal('/events?auctions=b');
  });

  it('comes again when the goodbye of a good stream says, and is not live meanwhile', () => {
    opened();
    streams.end({ hintMs: 1700 });
    expect(heard).to.deep.equal(['lost 0']);
    time.pass(1699);
    expect(streams.asked).to.have.length(1);
    time.pass(1);
    expect(streams.asked).to.have.length(2);
  });

  it('does not ask without a pause a server that opens and ends each stream', () => {
    settle();
    for (let failure = 0; failure < 8; failure += 1) {
      streams.last.onOpen();
      streams.end({ hintMs: 0 });
      time.pass(20_000);
    }
    streams.last.onOpen();
    const count = streams.asked.length;
    streams.end({ hintMs: 0 });
    time.pass(9999);
    expect(streams.asked).to.have.length(count);
  });

  it('is taken for dead soon after a heartbeat did not come, and made anew at once', () => {
    opened(0);
    time.pass(20_000);
    streams.last.onSign();
    time.pass(27_999);
    expect(heard).to.deep.equal([]);
    time.pass(1);
    expect(heard).to.deep.equal(['lost 28000']);
    expect(streams.asked[0]?.isClosed).to.equal(true);
    expect(streams.standing).to.have.length(1);
  });

  it('says that nothing is known to be right when not even the first try succeeds', () => {
    settle();
    streams.end();
    expect(heard).to.deep.equal(['lost 0']);
  });

  it('gives up on a server that does not answer, and tries again', () => {
    settle();
    time.pass(10_000);
    expect(streams.asked[0]?.isClosed).to.equal(true);
    time.pass(250);
    expect(streams.standing).to.have.length(1);
  });

  it('is lost at once when the network goes, and tried very soon when it returns', () => {
    opened();
    uplink.offline();
    expect(heard).to.deep.equal(['lost 0']);
    expect(streams.standing).to.have.length(0);
    random = 0.2;
    uplink.online();
    time.pass(99);
    expect(streams.standing).to.have.length(0);
    time.pass(1);
    expect(streams.standing).to.have.length(1);
  });

  it('is left alone when the network returns to one that was heard from lately', () => {
    opened();
    uplink.online();
    time.pass(500);
    expect(heard).to.deep.equal([]);
    expect(streams.asked).to.have.length(1);
    expect(streams.standing).to.have.length(1);
  });

  it('waits as a refusal asks though the network returns, the machine wakes or it was let go', () => {
    settle();
    streams.end({ retryAfterMs: 9000 });
    uplink.online();
    time.pass(1000);
    uplink.drop(0);
    time.pass(1000);
    uplink.close();
    settle();
    time.pass(6999);
    expect(streams.asked).to.have.length(1);
    time.pass(1);
    expect(streams.asked).to.have.length(2);
  });

  it('goes on when less is wished, and is made anew for less only after a minute', () => {
    wish = wishFor('a', 'b');
    opened();
    wish = wishFor('b');
    settle();
    expect(streams.asked).to.have.length(1);
    for (let second = 0; second < 60; second += 2) {
      streams.last.onSign();
      time.pass(2000);
      settle();
    }
    expect(streams.asked).to.have.length(2);
    streams.last.onOpen();
    expect(heard).to.deep.equal(['opened b']);
    expect(streams.standing).to.have.length(1);
  });

  it('is made anew for another sign-in, the old one standing until then', () => {
    opened();
    uplink.renew();
    time.pass(0);
    expect(streams.standing).to.have.length(2);
    streams.last.onOpen();
    expect(streams.standing).to.have.length(1);
    expect(heard).to.deep.equal(['opened a']);
  });

  it('is let go when nothing is wished, and nothing is tried after it was closed', () => {
    opened();
    wish = null;
    settle();
    settle();
    expect(heard).to.deep.equal(['idle']);
    wish = wishFor('a');
    uplink.settle(10);
    uplink.close();
    time.pass(60_000);
    expect(streams.standing).to.have.length(0);
    expect(streams.asked).to.have.length(1);
  });
});
