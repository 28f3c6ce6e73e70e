import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../services/programs.ts';
import { clientProgram } from './client-program.ts';
import { judgeFlatness } from './flatness.ts';
import type { Held } from './flatness.ts';
import { openHeapProbe } from './heap-probe.ts';
import { startLoadClient, ALL_EVENTS } from './load-client.ts';
import type { LoadClient } from './load-client.ts';
import { startLoadRedis } from './load-redis.ts';
import { readSoakMinutes } from './options.ts';
import { publishPaced } from './pace.ts';
import { bidding, openAuctions, startWindow } from './peers/ours.ts';
import type { RunningServer } from './peers.ts';
import { costsOf } from '../process-costs.ts';
import type { Tally } from './tally.ts';

/** So few that what is kept of their past is full, and new from end to end, within a minute. */
const AUCTIONS = 4;
const WATCHERS = 1_000;
const STOPPED = 10;
const CHURN_PER_SECOND = 50;
const BIDS_PER_SECOND = 50;
const MINUTE_MS = 60_000;
const SAMPLES = 60;
const SAMPLE_EVERY_MIN_MS = 5_000;
const MB = 1024 * 1024;

/**
 * Lets watchers come and go while bids flow, for an hour or as many minutes as `args` say, and looks at
 * the sse-server's memory. Returns what to print; throws when memory does not stay flat or an event was lost.
 */
export async function soak(args: readonly string[], say: (line: string) => void): Promise<string> {
  const forMs = readSoakMinutes(args) * MINUTE_MS;
  const program = await clientProgram(say);
  const { place, end } = await startLoadRedis(say);
  const endings: (() => Promise<void> | void)[] = [end];
  try {
    const auctionIds = await openAuctions(place.redis, AUCTIONS, forMs);
    const inspectorPort = await freePort();
    const env = { NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}` };
    const server = await startWindow(place, env);
    endings.push(() => server.stop());
    const path = `/events?auctions=${auctionIds[0]?.replace(/\d+$/, '{}')}`;
    const client = startLoadClient(program, { ...server, path, ...crowd() });
    endings.push(() => client.end());
    const opened = await client.open();
    if (opened < WATCHERS) throw new Error(`${opened} of ${WATCHERS} watchers were let in`);
    client.measure(ALL_EVENTS);
    client.churn(CHURN_PER_SECOND);
    const bids = keepBidding(bidding(place.redis, auctionIds), forMs);
    bids.catch(() => undefined);
    const samples = await watchMemory(server, inspectorPort, forMs, say);
    await bids;
    return verdictOf(samples, await lastReport(client));
  } finally {
    for (const step of endings.toReversed()) await step();
  }
}

function crowd() {
  return { watchers: WATCHERS, topics: AUCTIONS, stopped: STOPPED, keepsIds: true };
}

async function keepBidding(
  { publish, flush }: ReturnType<typeof bidding>,
  forMs: number,
): Promise<void> {
  const intervalMs = 1_000 / BIDS_PER_SECOND;
  const toSeq = Math.round(forMs / intervalMs);
  const pace = { startMs: Date.now(), intervalMs, fromSeq: 0, toSeq };
  await publishPaced(pace, (bid) => publish(bid % AUCTIONS, Math.floor(bid / AUCTIONS) + 1));
  await flush();
}

async function watchMemory(
  { pid }: Pick<RunningServer, 'pid'>,
  inspectorPort: number,
  forMs: number,
  say: (line: string) => void,
): Promise<Held[]> {
  const probe = await openHeapProbe(inspectorPort);
  const everyMs = Math.max(SAMPLE_EVERY_MIN_MS, forMs / SAMPLES);
  const samples: Held[] = [];
  const endsAtMs = Date.now() + forMs;
  while (Date.now() + everyMs <= endsAtMs) {
    await pause(everyMs);
    const heapBytes = await probe.usedBytes();
    const held = { atMs: Date.now(), heapBytes, rssBytes: costsOf(pid).rssKb * 1024 };
    samples.push(held);
    say(`heap ${(heapBytes / MB).toFixed(1)} MB, RSS ${(held.rssBytes / MB).toFixed(1)} MB`);
  }
  probe.close();
  return samples;
}

// What was on its way when the last bid was made has come by now.
async function lastReport(client: LoadClient): Promise<Tally> {
  client.churn(0);
  await pause(SAMPLE_EVERY_MIN_MS);
  return client.report();
}

function verdictOf(samples: readonly Held[], tally: Tally): string {
  const { isFlat, heapGrowth, rssGrowth } = judgeFlatness(samples);
  const { told, missed, gaps, snapshots, refused, lost } = tally;
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const found = [
    `heap ${percent(heapGrowth)}, RSS ${percent(rssGrowth)} over the last two thirds`,
    `${told} events told, ${missed} missed, ${gaps} gaps, ${snapshots} snapshots, ` +
      `${refused} refused, ${lost} ended by the server`,
  ].join('\n');
  if (!isFlat) throw new Error(`MEMORY GREW\n${found}`);
  if (missed > 0) throw new Error(`EVENTS WERE LOST\n${found}`);
  return `memory is flat\n${found}`;
}
