import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import { listen } from '@sagopalgo/core/runtime/internal-server.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { Feed } from './feed.ts';
import { HEARTBEAT } from './frames.ts';
import { sayGoodbyes } from './goodbyes.ts';
import { Hub } from './hub.ts';
import { Lookout } from './lookout.ts';
import type { Measures } from './measures.ts';
import type { ClaimDeps } from './own-claim.ts';
import { OwnEvents } from './own-events.ts';
import type { OwnEventsSettings } from './own-events.ts';
import { sseRoutes } from './sse-routes.ts';

/** What the window is given: two connections to Redis of its own, both connected. */
export interface WindowDeps extends ClaimDeps {
  redis: AuctionRedis;
  subscriber: Subscriber;
  log: Log;
  measures: Measures;
}

/** Port 0 lets the system choose; times in milliseconds. */
export interface WindowSettings extends OwnEventsSettings {
  host: string;
  httpPort: number;
  heartbeatMs: number;
  connectionsMax: number;
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
  const hub = new Hub(deps);
  const own = new OwnEvents(deps, settings);
  const lookout = new Lookout({ ...deps, hub, own }, settings);
  const feed = new Feed({ ...deps, hub, lookout, own }, settings);
  let isLeaving = false;
  const { connectionsMax } = settings;
  const server = createServer(
    sseRoutes({ ...deps, hub, feed, lookout, own, connectionsMax, isLeaving: () => isLeaving }),
  );
  await listen(server, settings.host, settings.httpPort);
  const heartbeat = setInterval(() => hub.broadcast(HEARTBEAT), settings.heartbeatMs);
  return {
    port: portOf(server),
    hub,
    faults: () => [
      ...(feed.isLinked ? [] : ['redis: the subscriber is not connected']),
      ...(isLeaving ? ['leaving'] : []),
    ],
    stop: async () => {
      isLeaving = true;
      await sayGoodbyes(server, hub.connections, settings.goodbyesMs);
      clearInterval(heartbeat);
      feed.stop();
      own.stop();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return address.port;
}
