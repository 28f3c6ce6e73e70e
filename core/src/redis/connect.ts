import { readFileSync } from 'node:fs';
import { Cluster, Redis } from 'ioredis';
import type { DNSLookupFunction } from 'ioredis';
import { clusterOf } from './redis-url.ts';
import type { ClusterPlace } from './redis-url.ts';

/** A command that is not answered within that time has failed, unless its connection is told otherwise. */
export const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
const RECONNECT_DELAY_MAX_MS = 500;
/** A subscriber that waits so long for an answer has lost its connection, whatever the system says. */
const SILENT_MAX_MS = 5_000;
/** How long a process may go on asking a master that has lost its slots to another. */
const SLOTS_REFRESH_MS = 1_000;
/** A command follows its slot so often before it fails: once is usual, a failing master makes a few. */
const REDIRECTIONS_MAX = 4;
const TRY_AGAIN_AFTER_MS = 50;
const KEYS_OF_PLACE_BID = 6;
const KEYS_OF_OPEN = 4;
const KEYS_OF_CLOSE = 3;
const KEYS_OF_VIEWS = 2;
const KEYS_OF_HEAD = 2;

const SCRIPTS = {
  placeBidScript: { lua: script('place-bid.lua'), numberOfKeys: KEYS_OF_PLACE_BID },
  openAuctionScript: { lua: script('open-auction.lua'), numberOfKeys: KEYS_OF_OPEN },
  withdrawAuctionScript: { lua: script('withdraw-auction.lua'), numberOfKeys: KEYS_OF_OPEN },
  closeAuctionScript: { lua: script('close-auction.lua'), numberOfKeys: KEYS_OF_CLOSE },
  moveClosingScript: { lua: script('move-closing.lua'), numberOfKeys: KEYS_OF_CLOSE },
  interruptAuctionScript: { lua: script('interrupt-auction.lua'), numberOfKeys: 1 },
  publishHeadScript: { lua: script('publish-head.lua'), numberOfKeys: KEYS_OF_HEAD },
  barBidderScript: { lua: script('bar-bidder.lua'), numberOfKeys: 1 },
  admitBidderScript: { lua: script('admit-bidder.lua'), numberOfKeys: 1 },
  countViewScript: { lua: script('count-view.lua'), numberOfKeys: KEYS_OF_VIEWS },
  takeViewsScript: { lua: script('take-views.lua'), numberOfKeys: KEYS_OF_VIEWS },
  dropViewsScript: { lua: script('drop-views.lua'), numberOfKeys: 1 },
};

interface AuctionScripts {
  placeBidScript(...args: (string | number)[]): Promise<[code: string, ...facts: string[]]>;
  openAuctionScript(...args: (string | number)[]): Promise<string>;
  withdrawAuctionScript(...args: (string | number)[]): Promise<string>;
  closeAuctionScript(...args: (string | number)[]): Promise<[code: string, json?: string]>;
  moveClosingScript(...args: (string | number)[]): Promise<string>;
  interruptAuctionScript(...args: (string | number)[]): Promise<number>;
  publishHeadScript(...args: (string | number)[]): Promise<number>;
  barBidderScript(...args: (string | number)[]): Promise<string>;
  admitBidderScript(...args: string[]): Promise<number>;
  countViewScript(...args: (string | number)[]): Promise<number>;
  takeViewsScript(...args: string[]): Promise<string[]>;
  dropViewsScript(...args: string[]): Promise<number>;
}

/**
 * A connection to one Redis or to a cluster that knows our scripts; call them through `commands.ts` and
 * `view-counts.ts`. All keys of a command, and of a pipeline, must be in one slot: see `ask-each.ts`.
 */
export type AuctionRedis = (Redis | Cluster) & AuctionScripts;

/** A connection that is used for sharded pub/sub only. */
export type Subscriber = Redis | Cluster;

/**
 * Connects for commands to the server or cluster that the URL names (see `redis-url.ts`). While Redis,
 * or the master that has the auction, is away a command fails at once instead of waiting in a queue:
 * a bid that cannot be judged now must be told so now. So does one that is not answered within `answerWithinMs`.
 */
export function connectRedis(url: string, answerWithinMs = COMMAND_TIMEOUT_MS): AuctionRedis {
  const cluster = clusterOf(url);
  const waitsForNothing = { enableOfflineQueue: false, scripts: SCRIPTS };
  const bounded = { commandTimeout: answerWithinMs, maxRetriesPerRequest: 0 };
  if (cluster) {
    return new WarmCluster(cluster.nodes, {
      // A master that hangs is one that is gone: it costs its time once, and not each command as much.
      ...clusterOptions(cluster, { ...bounded, socketTimeout: answerWithinMs }),
      ...waitsForNothing,
      maxRedirections: REDIRECTIONS_MAX,
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      retryDelayOnTryAgain: TRY_AGAIN_AFTER_MS,
    }) as Cluster as AuctionRedis;
  }
  return new Redis(url, { ...serverOptions(bounded), ...waitsForNothing }) as AuctionRedis;
}

