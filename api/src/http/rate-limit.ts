import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { Pacer } from './pacer.ts';
import type { CallPace } from './pacer.ts';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** So many tries in so many seconds, by key. */
export interface Limit {
  /** Counts one try; throws RATE_LIMITED with `retryAfterMs` when there were too many. */
  take(key: string): Promise<void>;
  /** Throws RATE_LIMITED when the next try would be one too many; counts nothing. */
  check(key: string): Promise<void>;
}

/** Every limit there is. */
export interface Limits {
  /** Wrong passwords by e-mail and address together: nobody locks another person's account. */
  wrongPasswords: Limit;
  /** Wrong passwords by address, whatever the e-mail. */
  wrongPasswordsOfAddress: Limit;
  signUps: Limit;
  refreshes: Limit;
  /** Links to prove an address with, by person: nobody's mailbox is filled in somebody else's name. */
  emailProofs: Limit;
  emailProofsOfAddress: Limit;
  /** Links to set a new password with, by e-mail and asking address together: nobody uses up another person's. */
  passwordResets: Limit;
  passwordResetsOfAddress: Limit;
  /** Tokens of such links, by address. */
  proofTries: Limit;
  /** Ways to providers begun and come back from, by address. */
  signIns: Limit;
  /** What the record holds of somebody, by person. */
  dataDownloads: Limit;
  listings: Limit;
  /** Uploads begun. */
  images: Limit;
  /** Questions and answers sent or changed, by person. */
  questions: Limit;
  /** Reports, by person. */
  reports: Limit;
  /** Whatever changes something, by address, of people not signed in: those who share it and are must not pay. */
  unsafeOfAddress: Pacer;
  /** The same of people who are signed in, together; loose, as many share one. */
  unsafeOfPeopleThere: Pacer;
  /** The same of one of them, so that nobody takes it from those who share an address. */
  unsafeOfPerson: Pacer;
  /** How often an address may ask how its words go on: as fast as people type, and many of them. */
  suggestionsOfAddress: Pacer;
  /** How often an address may look for words, which costs more than any other list. */
  searchesOfAddress: Pacer;
  /** Looks that are counted of an address's people who are not signed in; each is a write in Redis. */
  viewsOfAddress: Pacer;
  /** Connections to talk by, begun. */
  talksOfAddress: Pacer;
  /** Whatever is said over such connections, by person. */
  talkCalls: Pacer;
  /** Messages, by person. */
  messages: Pacer;
  /** How often somebody tells that they are typing. */
  typing: Pacer;
  /** Reports of talks, by person. */
  talkReports: Limit;
}

type PacedLimit =
  | `${'unsafe' | 'suggestions' | 'searches' | 'views' | 'talks'}OfAddress`
  | 'unsafeOfPeopleThere'
  | 'unsafeOfPerson'
  | 'talkCalls'
  | 'messages'
  | 'typing';
type CountedLimit = Exclude<keyof Limits, PacedLimit>;

interface Allowance {
  tries: number;
  durationS: number;
}

const WRONG_PASSWORDS = { tries: 10, durationS: 15 * MINUTE_S };

const EMAIL_PROOFS = { tries: 5, durationS: HOUR_S };

const DATA_DOWNLOADS = { tries: 5, durationS: HOUR_S };

const ALLOWANCES: Record<'strict' | 'wide', Record<CountedLimit, Allowance>> = {
  strict: {
    wrongPasswords: WRONG_PASSWORDS,
    wrongPasswordsOfAddress: { tries: 50, durationS: 15 * MINUTE_S },
    signUps: { tries: 20, durationS: HOUR_S },
    signIns: { tries: 100, durationS: 15 * MINUTE_S },
    refreshes: { tries: 300, durationS: 15 * MINUTE_S },
    emailProofs: EMAIL_PROOFS,
    emailProofsOfAddress: { tries: 20, durationS: HOUR_S },
    passwordResets: EMAIL_PROOFS,
    passwordResetsOfAddress: { tries: 20, durationS: HOUR_S },
    dataDownloads: DATA_DOWNLOADS,
    proofTries: { tries: 60, durationS: 15 * MINUTE_S },
    listings: { tries: 100, durationS: HOUR_S },
    images: { tries: 1_000, durationS: HOUR_S },
    talkReports: { tries: 20, durationS: HOUR_S },
    questions: { tries: 60, durationS: HOUR_S },
    reports: { tries: 20, durationS: HOUR_S },
  },
  // Wide enough for a load test from one address; what is done to one account stays as limited.
  wide: {
    wrongPasswords: WRONG_PASSWORDS,
    wrongPasswordsOfAddress: { tries: 10_000, durationS: 15 * MINUTE_S },
    signUps: { tries: 100_000, durationS: HOUR_S },
    signIns: { tries: 100_000, durationS: HOUR_S },
    refreshes: { tries: 100_000, durationS: 15 * MINUTE_S },
    emailProofs: EMAIL_PROOFS,
    emailProofsOfAddress: { tries: 100_000, durationS: HOUR_S },
    passwordResets: EMAIL_PROOFS,
    passwordResetsOfAddress: { tries: 100_000, durationS: HOUR_S },
    dataDownloads: DATA_DOWNLOADS,
    proofTries: { tries: 100_000, durationS: 15 * MINUTE_S },
    listings: { tries: 100_000, durationS: HOUR_S },
    images: { tries: 100_000, durationS: HOUR_S },
    talkReports: { tries: 100_000, durationS: HOUR_S },
    questions: { tries: 100_000, durationS: HOUR_S },
    reports: { tries: 100_000, durationS: HOUR_S },
  },
};

