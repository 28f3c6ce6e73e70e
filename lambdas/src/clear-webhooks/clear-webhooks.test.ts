import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { expect } from 'chai';
import { tossWebhooks } from '@sagopalgo/core/mysql/till-schema.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { clearWebhooks } from './clear-webhooks.ts';
import { handler } from './handler.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;
/** So far back that nothing of another test is as old. */
const NOW_MS = 1_000_000_000_000;

describe('clearing webhooks that were followed up', () => {
  let connections: LambdaTestConnections;
  let past: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
    past = { ...connections, now: () => NOW_MS };
  });
  after(async () => {
    await endLambdaConnections();
    await connections.end();
  });

  async function taken(handledAtMs: number | null, receivedAtMs = 1): Promise<string> {
    const transmissionId = randomUUID();
    const row = { transmissionId, retriedCount: 0, body: '{}', receivedAtMs, handledAtMs };
    await connections.db.insert(tossWebhooks).values(row);
    return transmissionId;
  }
  const left = async (...ids: string[]) => {
    const { db } = connections;
    const rows = await db
      .select()
      .from(tossWebhooks)
      .where(inArray(tossWebhooks.transmissionId, ids));
    return rows.map(({ transmissionId }) => transmissionId);
  };

  it('takes those that Toss repeats no more, and none that nobody has got to the end of', async () => {
    const old = await taken(NOW_MS - KEPT_MS - 1);
    const recent = await taken(NOW_MS - KEPT_MS);
    const open = await taken(null);
    expect(await clearWebhooks(past)).to.deep.equal({ webhooks: 1, isAll: true });
    expect(await left(old, recent, open)).to.have.members([recent, open]);
    await connections.db
      .delete(tossWebhooks)
      .where(inArray(tossWebhooks.transmissionId, [recent, open]));
  });

  it('stops at its bound and goes on the next time', async () => {
    const all: string[] = [];
    for (let number = 0; number < 3; number += 1) all.push(await taken(number));
    const bounded = { rowsABatch: 1, batchesMax: 2 };
    expect(await clearWebhooks(past, bounded)).to.deep.equal({ webhooks: 2, isAll: false });
    expect(await left(...all)).to.deep.equal(all.slice(2));
    expect(await clearWebhooks(past, bounded)).to.deep.equal({ webhooks: 1, isAll: true });
  });

  it('is woken by its schedule', async () => {
    const old = await taken(NOW_MS - KEPT_MS - 1);
    await handler();
    expect(await left(old)).to.deep.equal([]);
  });
});
