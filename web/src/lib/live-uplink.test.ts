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
    wish = { key: 'a', url: '/events?auctions=a' };
    heard = [];
    random = 0;
    const deps = { open: streams.open, after: time.after, random: () => random };
    uplink = new LiveUplink(deps, {
      wish: () => wish,
      onOpened: () => heard.push('opened'),
      onLost: (agoMs) => heard.push(`lost ${agoMs}`),
      onIdle: () => heard.push('idle'),
      onEvent: (type, text) => heard.push(`${type} ${text}`),
    });
  });

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
    expect(heard).to.deep.equal(['opened', 'bid {}']);
  });

  it('meets a changed wish before it lets the old connection go', () => {
    opened();
    const [old] = streams.asked;
    wish = { key: 'a,b', url: '/events?auctions=a,b' };
    settle();
    expect(old?.isClosed).to.equal(false);
    streams.last.onOpen();
    expect(old?.isClosed).to.equal(true);
    expect(heard).to.deep.equal(['opened']);
  });

  it('keeps the old connection when the new one is refused, and asks again', () => {
    opened();
    wish = { key: 'a,b', url: '/events?auctions=a,b' };
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
    wish = { key: 'b', url: '/events?auctions=b' };
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

  it('is taken for dead after 45 s without a sign, and made anew at once', () => {
    opened(0);
    time.pass(44_000);
    streams.last.onSign();
    time.pass(44_999);
    expect(heard).to.deep.equal([]);
    time.pass(1);
    expect(heard).to.deep.equal(['lost 45000']);
    expect(streams.asked[0]?.isClosed).to.equal(true);
    expect(streams.standing).to.have.length(1);
  });

  it('gives up on a server that does not answer, and tries again', () => {
    settle();
    time.pass(10_000);
    expect(streams.asked[0]?.isClosed).to.equal(true);
    time.pass(250);
    expect(streams.standing).to.have.length(1);
  });

  it('is lost at once when the network goes, and tried at once when it returns', () => {
    opened();
    uplink.offline();
    expect(heard).to.deep.equal(['lost 0']);
    expect(streams.standing).to.have.length(0);
    uplink.drop(0);
    time.pass(0);
    expect(streams.standing).to.have.length(1);
  });

  it('is made anew for another sign-in, the old one standing until then', () => {
    opened();
    uplink.renew();
    time.pass(0);
    expect(streams.standing).to.have.length(2);
    streams.last.onOpen();
    expect(streams.standing).to.have.length(1);
    expect(heard).to.deep.equal(['opened']);
  });

  it('is let go when nothing is wished, and nothing is tried after it was closed', () => {
    opened();
    wish = null;
    settle();
    settle();
    expect(heard).to.deep.equal(['idle']);
    wish = { key: 'a', url: '/events?auctions=a' };
    uplink.settle(10);
    uplink.close();
    time.pass(60_000);
    expect(streams.standing).to.have.length(0);
    expect(streams.asked).to.have.length(1);
  });
});