const WIDE_PACE = { perSecond: 100_000, burst: 100_000 };

const PACES: Record<'strict' | 'wide', Record<PacedLimit, CallPace>> = {
  strict: {
    unsafeOfAddress: { perSecond: 300, burst: 600 },
    unsafeOfPeopleThere: { perSecond: 300, burst: 600 },
    unsafeOfPerson: { perSecond: 30, burst: 100 },
    suggestionsOfAddress: { perSecond: 30, burst: 100 },
    searchesOfAddress: { perSecond: 20, burst: 60 },
    // A crowd behind one address is counted whole when it comes at once.
    viewsOfAddress: { perSecond: 50, burst: 1_000 },
    talksOfAddress: { perSecond: 20, burst: 300 },
    talkCalls: { perSecond: 20, burst: 200 },
    messages: { perSecond: 1, burst: 20 },
    typing: { perSecond: 1, burst: 3 },
  },
  wide: {
    unsafeOfAddress: WIDE_PACE,
    unsafeOfPeopleThere: WIDE_PACE,
    unsafeOfPerson: WIDE_PACE,
    suggestionsOfAddress: WIDE_PACE,
    searchesOfAddress: WIDE_PACE,
    viewsOfAddress: WIDE_PACE,
    talksOfAddress: WIDE_PACE,
    talkCalls: WIDE_PACE,
    messages: WIDE_PACE,
    typing: WIDE_PACE,
  },
};

/** The limits of a deployment; those of people not signed in are counted across processes. */
export function createLimits(redis: AuctionRedis, width: 'strict' | 'wide'): Limits {
  const allowances = ALLOWANCES[width];
  const paces = PACES[width];
  const options = (name: CountedLimit) => ({
    keyPrefix: `limit:${name}`,
    points: allowances[name].tries,
    duration: allowances[name].durationS,
  });
  const shared = (name: CountedLimit): Limit =>
    limit(
      new RateLimiterRedis({ ...options(name), storeClient: redis, rejectIfRedisNotReady: true }),
    );
  // In this process only: one more durable write for every bid would cost more than it guards, and
  // listing must work without Redis.
  const own = (name: CountedLimit): Limit => limit(new RateLimiterMemory(options(name)));
  return {
    wrongPasswords: shared('wrongPasswords'),
    wrongPasswordsOfAddress: shared('wrongPasswordsOfAddress'),
    signUps: shared('signUps'),
    refreshes: shared('refreshes'),
    emailProofs: shared('emailProofs'),
    emailProofsOfAddress: shared('emailProofsOfAddress'),
    passwordResets: shared('passwordResets'),
    passwordResetsOfAddress: shared('passwordResetsOfAddress'),
    proofTries: shared('proofTries'),
    signIns: shared('signIns'),
    dataDownloads: shared('dataDownloads'),
    listings: own('listings'),
    images: own('images'),
    talkReports: own('talkReports'),
    questions: own('questions'),
    reports: own('reports'),
    unsafeOfAddress: new Pacer(paces.unsafeOfAddress),
    unsafeOfPeopleThere: new Pacer(paces.unsafeOfPeopleThere),
    unsafeOfPerson: new Pacer(paces.unsafeOfPerson),
    suggestionsOfAddress: new Pacer(paces.suggestionsOfAddress),
    searchesOfAddress: new Pacer(paces.searchesOfAddress),
    viewsOfAddress: new Pacer(paces.viewsOfAddress),
    talksOfAddress: new Pacer(paces.talksOfAddress),
    talkCalls: new Pacer(paces.talkCalls),
    messages: new Pacer(paces.messages),
    typing: new Pacer(paces.typing),
  };
}

function limit(limiter: RateLimiterAbstract): Limit {
  return {
    take: async (key) => {
      try {
        await limiter.consume(hashed(key));
      } catch (error) {
        throw error instanceof RateLimiterRes ? tooMany(error) : error;
      }
    },
    check: async (key) => {
      const counted = await limiter.get(hashed(key));
      if (counted && counted.consumedPoints >= limiter.points) throw tooMany(counted);
    },
  };
}

function tooMany(counted: RateLimiterRes): RefusalError {
  return new RefusalError('RATE_LIMITED', { retryAfterMs: Math.max(1, counted.msBeforeNext) });
}

// Keys hold e-mails and addresses, which have no place in Redis, and may be of any length.
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
