import type { RequestListener } from 'node:http';
import express from 'express';
import type { Express } from 'express';
import { trustedProxies } from '@sagopalgo/core/runtime/client-address.ts';
import { auctionRoutes } from './auctions/auction-routes.ts';
import { bidRoutes, rushRoutes } from './bids/bid-routes.ts';
import { categoryRoutes } from './categories/category-routes.ts';
import type { Deps } from './deps.ts';
import { ticketRoutes } from './events/ticket-routes.ts';
import { healthRoutes } from './http/health-routes.ts';
import { describeApi } from './http/openapi.ts';
import { protectiveHeaders } from './http/protective-headers.ts';
import { refuse, refuseUnknown, refusing } from './http/refuse.ts';
import { jwksRoute, proofRoutes } from './proof/proof-routes.ts';
import { questionRoutes } from './questions/question-routes.ts';
import { ratingRoutes } from './ratings/rating-routes.ts';
import { sellerRoutes } from './sellers/seller-routes.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { RushDoor } from './http/rush-door.ts';
import { requestContext, rushContext } from './http/request-context.ts';
import { bindTo, createServe } from './http/serve.ts';
import { imageRoutes } from './images/image-routes.ts';
import { offerRoutes } from './offers/offer-routes.ts';
import { operatingRoutes } from './operating/operating-routes.ts';
import { reportHandlingRoutes } from './operating/report-handling-routes.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { paymentRoutes } from './payments/payment-routes.ts';
import { tossWebhook } from './payments/toss-webhook.ts';
import { noticeRoutes } from './notices/notice-routes.ts';
import { suggestionRoutes } from './search/suggestion-routes.ts';
import { accountRoutes } from './users/account-routes.ts';
import { Talk } from './talk/talk.ts';
import { talkRoutes } from './talk/talk-routes.ts';
import { emailRoutes } from './users/email-routes.ts';
import { passwordRoutes } from './users/password-routes.ts';
import { sessionRoutes } from './users/session-routes.ts';
import { signalRoutes } from './signals/signal-routes.ts';
import { signInRoutes } from './users/sign-in/sign-in-routes.ts';
import { tillRoutes } from './till/till-routes.ts';
import { userRoutes } from './users/user-routes.ts';
import { watchlistRoutes } from './watchlist/watchlist-routes.ts';

const PREFIX = '/api/v1';

/** What answers a server's requests: `listener`, with the prototypes of `app`'s messages, and `talk`. */
export interface Answering {
  app: Express;
  listener: RequestListener;
  /** What answers those who want to talk. */
  talk: Talk;
}

/** Everything that is asked and answered over HTTP; does not listen yet. */
export function createApp(deps: Deps): Answering {
  const app = express();
  app.disable('x-powered-by');
  // Answers are never kept, so naming their versions would be work for nothing.
  app.disable('etag');
  app.set('trust proxy', trustedProxies(deps.settings.trustedProxies));
  app.set('query parser', 'simple');
  const turnDown = refuse(deps);
  const headers = protectiveHeaders(deps.settings);
  const enter = deps.restoring.closing(rushContext(headers), turnDown);
  const door = new RushDoor({ enter, refuse: turnDown });
  rushRoutes(createServe(door.bind, PREFIX, deps), deps);
  app.use(deps.restoring.closing(requestContext(headers), turnDown));
  const talk = new Talk(deps);
  bindRoutes(app, deps, talk);
  app.use(refuseUnknown(), refusing(turnDown));
  return { app, listener: door.before(app), talk };
}

function bindRoutes(app: Express, deps: Deps, talk: Talk): void {
  const serve = createServe(bindTo(app), PREFIX, deps);
  bidRoutes(serve, deps);
  auctionRoutes(serve, deps);
  categoryRoutes(serve, deps);
  imageRoutes(serve, deps);
  suggestionRoutes(serve, deps);
  watchlistRoutes(serve, deps);
  noticeRoutes(serve, deps);
  questionRoutes(serve, deps);
  ratingRoutes(serve, deps);
  sellerRoutes(serve, deps);
  reportRoutes(serve, deps);
  userRoutes(serve, deps);
  emailRoutes(serve, deps);
  passwordRoutes(serve, deps);
  accountRoutes(serve, deps);
  signInRoutes(serve, deps);
  sessionRoutes(serve, deps);
  orderRoutes(serve, deps);
  talkRoutes(serve, deps, talk);
  offerRoutes(serve, deps);
  paymentRoutes(serve, deps);
  app.post(`${PREFIX}/webhooks/toss`, tossWebhook(deps));
  tillRoutes(serve, deps);
  operatingRoutes(serve, deps);
  signalRoutes(serve, deps);
  reportHandlingRoutes(serve, deps);
  proofRoutes(serve, deps);
  ticketRoutes(serve, deps);
  app.use(jwksRoute(deps));
  app.use(healthRoutes(deps));
  const description = describeApi(PREFIX);
  app.get(`${PREFIX}/openapi.json`, (_request, response) => {
    response.json(description);
  });
}
