import { expect } from 'chai';
import { importFaults } from './import-rules.ts';

const BROKEN: [path: string, specifier: string, says: string][] = [
  ['core/src/rules/won.ts', 'zod', 'may not import'],
  ['core/src/rules/won.ts', 'node:fs', 'may not import'],
  ['core/src/rules/won.ts', '../contracts/bids.ts', 'may not import'],
  ['core/src/contracts/bids.ts', 'ioredis', 'may not import'],
  ['core/src/contracts/bids.ts', '../redis/keys.ts', 'may not import'],
  ['core/src/redis/keys.ts', '../mysql/schema.ts', 'may not import'],
  ['core/src/redis/keys.ts', 'mysql2', 'may not import'],
  ['core/src/runtime/logger.ts', '../rules/kst.ts', 'may not import'],
  ['core/src/mysql/connect.ts', '../testing/connections.ts', 'tests only'],
  ['core/src/rules/won.ts', './kst', 'file ending'],
  ['api/src/app.ts', '../../core/src/rules/won.ts', 'relative path'],
  ['core/src/redis/keys.ts', '@sagopalgo/core/rules/won.ts', 'own room'],
  ['api/src/bids/bid.ts', '@sagopalgo/lambdas/src/loop.ts', 'may not import'],
  ['lambdas/src/loop.ts', '@sagopalgo/api/src/app.ts', 'may not import'],
  ['api/src/bids/bid.ts', '@sagopalgo/scripts/root.ts', 'may not import'],
  ['sse-server/src/hub.ts', '@sagopalgo/core/mysql/schema.ts', 'may not import'],
  ['sse-server/src/hub.ts', '@sagopalgo/api/src/app.ts', 'may not import'],
  ['web/src/lib/call-api.ts', '@sagopalgo/core/redis/keys.ts', 'may not import'],
  ['web/src/lib/call-api.ts', '@sagopalgo/core/runtime/token.ts', 'may not import'],
  ['web/src/lib/call-api.ts', 'node:fs', 'browser'],
  ['infra/src/stack.ts', '@sagopalgo/core/redis/keys.ts', 'may not import'],
  ['api/src/bids/bid.ts', '../users/sign-up.ts', 'wall'],
  ['api/src/http/serve.ts', '../users/sign-up.ts', 'wall'],
  ['api/src/bids/bid.ts', '@sagopalgo/core/testing/connections.ts', 'tests only'],
  ['lambdas/src/open-auctions/handler.ts', '../close-auctions/handler.ts', 'wall'],
  ['lambdas/src/record-bids/handler.ts', '../keeper.ts', 'wall'],
  ['web/src/lib/format.ts', '../features/bidding/place-bid.ts', 'leads up'],
  ['web/src/components/chip.tsx', '../pages/home.tsx', 'leads up'],
  ['web/src/features/bidding/form.tsx', '../../app/paths.ts', 'leads up'],
  ['web/src/features/bidding/form.tsx', '../account/me.ts', 'feature'],
];

const SOUND: [path: string, specifier: string][] = [
  ['core/src/contracts/bids.ts', '../rules/won.ts'],
  ['core/src/contracts/bids.ts', 'zod'],
  ['core/src/redis/keys.ts', './commands.ts'],
  ['core/src/redis/place-bid.test.ts', '../testing/connections.ts'],
  ['api/src/bids/bid-routes.ts', '@sagopalgo/core/redis/commands.ts'],
  ['api/src/bids/bid-routes.ts', '../http/serve.ts'],
  ['api/src/app.ts', './bids/bid-routes.ts'],
  ['lambdas/src/close-auctions/close-auctions.ts', '../record-bids/record-bids.ts'],
  ['lambdas/src/keeper.ts', './close-auctions/close-auctions.ts'],
  ['sse-server/src/feed.ts', '@sagopalgo/core/redis/connect.ts'],
  ['web/src/pages/home.tsx', '../features/home/list.tsx'],
  ['web/src/features/bidding/form.tsx', '@sagopalgo/core/contracts/bids.ts'],
  ['scripts/local/clock.ts', '@sagopalgo/lambdas/src/open-auctions/handler.ts'],
];

describe('the rules for imports', () => {
  for (const [path, specifier, says] of BROKEN) {
    it(`refuse ${specifier} in ${path}`, () => {
      expect(importFaults(path, [specifier]).join()).to.include(says);
    });
  }

  for (const [path, specifier] of SOUND) {
    it(`let ${path} import ${specifier}`, () => {
      expect(importFaults(path, [specifier])).to.deep.equal([]);
    });
  }
});
