import { openPictureStore } from '@sagopalgo/core/images/picture-store.ts';
import type { PictureStore } from '@sagopalgo/core/images/picture-store.ts';
import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import type { Mailer } from '@sagopalgo/core/mail/mailer.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { createSigner } from '@sagopalgo/core/runtime/signing.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import type { Toss } from '@sagopalgo/core/toss/toss-client.ts';
import { readLambdaConfig, readPicturesConfig } from './config.ts';
import type { LambdaConfig, PicturesConfig } from './config.ts';
import { proofDuties } from './record-bids/proof-duties.ts';
import type { ProofDuties } from './record-bids/proof-duties.ts';
import { signHeads } from './record-bids/sign-heads.ts';

const DAY_MS = 86_400_000;
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
}

/** Connections that somebody has to end. */
export type OwnedConnections = Connections & { end: () => Promise<void> };

/** The same as a configuration opens them, which also names Toss and the mail server. */
export type ConfiguredConnections = OwnedConnections & { toss: Toss; mailer: Mailer };

/** Opens what the configuration names. Nothing needs to answer yet: all is connected to again as needed. */
export function connectByConfig(config: LambdaConfig, log: Log): ConfiguredConnections {
  const urls = { mysqlUrl: config.MYSQL_URL, redisUrl: config.REDIS_URL };
  const connections = openConnections(urls, log);
  const signer = createSigner(config);
  return {
    ...connections,
    toss: createToss({ baseUrl: config.TOSS_API_BASE_URL, secretKey: config.TOSS_SECRET_KEY }),
    mailer: createMailer(config),
    ...proofDuties(connections, signer),
    signHeads: (auctionIds) => signHeads(connections, signer, auctionIds),
  };
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

/** All that a function which works on pictures needs. */
export type PictureConnections = Pick<Connections, 'db' | 'log' | 'now'> & {
  pictures: PictureStore;
  /** How long files outlive their auction. */
  graceMs: number;
};

/** Opens the record and the bucket. Neither needs to answer yet. */
export function openPictureConnections(
  config: PicturesConfig,
  log: Log,
): PictureConnections & { end: () => Promise<void> } {
  const { db, end } = connectMysql(config.MYSQL_URL);
  const pictures = openPictureStore(config);
  return {
    ...{ db, pictures, log, now: Date.now },
    graceMs: config.PICTURES_GRACE_DAYS * DAY_MS,
    end: async () => {
      pictures.end();
      await end();
    },
  };
}

let keptPictures: ReturnType<typeof openPictureConnections> | null = null;

/** What a Lambda that works on pictures keeps from one event to the next. */
export function pictureConnections(): PictureConnections {
  if (!keptPictures) {
    const config = readPicturesConfig();
    keptPictures = openPictureConnections(config, createLog('lambdas', config.LOG_LEVEL));
  }
  return keptPictures;
}

let kept: Promise<ConfiguredConnections> | null = null;

/** A Lambda keeps its connections from one event to the next. */
export function lambdaConnections(): Promise<ConfiguredConnections> {
  kept ??= connectOnce();
  return kept;
}

/** Ends what these two opened, where a process outlives its handlers. */
export async function endLambdaConnections(): Promise<void> {
  const ending = kept;
  kept = null;
  const endingPictures = keptPictures;
  keptPictures = null;
  await endingPictures?.end();
  await (await ending)?.end();
}

async function connectOnce(): Promise<ConfiguredConnections> {
  const config = readLambdaConfig();
  const log = createLog('lambdas', config.LOG_LEVEL);
  const connections = connectByConfig(config, log);
  try {
    await whenConnected(connections.redis);
  } catch (error) {
    kept = null;
    await connections.end();
    throw error;
  }
  return connections;
}
