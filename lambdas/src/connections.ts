import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import type { Mailer } from '@sagopalgo/core/mail/mailer.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { connectElastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import type { Elastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { createSigner } from '@sagopalgo/core/runtime/signing.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import type { Toss } from '@sagopalgo/core/toss/toss-client.ts';
import { readLambdaConfig, wholeEnvironment } from './config.ts';
import type { LambdaConfig } from './config.ts';
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

/** The same as a configuration opens them, which also names Toss and the mail server. */
export type ConfiguredConnections = OwnedConnections & { toss: Toss; mailer: Mailer };

/** Opens what the configuration names. Nothing needs to answer yet: all is connected to again as needed. */
export function connectByConfig(config: LambdaConfig, log: Log): ConfiguredConnections {
  const urls = { mysqlUrl: config.MYSQL_URL, redisUrl: config.REDIS_URL };
  const connections = withElastic(openConnections(urls, log), config);
  const signer = createSigner(config);
  return {
    ...connections,
    toss: createToss({ baseUrl: config.TOSS_API_BASE_URL, secretKey: config.TOSS_SECRET_KEY }),
    mailer: createMailer(config),
    ...proofDuties(connections, signer),
    signHeads: (auctionIds) => signHeads(connections, signer, auctionIds),
  };
}

function withElastic(connections: OwnedConnections, config: LambdaConfig): OwnedConnections {
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
  redis.on('error', (error: Error) => log.debug('redis.error', { message: error.message }));
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

let kept: Promise<ConfiguredConnections> | null = null;

/** A Lambda keeps its connections from one event to the next. */
export function lambdaConnections(): Promise<ConfiguredConnections> {
  kept ??= connectOnce();
  return kept;
}

/** Ends what `lambdaConnections` opened, where a process outlives its handlers. */
export async function endLambdaConnections(): Promise<void> {
  const ending = kept;
  kept = null;
  await (await ending)?.end();
}

async function connectOnce(): Promise<ConfiguredConnections> {
  try {
    return await connected(readLambdaConfig(await wholeEnvironment()));
  } catch (error) {
    // The next event tries again.
    kept = null;
    throw error;
  }
}

async function connected(config: LambdaConfig): Promise<ConfiguredConnections> {
  const connections = connectByConfig(config, createLog('lambdas', config.LOG_LEVEL));
  try {
    await whenConnected(connections.redis);
  } catch (error) {
    await connections.end();
    throw error;
  }
  return connections;
}
