import { sql } from 'drizzle-orm';
import { Router } from 'express';
import type { Deps } from '../deps.ts';

const ASK_WITHIN_MS = 1_000;

/** `/healthz/live`: the process answers. `/healthz/ready`: so do MySQL and Redis. */
export function healthRoutes(deps: Pick<Deps, 'db' | 'redis'>): Router {
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

/** What keeps the api from working right now: names of the parts that do not answer within a second. */
export async function findFaults({ db, redis }: Pick<Deps, 'db' | 'redis'>): Promise<string[]> {
  const answers = await Promise.all([
    answersInTime(() => db.execute(sql`SELECT 1`)),
    answersInTime(() => redis.ping()),
  ]);
  return ['mysql', 'redis'].filter((_, index) => !answers[index]);
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
