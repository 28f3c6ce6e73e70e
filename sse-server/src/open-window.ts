import { createServer } from 'node:http';
import type { ServerOptions } from 'node:http';
import type { AuctionRedis, Subscriber } from '@sagopalgo/core/redis/connect.ts';
import type { IsTrusted } from '@sagopalgo/core/runtime/client-address.ts';
import { listen } from '@sagopalgo/core/runtime/internal-server.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { Admissions } from './admissions.ts';
import type { AdmissionLimits } from './admissions.ts';
import { Door } from './door.ts';
import type { DoorSettings } from './door.ts';
import { Feed } from './feed.ts';
import { sayGoodbyes } from './goodbyes.ts';
import { Hub } from './hub.ts';
import { Lookout } from './lookout.ts';
import type { Measures } from './measures.ts';
import type { Outbox } from './outbox.ts';
import type { ClaimDeps } from './own-claim.ts';
import { OwnEvents } from './own-events.ts';
import type { OwnEventsSettings } from './own-events.ts';
import { Pulse } from './pulse.ts';
import { sseRoutes } from './sse-routes.ts';
import { Viewers } from './viewers.ts';
import type { ViewersSettings } from './viewers.ts';
import { Wheel } from './wheel.ts';
import type { WheelSettings } from './wheel.ts';

/** Beyond the watchers that there is room for, so many more can be told that there is none. */
const REFUSED_AT_ONCE_MAX = 1_000;

/** What the window is given: two connections to Redis of its own, both connected. */
export interface WindowDeps extends ClaimDeps {
  redis: AuctionRedis;
  subscriber: Subscriber;
  log: Log;
  measures: Measures;
  outbox: Outbox;
}

/** Port 0 lets the system choose; times in milliseconds. */
export interface WindowSettings
  extends AdmissionLimits, DoorSettings, WheelSettings, ViewersSettings, OwnEventsSettings {
  host: string;
  httpPort: number;
  /** Other processes listen on that port as well. */
  sharesPort?: boolean;
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
  const admissions = new Admissions(settings, () => performance.now());
  const pulse = new Pulse(deps.measures, () => performance.now(), deps.outbox);
  const own = new OwnEvents(deps, settings);
  const hub = new Hub({ ...deps, pulse }, (connection) => {
    admissions.leave(connection.account);
    own.forget(connection);
  });
  const lookout = new Lookout({ ...deps, hub, own }, settings);
  const viewers = new Viewers({ ...deps, hub }, settings);
  const feed = new Feed({ ...deps, hub, lookout, own, viewers }, settings);
  let isLeaving = false;
  const { isTrustedProxy, lifetimeMaxMs } = settings;
  const about = { admissions, isTrustedProxy, lifetimeMaxMs, isLeaving: () => isLeaving };
  const streamDeps = { ...deps, hub, feed, lookout, own, ...about };
  const server = createServer(headPatience(settings), sseRoutes(streamDeps));
  server.maxConnections = settings.connectionsMax + REFUSED_AT_ONCE_MAX;
  server.on('drop', () => deps.measures.refusals.inc({ code: 'DROPPED' }));
  const door = new Door(server, streamDeps, settings);
  const port = await listen(server, settings.host, settings.httpPort, {
    reusePort: settings.sharesPort ?? false,
  });
  const wheel = new Wheel({ ...deps, hub }, settings);
  return {
    port,
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
      await viewers.stop();
      pulse.stop();
      feed.stop();
      own.stop();
    },
  };
}

// What the door has handed on is given as long again; who never ends his head holds no place.
function headPatience({ silentMaxMs }: DoorSettings): ServerOptions {
  return {
    headersTimeout: silentMaxMs,
    requestTimeout: silentMaxMs,
    connectionsCheckingInterval: silentMaxMs / 10,
  };
}
