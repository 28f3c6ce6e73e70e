import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';

const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
const RECONNECT_DELAY_MAX_MS = 500;
const KEYS_OF_PLACE_BID = 6;
const KEYS_OF_OPEN = 5;
const KEYS_OF_CLOSE = 3;

/** A Redis connection that knows the auction scripts; call them through `commands.ts`. */
export type AuctionRedis = Redis & {
  placeBidScript(...args: (string | number)[]): Promise<[code: string, json: string]>;
  openAuctionScript(...args: (string | number)[]): Promise<string>;
  withdrawAuctionScript(...args: (string | number)[]): Promise<string>;
  closeAuctionScript(...args: (string | number)[]): Promise<[code: string, json: string]>;
};

/**
 * Connects for commands. While Redis is away a command fails at once instead of waiting in a queue:
 * a bid that cannot be judged now must be told so now.
 */
export function connectRedis(url: string): AuctionRedis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: reconnectDelayMs,
    lazyConnect: true,
    scripts: {
      placeBidScript: { lua: script('place-bid.lua'), numberOfKeys: KEYS_OF_PLACE_BID },
      openAuctionScript: { lua: script('open-auction.lua'), numberOfKeys: KEYS_OF_OPEN },
      withdrawAuctionScript: { lua: script('withdraw-auction.lua'), numberOfKeys: KEYS_OF_OPEN },
      closeAuctionScript: { lua: script('close-auction.lua'), numberOfKeys: KEYS_OF_CLOSE },
    },
  }) as AuctionRedis;
  return redis;
}

/**
 * Waits for a connection made by this file to be up; throws an Error that names the server when it
 * does not answer. The connection goes on trying in any case.
 */
export async function whenConnected(redis: Redis): Promise<void> {
  try {
    await redis.connect();
  } catch (error) {
    const { host, port } = redis.options;
    throw new Error(`Redis does not answer at ${host}:${port}`, { cause: error });
  }
}

/** Connects for pub/sub only: subscriptions are taken up again after every reconnect. */
export function connectSubscriber(url: string): Redis {
  return new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: reconnectDelayMs,
    autoResubscribe: true,
    lazyConnect: true,
  });
}

function reconnectDelayMs(attempt: number): number {
  return Math.min(attempt * 50, RECONNECT_DELAY_MAX_MS);
}

function script(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
