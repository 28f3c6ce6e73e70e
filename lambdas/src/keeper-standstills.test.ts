import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { listedAuction, openLambdaConnections, placeBids, rowOf } from './testing.ts';
import type { LambdaTestConnections } from './testing.ts';
import { AT_WORK_WITHIN_MS, startKeeper } from './testing-keeper.ts';

const HOUR_MS = 3_600_000;
/** Rounds of the recorder that must not tell again what was told. */
const ROUNDS_WATCHED = 5;

interface Line {
  level: string;
  message: string;
  internalPort?: number;
  auctionId?: string;
  reason?: string;
}

describe('a keeper before a log that cannot be recorded', function standstills() {
  this.timeout(2 * AT_WORK_WITHIN_MS);
  let connections: LambdaTestConnections;
  /** A keeper goes through all of the record, in which the other tests leave what they break. */
  let own: OwnDatabase;
  let kept: LambdaTestConnections;
  let keeper: ChildProcess;
  let internalUrl: string;
  const lines: Line[] = [];

  before(async () => {
    connections = await openLambdaConnections();
    own = await openOwnDatabase();
    kept = { ...connections, db: own.db };
    keeper = startTold(own.mysqlUrl, lines);
    const up = await eventually(
      () => Promise.resolve(lines.find(({ message }) => message === 'keeper.up')),
      AT_WORK_WITHIN_MS,
    );
    internalUrl = `http://127.0.0.1:${up.internalPort}`;
    await eventually(async () => (await readiness()).ready, AT_WORK_WITHIN_MS);
  });
  after(async () => {
    const exited = once(keeper, 'exit');
    keeper.kill('SIGKILL');
    await exited;
    await own.end();
    await connections.end();
  });

  const readiness = async () => {
    const answer = await fetch(`${internalUrl}/healthz/ready`);
    const { ready, faults } = (await answer.json()) as { ready: boolean; faults: string[] };
    expect(answer.status).to.equal(ready ? 200 : 503);
    return { ready, faults };
  };
  const shown = async (name: string): Promise<number> => {
    const metrics = await (await fetch(`${internalUrl}/metrics`)).text();
    return Number(new RegExp(`^${name}(?:{[^}]*})? (.*)$`, 'm').exec(metrics)?.[1]);
  };
  const errorsAbout = (auctionId: string) =>
    lines.filter((line) => line.level === 'error' && line.auctionId === auctionId);
  const set = (auctionId: string, values: Partial<typeof auctions.$inferInsert>) =>
    own.db.update(auctions).set(values).where(eq(auctions.auctionId, auctionId));
  /** An auction with bids that the recorder does not look at yet, as by the record it is still to open. */
  const unseen = async (amountsKrw: readonly number[]): Promise<string> => {
    const { auctionId } = await listedAuction(kept);
    await set(auctionId, { opensAtMs: Date.now() + HOUR_MS });
    await placeBids(kept, auctionId, amountsKrw);
    return auctionId;
  };

  for (const [what, lose, reason] of [
    ['a gap within', (log: string) => connections.redis.xdel(log, '2-0'), 'has 3-0 after 1-0'],
    ['a gap at the end of', (log: string) => connections.redis.xdel(log, '3-0'), 'ends at 2-0'],
    ['nothing left of', (log: string) => connections.redis.del(log), 'ends at 0-0'],
  ] as const) {
    it(`is not ready, says so once and counts it when there is ${what} the log`, async () => {
      const auctionId = await unseen([1000, 1100, 1200]);
      await lose(auctionKeys(auctionId).log);
      await set(auctionId, { opensAtMs: Date.now() - HOUR_MS });
      await expectStopped(auctionId, reason);
    });
  }

  it('is not ready, says so once and counts it when the log is of an epoch it does not know', async () => {
    const auctionId = await unseen([]);
    const { state } = auctionKeys(auctionId);
    await connections.redis.hset(state, { epoch: 'e9', epochNumber: 9 });
    await placeBids(kept, auctionId, [1000]);
    await set(auctionId, { opensAtMs: Date.now() - HOUR_MS });
    await expectStopped(auctionId, 'of the unknown epoch 9');
  });

  async function expectStopped(auctionId: string, reason: string): Promise<void> {
    const fault = await eventually(async () => {
      const { faults } = await readiness();
      return faults.find((each) => each.startsWith(`recording has stopped: auction ${auctionId}`));
    });
    expect(fault).to.include(reason);
    expect(await shown('process_ready')).to.equal(0);
    expect(await shown('recordings_stopped')).to.equal(1);
    for (let round = 0; round < ROUNDS_WATCHED; round += 1) {
      const sound = await listedAuction(kept);
      await placeBids(kept, sound.auctionId, [1000]);
      await eventually(async () => (await rowOf(kept, sound.auctionId)).recordedSeq === 1);
    }
    const [told, ...more] = errorsAbout(auctionId);
    expect(told).to.have.property('message', 'recording.stopped');
    expect(told?.reason).to.include(reason);
    expect(more).to.deep.equal([]);
    await own.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
    await eventually(async () => (await readiness()).ready);
    expect(await shown('process_ready')).to.equal(1);
    expect(await shown('recordings_stopped')).to.equal(0);
  }
});

function startTold(mysqlUrl: string, lines: Line[]): ChildProcess {
  const env = { REDIS_DURABILITY: 'told' };
  const keeper = startKeeper(mysqlUrl, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  if (!keeper.stdout) throw new Error('the keeper tells nothing');
  createInterface({ input: keeper.stdout }).on('line', (text) => {
    lines.push(JSON.parse(text) as Line);
  });
  return keeper;
}
