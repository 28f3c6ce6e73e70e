import { sql } from 'drizzle-orm';
import { Router } from 'express';
import type { Deps } from '../deps.ts';

const ASK_WITHIN_MS = 1_000;

type Used = Pick<Deps, 'db' | 'redis' | 'redisSettings' | 'restoring'>;

/** `/healthz/live`: the process answers. `/healthz/ready`: so do MySQL and a Redis that is fit to judge. */
export function healthRoutes(deps: Used): Router {
  const router = Router();
  router.get('/healthz/live', (_request, response) => {
    response.type('text').send('live\n');
  });
  router.get('/healthz/ready', async (_request, response) => {
    const faults = await findFaults(deps);
    response.status(faults.length === 0 ? 200 : 503).json({ ready: faults.length === 0, faults });
  });
  return router;
}

/**
 * What keeps the api from working right now: names of the parts that do not answer within a second,
 * and sentences about a Redis that must not judge, or a restore.
 */
export async function findFaults(deps: Used): Promise<string[]> {
  const { db, redis, redisSettings, restoring } = deps;
  const answers = await Promise.all([
    answersInTime(() => db.execute(sql`SELECT 1`)),
    answersInTime(() => redis.ping()),
  ]);
  const away = ['mysql', 'redis'].filter((_, index) => !answers[index]);
  return [...away, ...redisSettings.faults(), ...restoring.faults()];
}

async function answersInTime(ask: () => PromiseLike<unknown>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, ASK_WITHIN_MS, false).unref();
  });
  const asked = Promise.resolve(ask()).then(
    () => true,
    () => false,
  );
  return await Promise.race([asked, late]);
}
