import { asc } from 'drizzle-orm';
import { expect } from 'chai';
import { judgeOutages, judgeWatch } from '@sagopalgo/core/mysql/outage-schema.ts';
import { openLambdaConnections } from '../../testing.ts';
import type { LambdaTestConnections } from '../../testing.ts';
import { findWatched, noteAlive, noteAway } from './note-outage.ts';
import type { SeenAlive } from './note-outage.ts';

const SECOND_MS = 1_000;
const START_MS = 1_000_000;
const [FIRST, SECOND] = ['0-8191', '8192-16383'] as const;

describe('what is noted of the parts of the judge', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  const forget = async () => {
    await connections.db.delete(judgeOutages);
    await connections.db.delete(judgeWatch);
  };
  beforeEach(forget);
  after(async () => {
    await forget();
    await connections.end();
  });

  const alive = (slots: string | null, atMs: number, given: Partial<SeenAlive> = {}) =>
    noteAlive(connections, slots, {
      ...{ atMs, startedAtMs: 1, master: `master of ${slots}`.replaceAll(' ', '-') },
      ...{ lastBeforeMs: null, outage: null, ...given },
    });
  const away = (slots: string | null, sinceMs: number, atMs: number) =>
    noteAway(connections, slots, { sinceMs, atMs });
  const outages = async () => {
    const rows = await connections.db
      .select()
      .from(judgeOutages)
      .orderBy(asc(judgeOutages.startedAtMs));
    return rows.map((row) => [row.slots, row.startedAtMs, row.endedAtMs]);
  };

  it('is an outage of the slots that were away, whoever else is there', async () => {
    for (const slots of [FIRST, SECOND]) await alive(slots, START_MS);
    const atMs = START_MS + 5 * SECOND_MS;
    await alive(SECOND, atMs);
    await away(FIRST, START_MS, atMs);
    await away(FIRST, START_MS, atMs + SECOND_MS);
    await alive(SECOND, atMs + SECOND_MS);
    expect(await outages()).to.deep.equal([[FIRST, START_MS, null]]);
    await alive(FIRST, atMs + 2 * SECOND_MS);
    expect(await outages()).to.deep.equal([[FIRST, START_MS, atMs + 2 * SECOND_MS]]);
  });

  it('is no outage of slots whose master somebody else sees', async () => {
    for (const slots of [FIRST, SECOND]) await alive(slots, START_MS);
    await alive(FIRST, START_MS + 5 * SECOND_MS);
    await away(FIRST, START_MS, START_MS + 6 * SECOND_MS);
    expect(await outages()).to.deep.equal([]);
  });

  it('waits for another master in its own slots alone', async () => {
    for (const slots of [FIRST, SECOND]) await alive(slots, START_MS);
    const atMs = START_MS + SECOND_MS;
    expect(await alive(FIRST, atMs, { master: 'other' })).to.deep.equal({ masterSinceMs: atMs });
    expect(await alive(SECOND, atMs)).to.deep.equal({ masterSinceMs: 0 });
  });

  it('knows slots that were watched as another part before', async () => {
    await alive(null, START_MS, { master: 'one two' });
    expect(await alive(FIRST, START_MS, { master: 'one' })).to.deep.equal({ masterSinceMs: 0 });
    await away(SECOND, START_MS, START_MS + 5 * SECOND_MS);
    expect(await outages()).to.deep.equal([[SECOND, START_MS, null]]);
    const atMs = START_MS + 6 * SECOND_MS;
    expect(await alive(SECOND, atMs, { master: 'three' })).to.deep.equal({ masterSinceMs: atMs });
    await alive(FIRST, atMs, { master: 'one' });
    expect(await findWatched(connections.db)).to.have.members([FIRST, SECOND]);
  });

  it('is an outage of all slots that were away, whatever lasts of some of them', async () => {
    const third = '0-1000 8192-10000';
    await alive(SECOND, START_MS - SECOND_MS);
    for (const slots of [third, '1001-8191']) await alive(slots, START_MS);
    const [atMs, backMs] = [START_MS + 5 * SECOND_MS, START_MS + 120 * SECOND_MS];
    for (const slots of [SECOND, third]) await away(slots, START_MS, atMs);
    await alive(third, backMs, { outage: { startedAtMs: START_MS, endedAtMs: backMs } });
    expect((await outages()).map(([slots]) => slots)).to.have.members([SECOND, third]);
    expect((await outages()).map(([, , endedAtMs]) => endedAtMs)).to.deep.equal([backMs, backMs]);
  });

  it('forgets no other master whose first slots have passed to another', async () => {
    await alive(FIRST, START_MS, { master: 'one' });
    const atMs = START_MS + SECOND_MS;
    await alive(FIRST, atMs, { master: 'second' });
    await alive('0-1000', atMs + 1, { master: 'new' });
    const rest = await alive('1001-8191', atMs + 1, { master: 'second' });
    expect(rest).to.deep.equal({ masterSinceMs: atMs });
  });

  it('begins no sooner than another has last seen the master', async () => {
    await alive(null, START_MS);
    const seenMs = START_MS + 100 * SECOND_MS;
    await alive(null, seenMs);
    const backMs = seenMs + 5 * SECOND_MS;
    await alive(null, backMs, { outage: { startedAtMs: START_MS, endedAtMs: backMs } });
    expect(await outages()).to.deep.equal([[null, seenMs, backMs]]);
  });

  it('ends an outage of the whole judge by the first part that is back', async () => {
    for (const slots of [null, FIRST, SECOND]) await alive(slots, START_MS);
    await away(null, START_MS, START_MS + 5 * SECOND_MS);
    await away(FIRST, START_MS, START_MS + 5 * SECOND_MS);
    expect(await outages()).to.deep.equal([[null, START_MS, null]]);
    const atMs = START_MS + 6 * SECOND_MS;
    await alive(SECOND, atMs);
    await away(FIRST, START_MS, atMs);
    expect(await outages()).to.have.deep.members([
      [null, START_MS, atMs],
      [FIRST, START_MS, null],
    ]);
  });
});
