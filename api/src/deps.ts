import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { openPictureStore } from '@sagopalgo/core/images/picture-store.ts';
import type { PictureStore } from '@sagopalgo/core/images/picture-store.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { connectRedis, connectStreamReader } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { gatherWrites } from '@sagopalgo/core/redis/gather-writes.ts';
import { beat } from '@sagopalgo/core/redis/heartbeat.ts';
import { partsOf } from '@sagopalgo/core/redis/places.ts';
import { startRoomBeats } from '@sagopalgo/core/redis/room-beats.ts';
import { DOCUMENT_VERSIONS } from '@sagopalgo/core/rules/consent-documents.ts';
import type { DocumentVersion } from '@sagopalgo/core/rules/consent-documents.ts';
import { SettingsWatch } from '@sagopalgo/core/redis/settings-watch.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import type { AuctionSearch } from '@sagopalgo/core/search/auction-search.ts';
import type { FindHashtags } from '@sagopalgo/core/search/embedded/embedded-hashtags.ts';
import { createSigner } from '@sagopalgo/core/runtime/signing.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import { tokenKey } from '@sagopalgo/core/runtime/token.ts';
import { createToss } from '@sagopalgo/core/toss/toss-client.ts';
import type { Toss } from '@sagopalgo/core/toss/toss-client.ts';
import { REAL_TOSS_URL } from '@sagopalgo/core/toss/toss-config.ts';
import type { ApiConfig } from './config.ts';
import { createApiMetrics } from './http/api-metrics.ts';
import type { ApiMetrics } from './http/api-metrics.ts';
import { createEndTeller } from './http/end-teller.ts';
import { createLimits } from './http/rate-limit.ts';
import type { Limits } from './http/rate-limit.ts';
import type { Pace } from '@sagopalgo/core/redis/commands.ts';
import { BiddingGate } from './http/bidding-gate.ts';
import { BlockedPeople } from './http/blocked-people.ts';
import { RedisClock } from './bids/redis-clock.ts';
import { SeenMarks } from './bids/seen-marks.ts';
import { openSearch } from './http/open-search.ts';
import { Operators } from './http/operators.ts';
import { createUploadSigner } from './images/presign-upload.ts';
import type { UploadSigner } from './images/presign-upload.ts';
import { RestoreWatch } from './http/restore-watch.ts';
import { createSpentTokens } from './http/spent-tokens.ts';
import type { SpentTokens } from './http/spent-tokens.ts';
import { openProviders } from './users/sign-in/open-providers.ts';
import type { Providers } from './users/sign-in/open-providers.ts';
import { createSlots } from './http/slots.ts';
import type { Slots } from './http/slots.ts';
import { RecordCache } from './views/record-cache.ts';

const HASHES_AT_ONCE = 2;
const HASHES_WAITING_MAX = 500;
const CONFIRM_MS = 1_000;
const PEOPLE_EVERY_MS = 1_000;
const BEAT_EVERY_MS = 1_000;

/** 10 bids a second with a burst of 30; wide enough for a load test otherwise. */
const PACES: Record<'strict' | 'wide', Pace> = {
  strict: { msABid: 100, burst: 30 },
  wide: { msABid: 1, burst: 10_000 },
};

/** What the features know of how this api is deployed. */
export interface Settings {
  deployment: 'local' | 'production';
  publicOrigins: readonly string[];
  imagesBaseUrl: string;
  trustedProxies: readonly string[];
  /** What people are asked to agree to, in all of its wordings. */
  documents: readonly DocumentVersion[];
  /** What the page opens Toss's widget with. */
  toss: { clientKey: string; widgetSrc: string | null; isSimulated: boolean };
  /** What a browser subscribes to our pushes with; null where none are sent. */
  pushKey: string | null;
}

/** All that the api works with, built once; a feature takes what it uses of it. */
export interface Deps {
  settings: Settings;
  db: Db;
  redis: AuctionRedis;
  /** Makes a connection for reads that wait, not connected yet; whoever asks for it ends it. */
  openStreamReader: () => ReturnType<typeof connectStreamReader>;
  /** Whether Redis is fit to judge. */
  redisSettings: SettingsWatch;
  /** What time it is there. */
  redisClock: RedisClock;
  log: Log;
  metrics: ApiMetrics;
  /** Who has another role by now than their token says. */
  operators: Operators;
  /** Whose account an operator has shut. */
  blocked: BlockedPeople;
  /** Whether a restore fills the record. */
  restoring: RestoreWatch;
  /** Which programs' tokens are good no more. */
  spentTokens: SpentTokens;
  /** Who may not bid, for not having paid or not having proven anything. */
  gate: BiddingGate;
  /** UTC milliseconds; a bid's own "now" is Redis's. */
  now: () => number;
  accessKey: KeyObject;
  /** Proves which browser a refresh token was given to. */
  browserKey: KeyObject;
  /** Makes of people what Toss knows them by. */
  customerKeys: KeyObject;
  toss: Toss;
  /** By whose word people may sign in. */
  providers: Providers;
  limits: Limits;
  /** The bucket of pictures. */
  pictures: PictureStore;
  /** Signs uploads straight to that bucket. */
  uploads: UploadSigner;
  /** How fast one bidder may bid; the judge holds everyone to it, whichever process is asked. */
  pace: Pace;
  /** Signs receipts; its public keys are at /.well-known/jwks.json. */
  signer: Signer;
  /** What this process has answered, to notice when Redis has lost some of it. */
  seen: SeenMarks;
  /** What this process keeps of the record for a few seconds. */
  records: RecordCache;
  /** Finds auctions by their words. */
  search: AuctionSearch;
  /** Finds hashtags by how they begin. */
  hashtags: FindHashtags;
  /** Password hashing is costly by design: a rush of sign-ups must not take the processor from bids. */
  hashing: Slots;
}

