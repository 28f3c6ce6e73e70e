import {
  getSeller,
  listSellerAuctions,
  listSellerRatings,
} from '@sagopalgo/core/contracts/sellers.ts';
import type { Serve } from '../http/serve.ts';
import type { ShowDeps } from '../views/show-auctions.ts';
import { findSellerAuctions } from './find-seller-auctions.ts';
import { findSellerRatings } from './find-seller-ratings.ts';
import { findSeller } from './find-seller.ts';

/** Who sells, what they sell and have sold, and what was said of it. */
export function sellerRoutes(serve: Serve, deps: ShowDeps): void {
  serve(getSeller, ({ params }) => findSeller(deps, params.sellerId));

  serve(listSellerAuctions, ({ params, query, caller }) =>
    findSellerAuctions(deps, caller?.userId ?? null, params.sellerId, query),
  );

  serve(listSellerRatings, ({ params, query }) => findSellerRatings(deps, params.sellerId, query));
}
