import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { orders } from '@sagopalgo/core/mysql/till-schema.ts';
import type { WalkSystem } from './walk-system.ts';

const SWEEPER = fileURLToPath(new URL('sweeper.ts', import.meta.url));

/** Lets an order's time to pay run out, and has what follows done at once rather than by the clock. */
export async function letExpire(system: WalkSystem, orderId: string): Promise<void> {
  const past = { payByMs: Date.now() - 1 };
  await system.db.update(orders).set(past).where(eq(orders.orderId, orderId));
  const { mysqlUrl, redisUrl } = system;
  const env = { ...process.env, MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl, LOG_LEVEL: 'error' };
  const sweeper = fork(SWEEPER, { env });
  try {
    await once(sweeper, 'message');
    sweeper.send('sweep');
    const [answer] = (await once(sweeper, 'message')) as [string];
    if (answer !== 'swept') throw new Error(answer);
  } finally {
    sweeper.kill();
  }
}
