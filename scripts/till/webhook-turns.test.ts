import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { inArray } from 'drizzle-orm';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { followWebhooks } from '@sagopalgo/lambdas/src/reconcile-payments/follow-webhooks.ts';
import { openOperatedTill } from './operated-till.ts';
import type { TillSystem } from './till-system.ts';

/** As many as one run takes up. */
const A_RUN = 100;
const PAUSE_MS = 60_000;

describe('webhooks that cannot be followed', function following() {
  this.timeout(120_000);
  let till: TillSystem;
  const ids: string[] = [];
  before(async () => {
    till = await openOperatedTill();
  });
  after(async () => {
    await till.api.deps.db.delete(tossWebhooks).where(inArray(tossWebhooks.transmissionId, ids));
    await till.end();
  });

  async function add(body: string, receivedAtMs: number): Promise<string> {
    const transmissionId = randomUUID();
    ids.push(transmissionId);
    const row = { transmissionId, retriedCount: 0, body, receivedAtMs };
    await till.api.deps.db.insert(tossWebhooks).values(row);
    return transmissionId;
  }
  async function rowsOf(transmissionIds: string[]) {
    const isOne = inArray(tossWebhooks.transmissionId, transmissionIds);
    return await till.api.deps.db.select().from(tossWebhooks).where(isOne);
  }

  it('hold up none that came later, and have their turn again after a pause', async () => {
    const vain: string[] = [];
    for (let number = 0; number < A_RUN; number += 1) vain.push(await add('no JSON', 1));
    const later = await add('{}', 2);
    const nowMs = Date.now();
    const run = (atMs: number) =>
      followWebhooks({ ...till.deps(), now: () => atMs }).catch((error: unknown) => error);
    expect(await run(nowMs)).to.be.instanceOf(AggregateError);
    expect((await rowsOf([later]))[0]).to.include({ handledAtMs: null, triedAtMs: null });
    await run(nowMs + 1);
    expect((await rowsOf([later]))[0]).to.include({ outcome: 'ignored' });
    const triedAt = async () => new Set((await rowsOf(vain)).map(({ triedAtMs }) => triedAtMs));
    expect([...(await triedAt())]).to.deep.equal([nowMs]);
    await run(nowMs + PAUSE_MS + 1);
    expect([...(await triedAt())]).to.deep.equal([nowMs + PAUSE_MS + 1]);
  });
});
