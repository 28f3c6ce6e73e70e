import { Agent } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import express from 'express';
import type { Express } from 'express';
import { closeServer } from '@sagopalgo/core/runtime/internal-server.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { forwarder } from './front-forward.ts';
import { imageRoute } from './front-images.ts';
import { pageRoutes, unreadable } from './front-page.ts';
import { frontTalks } from './front-talk.ts';
import type { FrontTalks } from './front-talk.ts';
import { sayWhoAsked } from './say-who-asked.ts';
import { pagePolicy } from '@sagopalgo/core/rules/page-policy.ts';

/** Where the front finds what it shows. */
export interface FrontOptions {
  /** One or several apis, used by turns; one that is away is passed over where asking again is safe. */
  apiUrls: string[];
  /** One or several sse-servers, used by turns; one that is away is passed over. */
  sseUrls: string[];
  /** The S3 endpoint with the bucket's path. */
  imagesUrl: string;
  webDist: string;
  /** Where the page may pay: what its Content-Security-Policy lets in beside itself. */
  tossOrigins: readonly string[];
  /** Where it may upload; nowhere unless told. */
  uploadOrigins?: readonly string[];
  /** Where it may show pictures from beside here, such as a CDN; nowhere unless told. */
  imageOrigins?: readonly string[];
  /** How long the S3 may be silent; ten seconds unless told. */
  imageWithinMs?: number;
  log: Pick<Log, 'warn'>;
}

/** The front's app and talks, and how its server is stopped: open streams and talks end, other calls finish. */
export interface Front {
  app: Express;
  talks: FrontTalks;
  stop(server: Server): Promise<void>;
}

/**
 * One origin for everything a browser asks. What comes back is passed on as it comes, so that events
 * arrive one by one; a client that goes away takes its upstream connection with it.
 */
export function createFront(options: FrontOptions): Front {
  // No limit on sockets: each watcher holds one to the sse-server for as long as it watches.
  const agent = new Agent({ keepAlive: true });
  // The local S3 lets idle connections go early, and a picture asked for on one just gone is lost.
  const imageAgent = new Agent({ keepAlive: false });
  const forward = forwarder(agent, options.log);
  const streams = new Set<ServerResponse>();
  const app = express();
  app.disable('x-powered-by');
  app.use((request, _response, next) => {
    sayWhoAsked(request);
    next();
  });
  const apis = byTurns(options.apiUrls);
  const talks = frontTalks(apis, options.log);
  app.use(['/api', '/healthz', '/.well-known'], (request, response) => {
    forward(request, response, apis());
  });
  const sseServers = byTurns(options.sseUrls);
  app.get('/events', (request, response) => {
    streams.add(response);
    response.once('close', () => streams.delete(response));
    forward(request, response, sseServers());
  });
  app.get('/images/*key', imageRoute(options.imagesUrl, imageAgent, options));
  const { tossOrigins, uploadOrigins, imageOrigins } = options;
  app.use(pageRoutes(options.webDist, pagePolicy(tossOrigins, uploadOrigins, imageOrigins)));
  app.use(unreadable);
  return {
    app,
    talks,
    stop: async (server) => {
      const closed = closeServer(server);
      talks.stop();
      for (const response of streams) {
        const { socket } = response;
        response.end(() => socket?.end());
      }
      await closed;
      agent.destroy();
    },
  };
}

/** Each asking begins with the next of them, the others behind it. */
function byTurns(urls: readonly string[]): () => string[] {
  let turn = 0;
  return () => {
    turn = (turn + 1) % urls.length;
    return [...urls.slice(turn), ...urls.slice(0, turn)];
  };
}
