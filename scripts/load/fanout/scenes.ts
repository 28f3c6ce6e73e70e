import { setTimeout as pause } from 'node:timers/promises';
import { ALL_EVENTS } from './load-client.ts';
import { flow, inRun, publishSome } from './run.ts';
import type { Flow, Flowed, Ground } from './run.ts';
import { costsOf } from '../process-costs.ts';
import { saturate } from './saturate.ts';

/** How large a scene is. */
export interface SceneSize extends Flow {
  watchers: number;
}

/** What one run of a scene came to, by the figure's name. */
export type Figures = Record<string, number>;

/** One thing that is measured of every server. */
export interface Scene {
  name: string;
  /** What it is, in a few words. */
  about: string;
  size: SceneSize;
  /** Which servers it is run on; all when left out. */
  only?: (peer: Ground['peer']) => boolean;
  run(ground: Ground, size: SceneSize): Promise<Figures>;
}

const ONE_IN = 100;
const BEFORE_CUT = 10;
const WHILE_AWAY = 20;
const AWAY_MS = 500;

export const SCENES: readonly Scene[] = [
  {
    name: 'cpu',
    about: '4,000 watchers of one auction, 10 events a second',
    size: { watchers: 4_000, perSecond: 10, forMs: 6_000 },
    run: (ground, size) => inRun(ground, size, async (run) => costFigures(await flow(run, size))),
  },
  {
    name: 'crowd',
    about: '10,000 watchers of one auction, first idle, then 2 events a second',
    size: { watchers: 10_000, perSecond: 2, forMs: 8_000 },
    run: (ground, size) =>
      inRun(ground, size, async (run) => {
        const heldKb = costsOf(run.server.pid).rssKb - run.emptyRssKb;
        return { rssKb: heldKb / size.watchers, ...costFigures(await flow(run, size)) };
      }),
  },
  {
    name: 'saturated',
    about: '1,000 watchers of fifty auctions, as many events as the server can tell',
    size: { watchers: 1_000, perSecond: 0, forMs: 5_000 },
    run: saturate,
  },
  {
    name: 'resume',
    about: '15,000 watchers cut off at once, 20 events while they are away, all back at once',
    size: { watchers: 15_000, perSecond: 0, forMs: 0 },
    only: (peer) => peer.resumes,
    run: resume,
  },
  {
    name: 'slow',
    about: '1,000 watchers, 40 events a second; then again with one in a hundred not reading',
    size: { watchers: 1_000, perSecond: 40, forMs: 8_000 },
    only: (peer) => ['ours', 'nchan'].includes(peer.name),
    run: slow,
  },
  {
    name: 'war',
    about: '10,000 watchers, 200 bids a second: how old is the price that each holds',
    size: { watchers: 10_000, perSecond: 200, forMs: 24_000 },
    run: (ground, size) => inRun(ground, size, async (run) => warFigures(await flow(run, size))),
  },
];

async function resume(ground: Ground, { watchers }: SceneSize): Promise<Figures> {
  return inRun(ground, { watchers, keepsIds: true }, async (run) => {
    const { client } = run;
    await publishSome(run, { fromSeq: 1, toSeq: BEFORE_CUT });
    await pause(AWAY_MS * 2);
    await client.cut();
    const newest = BEFORE_CUT + WHILE_AWAY;
    await publishSome(run, { fromSeq: BEFORE_CUT + 1, toSeq: newest });
    await pause(AWAY_MS);
    client.measure(ALL_EVENTS);
    const resumedMs = await client.resume(newest);
    const { told, missed, gaps, refused, lost } = await client.report();
    const notTold = watchers * WHILE_AWAY - told;
    return { resumedMs, notTold: Math.max(notTold, missed), gaps, refused, lost };
  });
}

async function slow(ground: Ground, size: SceneSize): Promise<Figures> {
  const p99Of = (stopped: number): Promise<number> =>
    inRun(ground, { ...size, stopped }, async (run) => (await flow(run, size)).tally.p99Us / 1_000);
  const healthyP99Ms = await p99Of(0);
  const besideStoppedP99Ms = await p99Of(Math.ceil(size.watchers / ONE_IN));
  return { healthyP99Ms, besideStoppedP99Ms, change: besideStoppedP99Ms / healthyP99Ms };
}

function costFigures({ tally, expected, serverCpuUs, forMs }: Flowed): Figures {
  return {
    cpuUs: serverCpuUs / Math.max(1, tally.deliveries),
    p50Ms: tally.p50Us / 1_000,
    p99Ms: tally.p99Us / 1_000,
    merged: tally.told - tally.deliveries,
    notTold: expected - tally.told,
    busy: serverCpuUs / (forMs * 1_000),
    clientUs: tally.cpuUs / Math.max(1, tally.deliveries),
  };
}

function warFigures({ tally, serverCpuUs, forMs }: Flowed): Figures {
  const [first, , last] = tally.ageP99Us;
  return {
    ageP99Ms: Math.max(...tally.ageP99Us) / 1_000,
    firstThirdMs: first / 1_000,
    lastThirdMs: last / 1_000,
    growth: last / Math.max(1, first),
    told: tally.told,
    deliveries: tally.deliveries,
    busy: serverCpuUs / (forMs * 1_000),
  };
}