/** Deps that somebody has to end. */
export type OwnedDeps = Deps & { end: () => Promise<void> };

/** Opens what the configuration names. Neither MySQL nor Redis needs to answer yet. */
export function openDeps(config: ApiConfig, log: Log, metrics: Metrics): OwnedDeps {
  const { db, end } = connectMysql(config.MYSQL_URL);
  const apiMetrics = createApiMetrics(metrics);
  const { end: endSearch, ...finding } = openSearch(config, { log, metrics: apiMetrics });
  const redis = gatherWrites(connectRedis(config.REDIS_URL));
  redis.on('error', (error: Error) => log.debug('redis.error', { reason: error.message }));
  const redisSettings = new SettingsWatch({ redis, log, durability: config.REDIS_DURABILITY });
  const seen = new SeenMarks({ db, redis, log, now: Date.now });
  const redisClock = new RedisClock({ redis, log, now: Date.now });
  const read = { db, log, now: Date.now };
  const operators = new Operators(read);
  const gate = new BiddingGate(read);
  const blocked = new BlockedPeople(read);
  const restoring = new RestoreWatch(read);
  const spentTokens = createSpentTokens(read);
  const records = openRecords(config, redis, log, apiMetrics);
  const pictures = openPictureStore(config);
  const uploads = createUploadSigner(config);
  const repeated = [
    setInterval(() => void seen.confirm(), CONFIRM_MS),
    ...lookAgain([operators, gate, blocked, spentTokens]),
    ...[restoring, redisClock].map(lookLater),
    lookLater(createEndTeller({ ...read, redis })),
    setInterval(() => void beatEverywhere(redis), BEAT_EVERY_MS),
    startRoomBeats(redis, 'api', () => ({ faults: redisSettings.faults() })),
  ];
  return {
    settings: settingsOf(config),
    db,
    redis,
    openStreamReader: () => connectStreamReader(config.REDIS_URL),
    ...{ redisSettings, redisClock },
    log,
    metrics: apiMetrics,
    ...{ operators, gate, blocked, spentTokens, restoring },
    now: Date.now,
    accessKey: tokenKey(config.TOKEN_SECRET),
    browserKey: keyFor('browser', config),
    customerKeys: keyFor('customer', config),
    toss: createToss({ baseUrl: config.TOSS_API_BASE_URL, secretKey: config.TOSS_SECRET_KEY }),
    providers: openProviders(config),
    limits: createLimits(redis, config.RATE_LIMITS),
    pictures,
    uploads,
    pace: PACES[config.RATE_LIMITS],
    seen,
    signer: createSigner(config),
    records,
    ...finding,
    hashing: createSlots(HASHES_AT_ONCE, HASHES_WAITING_MAX),
    end: async () => {
      for (const repeating of repeated) clearInterval(repeating);
      redisSettings.stop();
      redis.disconnect();
      pictures.end();
      uploads.end();
      await Promise.all([end(), endSearch(), records.end()]);
    },
  };
}

function settingsOf(config: ApiConfig): Settings {
  return {
    deployment: config.DEPLOYMENT,
    publicOrigins: config.PUBLIC_ORIGINS,
    imagesBaseUrl: config.IMAGES_BASE_URL,
    trustedProxies: config.TRUSTED_PROXIES,
    pushKey: config.VAPID_PUBLIC_KEY ?? null,
    documents: DOCUMENT_VERSIONS,
    toss: {
      clientKey: config.TOSS_CLIENT_KEY,
      widgetSrc: config.TOSS_WIDGET_SRC ?? null,
      isSimulated: config.TOSS_API_BASE_URL !== REAL_TOSS_URL,
    },
  };
}

// Like Redis itself, its news may come later.
function openRecords(
  config: ApiConfig,
  redis: AuctionRedis,
  log: Log,
  metrics: ApiMetrics,
): RecordCache {
  const { REDIS_URL: redisUrl, READ_CACHE_MS: lifeMs } = config;
  const onRead: ApiMetrics['cacheRead'] = (...read) => metrics.cacheRead(...read);
  const records = new RecordCache({ redis, redisUrl, log, lifeMs, onRead });
  records.connect().catch(() => log.debug('record-news.away'));
  return records;
}

function keyFor(use: string, { TOKEN_SECRET }: ApiConfig): KeyObject {
  return createSecretKey(Buffer.from(`${use}:${TOKEN_SECRET}`, 'utf8'));
}

// Bids can be taken while no keeper looks: should Redis be restarted then, it is known until when.
async function beatEverywhere(redis: AuctionRedis): Promise<void> {
  // That a master is away, or does not have everything, is what the missing beat says.
  await Promise.allSettled(partsOf(redis).map((part) => beat(redis, part, Date.now())));
}

/** At once, and each second from then on. */
function lookAgain(watched: readonly { look: () => Promise<void> }[]): NodeJS.Timeout[] {
  for (const each of watched) void each.look();
  return watched.map(lookLater);
}

/** Not at once: a command to Redis would begin to connect, and whoever waits for the connection could not. */
function lookLater(watched: { look: () => Promise<void> }): NodeJS.Timeout {
  return setInterval(() => void watched.look(), PEOPLE_EVERY_MS);
}
