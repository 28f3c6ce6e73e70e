import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import type { IsTrusted } from '@sagopalgo/core/runtime/client-address.ts';
import { listen } from '@sagopalgo/core/runtime/internal-server.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { Admissions } from './admissions.ts';
import type { AdmissionLimits } from './admissions.ts';
import { Door } from './door.ts';
import { Feed } from './feed.ts';
import { sayGoodbyes } from './goodbyes.ts';
import { Hub } from './hub.ts';
import { Lookout } from './lookout.ts';
import type { Measures } from './measures.ts';
import { sseRoutes } from './sse-routes.ts';
import { Wheel } from './wheel.ts';
import type { WheelSettings } from './wheel.ts';

/** What the window is given: two connections to Redis of its own, both connected. */
export interface WindowDeps {
  redis: AuctionRedis;
  subscriber: Subscriber;
  log: Log;
  measures: Measures;
  now: () => number;
}

/** Port 0 lets the system choose; times in milliseconds. */
export interface WindowSettings extends AdmissionLimits, WheelSettings {
  host: string;
  httpPort: number;
  /** A stream ends after four fifths of this at least and this at most. */
  lifetimeMaxMs: number;
  isTrustedProxy: IsTrusted;
  goodbyesMs: number;
  checkMs: number;
  unwatchAfterMs: number;
  /** How long an auction must be missing before its watchers are told that it is unknown. */
  missingMs: number;
}

/** A running window. */
export interface EventWindow {
  port: number;
  hub: Hub;
  /** What keeps it from working right now; empty when nothing does. */
  faults(): string[];
  /** Ends every stream and takes no more; the connections to Redis stay. */
  stop(): Promise<void>;
}

/** Opens the window: whoever asks on its port sees what happens in the auctions. */
export async function openWindow(deps: WindowDeps, settings: WindowSettings): Promise<EventWindow> {
  const admissions = new Admissions(settings, deps.now);
  const hub = new Hub(deps, (connection) => admissions.leave(connection));
  const lookout = new Lookout({ ...deps, hub }, settings);
  const feed = new Feed({ ...deps, hub, lookout }, settings);
  let isLeaving = false;
  const { isTrustedProxy, lifetimeMaxMs } = settings;
  const about = { admissions, isTrustedProxy, lifetimeMaxMs, isLeaving: () => isLeaving };
  const streamDeps = { ...deps, hub, feed, lookout, ...about };
  const server = createServer(sseRoutes(streamDeps));
  const door = new Door(server, streamDeps);
  await listen(server, settings.host, settings.httpPort);
  const wheel = new Wheel({ ...deps, hub }, settings);
  return {
    port: portOf(server),
    hub,
    faults: () => [
      ...(feed.isLinked ? [] : ['redis: the subscriber is not connected']),
      ...(isLeaving ? ['leaving'] : []),
    ],
    stop: async () => {
      isLeaving = true;
      door.close();
      await sayGoodbyes(server, hub.connections, settings.goodbyesMs);
      wheel.stop();
      hub.pulse.stop();
      feed.stop();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return address.port;
}
