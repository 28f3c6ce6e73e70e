import express from 'express';
import type { Express } from 'express';
import { trustedProxies } from '@sagopalgo/core/runtime/client-address.ts';
import { auctionRoutes } from './auctions/auction-routes.ts';
import { categoryRoutes } from './auctions/category-routes.ts';
import { bidRoutes } from './bids/bid-routes.ts';
import type { Deps } from './deps.ts';
import { ticketRoutes } from './events/ticket-routes.ts';
import { healthRoutes } from './http/health-routes.ts';
import { describeApi } from './http/openapi.ts';
import { protectiveHeaders } from './http/protective-headers.ts';
import { refuse, refuseUnknown } from './http/refuse.ts';
import { jwksRoute, proofRoutes } from './proof/proof-routes.ts';
import { requestContext } from './http/request-context.ts';
import { createServe } from './http/serve.ts';
import { offerRoutes } from './offers/offer-routes.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { paymentRoutes } from './payments/payment-routes.ts';
import { tossWebhook } from './payments/toss-webhook.ts';
import { sessionRoutes } from './users/session-routes.ts';
import { tillRoutes } from './till/till-routes.ts';
import { userRoutes } from './users/user-routes.ts';

const PREFIX = '/api/v1';

/** Everything that is asked and answered over HTTP; does not listen yet. */
export function createApp(deps: Deps): Express {
  const app = express();
  app.disable('x-powered-by');
  // Answers are never kept, so naming their versions would be work for nothing.
  app.disable('etag');
  app.set('trust proxy', trustedProxies(deps.settings.trustedProxies));
  app.set('query parser', 'simple');
  app.use(requestContext(protectiveHeaders(deps.settings)));
  bindRoutes(app, deps);
  app.use(refuseUnknown(), refuse(deps));
  return app;
}

// What is bound first is looked for first: bids come in rushes.
function bindRoutes(app: Express, deps: Deps): void {
  const serve = createServe(app, PREFIX, deps);
  bidRoutes(serve, deps);
  auctionRoutes(serve, deps);
  categoryRoutes(serve, deps);
  userRoutes(serve, deps);
  sessionRoutes(serve, deps);
  orderRoutes(serve, deps);
  offerRoutes(serve, deps);
  paymentRoutes(serve, deps);
  app.post(`${PREFIX}/webhooks/toss`, tossWebhook(deps));
  tillRoutes(serve, deps);
  proofRoutes(serve, deps);
  ticketRoutes(serve, deps);
  app.use(jwksRoute(deps));
  app.use(healthRoutes(deps));
  const description = describeApi(PREFIX);
  app.get(`${PREFIX}/openapi.json`, (_request, response) => {
    response.json(description);
  });
}
