import { expect } from 'chai';
import { addAuction, openTestConnections, quietLog } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import type { ScheduledEvent, ScheduleName } from './schedules.ts';
import { ticker } from './ticking.ts';
import type { Handlers } from './ticking.ts';

const SECOND_MS = 1_000;
// Days that no other test lists auctions in.
const START_MS = Date.parse('2031-05-05T08:59:50+09:00');

describe('the local clock', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  function clockAt(startMs: number) {
    const fired: ScheduleName[] = [];
    const state = { nowMs: startMs, failing: null as ScheduleName | null };
    const handlerOf = (name: ScheduleName) => async (event: ScheduledEvent) => {
      expect(event.resources[0]).to.contain(name);
      if (state.failing === name) throw new Error('not now');
      fired.push(name);
    };
    const names = [
      'daily-clearing',
      'daily-opening',
      'daily-closing',
      'daily-reconciliation',
      'own-opening',
      'own-closing',
      'sweep',
    ] as const;
    const handlers = Object.fromEntries(
      names.map((name) => [name, [handlerOf(name)]]),
    ) as unknown as Handlers;
    const now = () => state.nowMs;
    const tick = ticker({ db: connections.db, handlers, log: quietLog(), now });
    const after = async (ms: number): Promise<ScheduleName[]> => {
      state.nowMs += ms;
      await tick();
      return fired.splice(0);
    };
    return { state, after };
  }

  it('fires everything of the day before at its first tick, then only what comes due', async () => {
    const clock = clockAt(START_MS);
    expect(await clock.after(0)).to.include.members(['daily-opening', 'daily-closing', 'sweep']);
    expect(await clock.after(SECOND_MS)).to.deep.equal([]);
    expect(await clock.after(9 * SECOND_MS)).to.include.members(['daily-opening', 'sweep']);
  });

  it('tries again at the next tick what failed', async () => {
    const clock = clockAt(START_MS);
    await clock.after(0);
    clock.state.failing = 'daily-opening';
    let failure: unknown;
    await clock.after(10 * SECOND_MS).catch((error: unknown) => (failure = error));
    expect(failure).to.be.instanceOf(AggregateError);
    clock.state.failing = null;
    expect(await clock.after(SECOND_MS)).to.include('daily-opening');
    expect(await clock.after(SECOND_MS)).to.deep.equal([]);
  });

  it('lets every handler of a moment work, and again where one of them failed', async () => {
    const worked: string[] = [];
    let isFailing = true;
    const first = async (): Promise<void> => {
      if (isFailing) throw new Error('not now');
      worked.push('first');
    };
    const second = async (): Promise<void> => void worked.push('second');
    const handlers: Handlers = { sweep: [first, second] };
    let nowMs = START_MS;
    const tick = ticker({ db: connections.db, handlers, log: quietLog(), now: () => nowMs });
    const failure = await tick().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(AggregateError);
    expect(worked).to.deep.equal(['second']);
    isFailing = false;
    nowMs += SECOND_MS;
    await tick();
    expect(worked).to.deep.equal(['second', 'first', 'second']);
  });

  it('tries what fails ever more seldom, says so all the while, and no later than what comes due', async () => {
    let tried = 0;
    const handlers: Handlers = {
      'daily-opening': [() => Promise.reject(new Error(`not now ${(tried += 1)}`))],
    };
    let nowMs = START_MS + 10 * SECOND_MS;
    const tick = ticker({ db: connections.db, handlers, log: quietLog(), now: () => nowMs });
    const failing = async () => {
      const failure = await tick().catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AggregateError);
    };
    const triedAtS: number[] = [];
    for (let second = 0; second < 130; second += 1) {
      const before = tried;
      await failing();
      if (tried > before) triedAtS.push(second);
      nowMs += SECOND_MS;
    }
    expect(triedAtS).to.deep.equal([0, 1, 3, 7, 15, 31, 61, 91, 121]);
    nowMs += 86_400_000 - 130 * SECOND_MS;
    const before = tried;
    await failing();
    expect(tried).to.equal(before + 1);
    nowMs -= 86_400_000;
    await failing();
    expect(tried).to.equal(before + 2);
  });

  it('fires when an auction with hours of its own opens or closes', async () => {
    const startMs = START_MS + 3_600_000;
    const hours = { opensAtMs: startMs + 5 * SECOND_MS, closesAtMs: startMs + 8 * SECOND_MS };
    await addAuction(connections.db, hours);
    const clock = clockAt(startMs);
    await clock.after(0);
    expect(await clock.after(4 * SECOND_MS)).to.deep.equal([]);
    expect(await clock.after(SECOND_MS)).to.deep.equal(['own-opening']);
    expect(await clock.after(3 * SECOND_MS)).to.deep.equal(['own-closing']);
    expect(await clock.after(SECOND_MS)).to.deep.equal([]);
  });

  it('goes on from where the clock was set back to', async () => {
    const clock = clockAt(START_MS + 2 * 3_600_000);
    await clock.after(0);
    expect(await clock.after(-3_600_000)).to.deep.equal([]);
    expect(await clock.after(60 * SECOND_MS)).to.include('sweep');
  });
});
