import express, { Router } from 'express';
import type { Express } from 'express';
import helmet from 'helmet';
import { auctionRoutes } from './auctions/auction-routes.ts';
import { categoryRoutes } from './auctions/category-routes.ts';
import { bidRoutes } from './bids/bid-routes.ts';
import type { Deps } from './deps.ts';
import { healthRoutes } from './http/health-routes.ts';
import { describeApi } from './http/openapi.ts';
import { refuse, refuseUnknown } from './http/refuse.ts';
import { requestContext } from './http/request-context.ts';
import { createServe } from './http/serve.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { sessionRoutes } from './users/session-routes.ts';
import { userRoutes } from './users/user-routes.ts';

const PREFIX = '/api/v1';

/** Everything that is asked and answered over HTTP; does not listen yet. */
export function createApp(deps: Deps): Express {
  const app = express();
  app.disable('x-powered-by');
  // Answers are never kept, so naming their versions would be work for nothing.
  app.disable('etag');
  app.set('trust proxy', deps.settings.trustedProxies);
  app.set('query parser', 'simple');
  app.use(requestContext(), protectiveHeaders(deps));
  app.use(healthRoutes(deps));
  app.use(PREFIX, routes(deps));
  app.use(refuseUnknown(), refuse(deps));
  return app;
}

function routes(deps: Deps): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    next();
  });
  const description = describeApi(PREFIX);
  router.get('/openapi.json', (_request, response) => {
    response.json(description);
  });
  const serve = createServe(router, deps);
  bidRoutes(serve, deps);
  auctionRoutes(serve, deps);
  categoryRoutes(serve, deps);
  userRoutes(serve, deps);
  sessionRoutes(serve, deps);
  orderRoutes(serve, deps);
  return router;
}

function protectiveHeaders({ settings }: Pick<Deps, 'settings'>) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // On the local start there is no TLS, and a browser would remember it for the whole host.
    strictTransportSecurity: settings.deployment !== 'local',
  });
}
