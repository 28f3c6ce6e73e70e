import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';
import { tokenSecret } from '../local/token-secret.ts';
import { builtWebPage } from '../local/web-page.ts';
import { freePort } from '../services/programs.ts';
import type { WalkSystem } from './walk-system.ts';

/** A public origin with an sse-server of its own: nobody else's watchers are counted, or cut off, by it. */
export interface OwnWindow {
  url: string;
  /** Watchers connected now. */
  connectionCount: () => Promise<number>;
  /** Ends the sse-server on the spot; the origin stays. */
  kill: () => Promise<void>;
  /** Starts it again where it was. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts both beside the system's other parts. */
export async function ownWindow(system: WalkSystem): Promise<OwnWindow> {
  const port = String(await freePort());
  const name = randomBytes(3).toString('hex');
  const logFile = (part: string): string => join(system.dataDir, 'logs', `${part}-${name}.log`);
  const startServer = (): Promise<Part> =>
    startPart({
      name: `sse-server-${name}`,
      file: 'sse-server/src/main.ts',
      env: {
        REDIS_URL: system.redisUrl,
        HTTP_PORT: port,
        TOKEN_SECRET: tokenSecret(system.dataDir),
        PUBLIC_ORIGINS: system.marketplace.url,
        TRUSTED_PROXIES: 'loopback',
      },
      logFile: logFile('sse-server'),
    });
  let server = await startServer();
  const front = await startPart({
    name: `front-${name}`,
    file: 'scripts/local/front.ts',
    env: {
      API_URL: system.marketplace.apiUrl,
      SSE_URL: `http://127.0.0.1:${port}`,
      S3_URL: system.marketplace.s3Url,
      WEB_DIST: await builtWebPage(() => undefined),
    },
    ports: ['PORT'],
    logFile: logFile('front'),
  });
  return {
    url: `http://127.0.0.1:${front.ports['PORT']}`,
    connectionCount: async () => {
      const metrics = await fetch(`http://127.0.0.1:${server.ports['INTERNAL_PORT']}/metrics`);
      const [, count] = /^sse_connections\S* (\d+)$/m.exec(await metrics.text()) ?? [];
      return Number(count);
    },
    kill: () => server.kill(),
    restart: async () => {
      server = await startServer();
    },
    stop: async () => {
      await front.stop();
      await server.stop();
    },
  };
}
