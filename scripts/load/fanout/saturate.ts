import { setTimeout as pause } from 'node:timers/promises';
import { ALL_EVENTS } from './load-client.ts';
import { inRun } from './run.ts';
import type { Ground, Run } from './run.ts';
import { costsOf } from '../process-costs.ts';
import type { Figures, SceneSize } from './scenes.ts';

/** As many as a page of auctions shows, so that merging has little to merge. */
const TOPICS = 50;
/** Always enough for the server to do, and not more than it would hold for a watcher. */
const UNDER_WAY_MAX = 256;
const PROGRESS_EVERY_MS = 10;
const WARM_UP_MS = 3_000;

/**
 * Publishes on fifty topics by turns so that a fixed number of events is always on its way to the
 * watchers, and counts what they are told.
 */
export function saturate(ground: Ground, { watchers, forMs }: SceneSize): Promise<Figures> {
  return inRun(ground, { watchers, topics: TOPICS }, async (run) => {
    const stop = keepBusy(run);
    await pause(WARM_UP_MS);
    run.client.measure(ALL_EVENTS);
    const before = costsOf(run.server.pid);
    await pause(forMs);
    const after = costsOf(run.server.pid);
    const { deliveries, told, missed, cpuUs } = await run.client.report();
    stop();
    const serverCpuUs = after.cpuUs - before.cpuUs;
    return {
      perSecond: (deliveries / forMs) * 1_000,
      toldPerSecond: (told / forMs) * 1_000,
      missed,
      cpuUs: serverCpuUs / Math.max(1, deliveries),
      busy: serverCpuUs / (forMs * 1_000),
      clientUs: cpuUs / Math.max(1, deliveries),
    };
  });
}

function keepBusy({ client, server, watchers }: Run): () => void {
  let published = 0;
  let isOver = false;
  client.onSettled(PROGRESS_EVERY_MS, (settled) => {
    if (isOver) return;
    for (; published * watchers - settled < UNDER_WAY_MAX * watchers; published += 1) {
      server.publish(published % TOPICS, Math.floor(published / TOPICS) + 1);
    }
  });
  return () => (isOver = true);
}
