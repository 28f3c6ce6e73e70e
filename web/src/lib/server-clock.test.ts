import { expect } from 'chai';
import { ServerClock } from './server-clock.ts';

const SERVER_MS = 1_790_000_000_000;

describe('server clock', () => {
  let monotonicMs: number;
  let clock: ServerClock;

  beforeEach(() => {
    monotonicMs = 5000;
    clock = new ServerClock(() => monotonicMs);
  });

  function reply(serverMs: number, travelMs: number): void {
    const sentAtMs = clock.markMs();
    monotonicMs += travelMs;
    clock.observeReply(serverMs, sentAtMs);
  }

  it('knows nothing before it has heard from the server', () => {
    expect(clock.nowMs()).to.equal(null);
  });

  it('is right to half the time that the reply took', () => {
    reply(SERVER_MS + 40, 80);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 80, 40);
  });

  it('runs with the monotonic clock, whatever the browser clock says', () => {
    reply(SERVER_MS, 0);
    const before = clock.nowMs() ?? 0;
    monotonicMs += 60_000;
    expect((clock.nowMs() ?? 0) - before).to.be.closeTo(60_000, 1);
  });

  it('is within half a second on a Date header alone and tightens with a stream event', () => {
    clock.observeReply(SERVER_MS, clock.markMs(), 1000);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 500, 1);
    clock.observeEvent(SERVER_MS + 900);
    for (let tick = 0; tick < 200; tick += 1) {
      monotonicMs += 50;
      clock.nowMs();
    }
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 10_950, 60);
  });

  it('walks towards a better estimate without ever running backwards', () => {
    clock.observeReply(SERVER_MS, clock.markMs(), 1000);
    let lastMs = clock.nowMs() ?? 0;
    clock.observeReply(SERVER_MS + 10, clock.markMs());
    for (let tick = 0; tick < 300; tick += 1) {
      monotonicMs += 20;
      const nowMs = clock.nowMs() ?? 0;
      expect(nowMs - lastMs).to.be.within(18, 22.1);
      lastMs = nowMs;
    }
    expect(lastMs).to.be.closeTo(SERVER_MS + 6010, 2);
  });

  it('takes a late event as a lower bound only', () => {
    reply(SERVER_MS, 20);
    clock.nowMs();
    monotonicMs += 5000;
    clock.observeEvent(SERVER_MS + 2000);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 5010, 12);
  });

  it('jumps at once when the machine slept and its monotonic clock stood still', () => {
    reply(SERVER_MS, 10);
    clock.nowMs();
    clock.observeEvent(SERVER_MS + 3_600_000);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 3_600_000, 400);
  });

  it('is never before a moment that was told, and not set back by an old one', () => {
    clock.observePast(SERVER_MS);
    expect(clock.nowMs()).to.equal(null);
    clock.observeReply(SERVER_MS, clock.markMs(), 1000);
    clock.observePast(SERVER_MS - 3_600_000);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 500, 1);
    clock.observePast(SERVER_MS + 990);
    monotonicMs += 10_000;
    expect(clock.nowMs()).to.be.within(SERVER_MS + 10_990, SERVER_MS + 11_010);
  });

  it('goes on by the browser’s clock after a sleep in which the monotonic one stood still', () => {
    reply(SERVER_MS, 0);
    clock.slept(7_200_000);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 7_200_000, 500);
  });

  it('believes the server when the machine had not slept, or that was known already', () => {
    reply(SERVER_MS, 10);
    clock.slept(3_600_000);
    clock.observeEvent(SERVER_MS);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS, 400);
    clock.slept(3_600_000);
    reply(SERVER_MS + 10, 10);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 20, 400);
  });

  it('is not set back after a sleep by a moment of long ago', () => {
    reply(SERVER_MS, 0);
    clock.slept(3_600_000);
    clock.observePast(SERVER_MS + 5000);
    expect(clock.nowMs()).to.be.closeTo(SERVER_MS + 3_600_000, 500);
  });

  it('can be handed to another tab, whose own clock counts from elsewhere', () => {
    reply(SERVER_MS, 80);
    const other = new ServerClock(() => monotonicMs - 3000);
    const { lowMs, highMs } = clock.range() ?? { lowMs: 0, highMs: 0 };
    other.observeReply(lowMs, other.markMs(), highMs - lowMs);
    expect(other.nowMs()).to.equal(clock.nowMs());
  });
});
