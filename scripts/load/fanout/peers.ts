import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { betterSse, socketIo } from './peers/node-peers.ts';
import { centrifuge, mercure } from './peers/go-peers.ts';
import { nchan } from './peers/nchan.ts';
import { ours } from './peers/ours.ts';

/** Where a load has its things, and what it may use. */
export interface LoadPlace {
  dataDir: string;
  /** Empty but for what the load itself puts there. */
  redisUrl: string;
  redis: AuctionRedis;
  say: (line: string) => void;
}

/** A server that was started for one run. */
export interface RunningServer {
  /** The process that is measured, with all below it. */
  pid: number;
  port: number;
  /** Where its watchers ask. */
  path: string;
  protocol: 'sse' | 'websocket';
  /** Has the next event of that topic told to the watchers, without waiting. */
  publish: (topic: number, seq: number) => void;
  /** Resolves when all that was published was taken; throws when something was not. */
  flush: () => Promise<void>;
  stop: () => Promise<void>;
}

/** A server that can be measured. */
export interface Peer {
  name: string;
  /** Whether a watcher that comes back with the last id is told what it missed. */
  resumes: boolean;
  /** Brings what it needs onto the machine, once; a sentence when it cannot be had, else null. */
  prepare(say: (line: string) => void): Promise<string | null>;
  /** Starts a new one, with so many topics; every watcher watches all of them. */
  start(place: LoadPlace, topics: number): Promise<RunningServer>;
}

/** Ours first; all others are what it is set against. */
export const PEERS: readonly Peer[] = [ours, nchan, betterSse, socketIo, mercure, centrifuge];

export const OURS = ours.name;
