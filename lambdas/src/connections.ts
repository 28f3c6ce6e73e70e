import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import type { Mailer } from '@sagopalgo/core/mail/mailer.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { connectElastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import type { Elastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { createPusher } from '@sagopalgo/core/push/push-client.ts';
import type { Pusher } from '@sagopalgo/core/push/push-client.ts';
import { vapidKeysOf } from '@sagopalgo/core/push/push-config.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { createSigner } from '@sagopalgo/core/runtime/signing.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import type { Toss } from '@sagopalgo/core/toss/toss-client.ts';
import { readMailConfig, readNoticeConfig, readSigningConfig } from './config.ts';
import { readPushConfig, readStoresConfig, readTossConfig } from './config.ts';
import type { readKeeperConfig, StoresConfig } from './config.ts';
import { KeptConnections } from './kept-connections.ts';
import { chainFaults } from './record-bids/chain-faults.ts';
import { proofDuties } from './record-bids/proof-duties.ts';
import type { ProofDuties } from './record-bids/proof-duties.ts';
import { signHeads } from './record-bids/sign-heads.ts';
import { Standstills } from './record-bids/standstills.ts';

/** All that a function of this room works with. The duties of proof need a key to sign with. */
export interface Connections extends Partial<ProofDuties> {
  db: Db;
  redis: AuctionRedis;
  log: Log;
  now: () => number;
  /** What this process has found to go no further without a person. */
  standstills: Standstills;
  /** `signHead` for many auctions in one go. */
  signHeads?: (auctionIds: readonly string[]) => ReturnType<typeof signHeads>;
  /** Not there where the record alone is searched. */
  elastic?: Elastic;
}

/** Connections that somebody has to end. */
export type OwnedConnections = Connections & { end: () => Promise<void> };

/** The same for the keeper, which does everything. */
export type KeeperConnections = OwnedConnections & {
  toss: Toss;
  mailer: Mailer;
  /** Where links in mails lead. */
  pageOrigin: string;
  /** Not there where there is no key to send pushes with. */
  pusher?: Pusher | undefined;
};

/** Opens what the configuration names. Nothing needs to answer yet: all is connected to again as needed. */
export function connectKeeper(
  config: ReturnType<typeof readKeeperConfig>,
  log: Log,
): KeeperConnections {
  const connections = connectStores(config, log);
  const [toss, mailer] = [tossOf(config), createMailer(config)];
  const sending = { toss, mailer, pusher: pusherOf(config), pageOrigin: originOf(config) };
  return { ...connections, ...sending, ...signingDuties(connections, config) };
}

function connectStores(config: StoresConfig, log: Log): OwnedConnections {
  const urls = { mysqlUrl: config.MYSQL_URL, redisUrl: config.REDIS_URL };
  const connections = withElastic(openConnections(urls, log), config);
  const checkChain = (auctionId: string) => chainFaults(connections.db, auctionId);
  return { ...connections, checkChain };
}

function tossOf(config: ReturnType<typeof readTossConfig>): Toss {
  return createToss({ baseUrl: config.TOSS_API_BASE_URL, secretKey: config.TOSS_SECRET_KEY });
}

function pusherOf(config: ReturnType<typeof readPushConfig>): Pusher | undefined {
  const { VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject, DEPLOYMENT } = config;
  if (privateKey === undefined) return undefined;
  const allowsLoopback = DEPLOYMENT === 'local';
  return createPusher({ keys: vapidKeysOf(privateKey), subject }, { allowsLoopback });
}

// The first is the one that people know.
function originOf({ PUBLIC_ORIGINS }: { PUBLIC_ORIGINS: readonly string[] }): string {
  const [origin] = PUBLIC_ORIGINS;
  if (origin === undefined) throw new Error('nobody said where the page is');
  return origin;
}

function signingDuties(connections: Connections, config: ReturnType<typeof readSigningConfig>) {
  const signer = createSigner(config);
  return {
    ...proofDuties(connections, signer),
    signHeads: (auctionIds: readonly string[]) => signHeads(connections, signer, auctionIds),
  };
}

function withElastic(connections: OwnedConnections, config: StoresConfig): OwnedConnections {
  const { ELASTICSEARCH_URL: url, ELASTICSEARCH_INDEX: name } = config;
  if (url === undefined) return connections;
  const elastic = connectElastic(url, name);
  const end = async (): Promise<void> => {
    await elastic.client.close();
    await connections.end();
  };
  return { ...connections, elastic, end };
}

/** Opens the record and Redis. Neither needs to answer yet: both are connected to again as needed. */
export function openConnections(
  urls: { mysqlUrl: string; redisUrl: string },
  log: Log,
): OwnedConnections {
  const { db, end } = connectMysql(urls.mysqlUrl);
  const redis = connectRedis(urls.redisUrl);
  redis.on('error', (error: Error) => log.debug('redis.error', { reason: error.message }));
  return {
    db,
    redis,
    log,
    now: Date.now,
    standstills: new Standstills(),
    end: async () => {
      redis.disconnect();
      await end();
    },
  };
}

// Each is told the secrets of its own work alone, as its role in the cloud may read no others.
const stores = new KeptConnections((env) => connectReady(readStoresConfig(env)));

const signing = new KeptConnections(async (env) => {
  const config = readSigningConfig(env);
  const connections = await connectReady(config);
  return { ...connections, ...signingDuties(connections, config) };
});

const toss = new KeptConnections(async (env) => {
  const config = readTossConfig(env);
  return { ...(await connectReady(config)), toss: tossOf(config) };
});

const mail = new KeptConnections(async (env) => {
  const config = readMailConfig(env);
  return { ...(await connectReady(config)), mailer: createMailer(config) };
});

const notice = new KeptConnections(async (env) => {
  const config = readNoticeConfig(env);
  return { ...(await connectReady(config)), pageOrigin: originOf(config) };
});

const push = new KeptConnections(async (env) => {
  const config = readPushConfig(env);
  return { ...(await connectReady(config)), pusher: pusherOf(config) };
});

/** What a Lambda works with that needs nothing but what is stored; kept from one event to the next, as all of these. */
export const lambdaConnections = (): Promise<OwnedConnections> => stores.get();

/** The same for one that signs the heads of chained logs. */
export const signingConnections = () => signing.get();

/** The same for one that asks Toss. */
export const tossConnections = () => toss.get();

/** The same for one that sends mails. */
export const mailConnections = () => mail.get();

/** The same for one that writes links to the page. */
export const noticeConnections = () => notice.get();

/** The same for one that sends pushes. */
export const pushConnections = () => push.get();

/** Ends all that was opened by these, where a process outlives its handlers. */
export async function endLambdaConnections(): Promise<void> {
  await Promise.all([stores, signing, toss, mail, notice, push].map((kept) => kept.end()));
}

async function connectReady(config: StoresConfig): Promise<OwnedConnections> {
  const connections = connectStores(config, createLog('lambdas', config.LOG_LEVEL));
  try {
    await whenConnected(connections.redis);
  } catch (error) {
    await connections.end();
    throw error;
  }
  return connections;
}