/**
 * Connects for pub/sub only: subscriptions are taken up again after every reconnect. A connection that
 * died without a word is found out by whoever asks something on it.
 */
export function connectSubscriber(url: string): Subscriber {
  const cluster = clusterOf(url);
  const patient = {
    maxRetriesPerRequest: null,
    autoResubscribe: true,
    socketTimeout: SILENT_MAX_MS,
  };
  if (!cluster) return new Redis(url, serverOptions(patient));
  const options = clusterOptions(cluster, patient);
  return new FreshCluster(cluster.nodes, { ...options, shardedSubscribers: true });
}

/**
 * Connects for reads of streams that wait for what comes, and nothing else: a read that is asked while
 * Redis is away waits too. It must not wait for news for as long as SILENT_MAX_MS, by which a connection
 * that died without a word is found out.
 */
export function connectStreamReader(url: string): Redis | Cluster {
  const cluster = clusterOf(url);
  const patient = { maxRetriesPerRequest: null, socketTimeout: SILENT_MAX_MS };
  if (!cluster) return new Redis(url, serverOptions(patient));
  return new FreshCluster(cluster.nodes, clusterOptions(cluster, patient));
}

/**
 * Waits for a connection made by this file to be up; throws an Error that names the server when it
 * does not answer. The connection goes on trying in any case.
 */
export async function whenConnected(redis: Redis | Cluster): Promise<void> {
  try {
    await redis.connect();
  } catch (error) {
    throw new Error(`Redis does not answer at ${placeOf(redis)}`, { cause: error });
  }
}

/**
 * Asks every second which master has which slots, for as long as it is up. The rhythm of ioredis itself
 * (`slotsRefreshInterval`) is taken up again where the connection was ended amid an answer, and keeps its process from
 * ending.
 */
class FreshCluster extends Cluster {
  constructor(...given: ConstructorParameters<typeof Cluster<'legacy'>>) {
    super(...given);
    let asking: NodeJS.Timeout | undefined;
    this.on('ready', () => {
      clearInterval(asking);
      asking = setInterval(() => this.refreshSlotsCache(), SLOTS_REFRESH_MS).unref();
    });
    this.on('close', () => clearInterval(asking));
  }
}

/**
 * A master is connected to by its first command, and until then refuses a second one, as nothing may
 * wait: so every master is connected to before it is needed.
 */
class WarmCluster extends FreshCluster {
  constructor(...given: ConstructorParameters<typeof Cluster<'legacy'>>) {
    super(...given);
    this.on('+node', (node: Redis) => {
      if (this.status === 'ready') void warmUp(node);
    });
  }

  override async connect(): Promise<void> {
    await super.connect();
    await Promise.all(this.nodes('master').map(warmUp));
  }
}

// One that is away takes its own slots with it, and is tried again whenever it is asked.
async function warmUp(node: Redis): Promise<void> {
  if (node.status === 'wait') return await node.connect().catch(() => undefined);
  if (node.status === 'ready' || node.status === 'end') return;
  await new Promise<void>((resolve) => {
    for (const event of ['ready', 'end']) node.once(event, () => resolve());
  });
}

function serverOptions<Given extends object>(given: Given) {
  return {
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: reconnectDelayMs,
    lazyConnect: true,
    ...given,
  };
}

function clusterOptions<Given extends object>({ credentials, tls }: ClusterPlace, given: Given) {
  const node = { connectTimeout: CONNECT_TIMEOUT_MS, ...credentials, ...(tls && { tls: {} }) };
  return {
    clusterRetryStrategy: reconnectDelayMs,
    slotsRefreshTimeout: COMMAND_TIMEOUT_MS,
    lazyConnect: true,
    redisOptions: { ...node, ...given },
    // A certificate is for the name that was asked for, not for its address.
    ...(tls && { dnsLookup: askedFor }),
  };
}

const askedFor: DNSLookupFunction = (name, done) => done(null, name);

function placeOf(redis: Redis | Cluster): string {
  if (redis instanceof Redis) return `${redis.options.host}:${redis.options.port}`;
  return 'any node of its cluster';
}

function reconnectDelayMs(attempt: number): number {
  return Math.min(attempt * 50, RECONNECT_DELAY_MAX_MS);
}

function script(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
