import { setTimeout as pause } from 'node:timers/promises';
import { startLoadClient } from './load-client.ts';
import type { LoadClient, Watching } from './load-client.ts';
import { plannedMs, publishPaced, untilMs } from './pace.ts';
import type { Pace } from './pace.ts';
import type { LoadPlace, Peer, RunningServer } from './peers.ts';
import { pin, SERVER_CORE } from './pinning.ts';
import { costsOf } from '../process-costs.ts';
import type { Tally } from './tally.ts';

const QUIET_MS = 1_000;
const LEAD_MS = 200;
const SETTLE_WITHIN_MS = 5_000;
const SETTLE_POLL_MS = 200;
/** Of what is measured goes by first: a server that has just started is not as fast as it gets. */
const WARM_UP_SHARE = 0.4;

/** One fresh server with its watchers. */
export interface Run {
  server: RunningServer;
  client: LoadClient;
  watchers: number;
  /** Of the server, before the first watcher came. */
  emptyRssKb: number;
}

/** What is run, and how. */
export interface Ground {
  peer: Peer;
  place: LoadPlace;
  clientProgram: string;
  /** Whether the server gets a core of its own. */
  isPinned: boolean;
}

/** How many watch how many topics; `stopped` of them stop reading. */
export type Crowd = Pick<Watching, 'watchers'> &
  Partial<Pick<Watching, 'topics' | 'stopped' | 'keepsIds'>>;

/** Events at a pace: how many a second and for how long they are measured. */
export interface Flow {
  perSecond: number;
  forMs: number;
}

/** What a flow came to. */
export interface Flowed {
  tally: Tally;
  /** What all healthy watchers together should have been told. */
  expected: number;
  serverCpuUs: number;
  forMs: number;
}

/** Starts a fresh server and its watchers, lets `work` measure them, and ends both. */
export async function inRun<Found>(
  { peer, place, clientProgram, isPinned }: Ground,
  crowd: Crowd,
  work: (run: Run) => Promise<Found>,
): Promise<Found> {
  const { watchers, topics = 1, stopped = 0, keepsIds = false } = crowd;
  const server = await peer.start(place, topics);
  let client: LoadClient | null = null;
  try {
    if (isPinned) await pin(server.pid, SERVER_CORE);
    await pause(QUIET_MS);
    const emptyRssKb = costsOf(server.pid).rssKb;
    const { port, path, protocol } = server;
    const watching = { port, path, protocol, watchers, topics, stopped, keepsIds };
    client = startLoadClient(clientProgram, watching);
    const opened = await client.open();
    if (opened < watchers) throw new Error(`${peer.name} let in ${opened} of ${watchers} watchers`);
    await pause(QUIET_MS);
    return await work({ server, client, watchers: watchers - stopped, emptyRssKb });
  } finally {
    await client?.end();
    await server.stop();
  }
}

/** Lets events flow from seq 1 on, and measures those after a warm-up. */
export async function flow(run: Run, { perSecond, forMs }: Flow): Promise<Flowed> {
  const { server, client, watchers } = run;
  const intervalMs = 1_000 / perSecond;
  const measured = Math.max(1, Math.round(forMs / intervalMs));
  const warmUp = Math.round(measured * WARM_UP_SHARE);
  const pace = { startMs: Date.now() + LEAD_MS, intervalMs, fromSeq: 1, toSeq: warmUp + measured };
  const beganMs = plannedMs(pace, warmUp + 1);
  const endedMs = plannedMs(pace, pace.toSeq + 1);
  client.measure({
    ...{ fromSeq: warmUp + 1, toSeq: pace.toSeq, startMs: beganMs, intervalMs },
    agesMs: [beganMs, endedMs],
  });
  const publishing = publishPaced(pace, (seq) => server.publish(0, seq));
  publishing.catch(() => undefined);
  await untilMs(beganMs);
  const before = costsOf(server.pid);
  await publishing;
  await untilMs(endedMs);
  const tally = await settled(client, watchers * measured);
  const serverCpuUs = costsOf(server.pid).cpuUs - before.cpuUs;
  return { tally, expected: watchers * measured, serverCpuUs, forMs: measured * intervalMs };
}

/** Publishes some events at once, the first with that seq. */
export async function publishSome(
  { server }: Run,
  pace: Pick<Pace, 'fromSeq' | 'toSeq'>,
): Promise<void> {
  await publishPaced({ ...pace, startMs: 0, intervalMs: 0 }, (seq) => server.publish(0, seq));
  await server.flush();
}

// Until all was told that will be, or it takes too long.
async function settled(client: LoadClient, expected: number): Promise<Tally> {
  const deadlineMs = Date.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const tally = await client.report();
    if (tally.told + tally.missed >= expected || Date.now() > deadlineMs) return tally;
    await pause(SETTLE_POLL_MS);
  }
}
