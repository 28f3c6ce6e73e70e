import { connectRedis, connectSubscriber, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { startRoomBeats } from '@sagopalgo/core/redis/room-beats.ts';
import { SettingsWatch } from '@sagopalgo/core/redis/settings-watch.ts';
import { trustedProxies } from '@sagopalgo/core/runtime/client-address.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import { tokenKey } from '@sagopalgo/core/runtime/token.ts';
import { endTracing, openTracing } from '@sagopalgo/core/runtime/tracing.ts';
import type { ShutdownStep } from '@sagopalgo/core/runtime/shutdown.ts';
import type { WindowConfig } from './config.ts';
import { frameSender } from './frame-sender.ts';
import { createMeasures } from './measures.ts';
import { openWindow } from './open-window.ts';
import type { EventWindow } from './open-window.ts';
import { openOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';

const CHECK_MS = 1_000;
/** Longer than most reconnects, so that a watcher's return finds the ring still warm. */
const UNWATCH_AFTER_MS = 10_000;
const MISSING_MS = 3_000;
const BEHIND_MAX_MS = 10_000;
const VIEWERS_MS = 5_000;
const OWN_TICK_MS = 500;
const OWN_RECHECK_MS = 3_000;
const OWN_SPREAD_MS = 3_000;
const SILENT_MAX_MS = 10_000;

/** A window with the connections it lives on. */
export interface ServedWindow {
  window: EventWindow;
  sender: Outbox['sender'];
  metrics: Metrics;
  /** Brings gauges up to date that are read rather than counted. */
  beforeMetrics: () => void;
  stopSteps: ShutdownStep[];
}

/** Opens the window as the configuration says; `sharesPort` where it is one of several. */
export async function serveWindow(
  config: WindowConfig,
  log: Log,
  { sharesPort }: { sharesPort: boolean },
): Promise<ServedWindow> {
  const outbox = openOutbox(frameSender(config.FRAME_SENDER, log));
  const metrics = createMetrics('sse-server');
  await openTracing('sse-server', config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const measures = createMeasures(metrics);
  const redis = connectRedis(config.REDIS_URL);
  const subscriber = connectSubscriber(config.REDIS_URL);
  for (const connection of [redis, subscriber]) {
    connection.on('error', (error) => log.debug('sse.redis-error', { error }));
  }
  await Promise.all([whenConnected(redis), whenConnected(subscriber)]);
  const access = {
    accessKey: tokenKey(config.TOKEN_SECRET),
    publicOrigins: config.PUBLIC_ORIGINS,
  };
  const deps = { ...access, redis, subscriber, log, measures, outbox, now: Date.now };
  // What is shown was judged elsewhere: only a Redis without sharded channels is none for a window.
  const settings = new SettingsWatch({ redis, log, durability: 'none' });
  await settings.look();
  const window = await openWindow(deps, { ...settingsOf(config), sharesPort });
  const faults = () => [...settings.faults(), ...window.faults()];
  const beats = startRoomBeats(redis, 'sse-server', () => ({
    faults: faults(),
    window: {
      watchers: window.hub.connectionCount,
      behind: window.hub.behind.size,
      away: window.hub.awayCount,
      ...measures.recent.tell(),
    },
  }));
  return {
    window: { ...window, faults },
    sender: outbox.sender,
    metrics,
    beforeMetrics: () => {
      measures.connections.set(window.hub.connectionCount);
      measures.away.set(window.hub.awayCount);
    },
    stopSteps: [
      { name: 'watchers', stop: () => window.stop() },
      { name: 'beats', stop: () => clearInterval(beats) },
      { name: 'settings', stop: () => settings.stop() },
      { name: 'redis', stop: () => [redis, subscriber].forEach((each) => each.disconnect()) },
      { name: 'traces', stop: endTracing },
    ],
  };
}

function settingsOf(config: WindowConfig) {
  return {
    host: config.HOST,
    httpPort: config.HTTP_PORT,
    heartbeatMs: config.HEARTBEAT_MS,
    silentMaxMs: SILENT_MAX_MS,
    behindMaxMs: BEHIND_MAX_MS,
    lifetimeMaxMs: config.LIFETIME_MAX_MS,
    isTrustedProxy: trustedProxies(config.TRUSTED_PROXIES),
    connectionsMax: config.CONNECTIONS_MAX,
    connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
    connectionsPerOwner: config.CONNECTIONS_PER_USER,
    openingsPerAddress: config.OPENINGS_PER_ADDRESS,
    goodbyesMs: config.GOODBYES_MS,
    checkMs: CHECK_MS,
    viewersMs: VIEWERS_MS,
    unwatchAfterMs: UNWATCH_AFTER_MS,
    missingMs: MISSING_MS,
    ownTickMs: OWN_TICK_MS,
    ownRecheckMs: OWN_RECHECK_MS,
    ownSpreadMs: OWN_SPREAD_MS,
  };
}
