import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startApi } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { settleAuction } from '@sagopalgo/lambdas/src/close-auctions/settle-auction.ts';
import { proofDuties } from '@sagopalgo/lambdas/src/record-bids/proof-duties.ts';
import { listedAuction, openLambdaConnections, place } from '@sagopalgo/lambdas/src/testing.ts';
import type { LambdaTestConnections } from '@sagopalgo/lambdas/src/testing.ts';
import { ROOT } from '../root.ts';

describe('the command verify, for an auction that was bought at once', function bought() {
  // A process for each case.
  this.timeout(60_000);
  const dir = mkdtempSync(join(tmpdir(), 'verify-'));
  let api: ApiUnderTest;
  let hands: LambdaTestConnections;
  let auctionId: string;
  before(async () => {
    api = await startApi();
    const opened = await openLambdaConnections();
    hands = { ...opened, ...proofDuties(opened, api.deps.signer) };
    ({ auctionId } = await listedAuction(hands, { buyNowKrw: 5_000 }));
    await place(hands, auctionId, 'buyer', { kind: 'buy-now' });
    expect(await settleAuction(hands, auctionId)).to.equal('sold');
  });
  after(async () => {
    rmSync(dir, { recursive: true });
    await api.end();
    await hands.end();
  });

  const verify = async (...more: string[]): Promise<string> => {
    const command = [join(ROOT, 'scripts/verify.ts'), `${api.url}/auctions/${auctionId}`, ...more];
    return (await promisify(execFile)(process.execPath, command)).stdout;
  };

  it('holds it to the head that was signed for its closing', async () => {
    expect(await verify()).to.match(/^verified: auction .*\n {2}3 entries, 1 bids .*, 1 heads, /);
  });

  it('holds it to what a late watcher was told with the closing', async () => {
    const { states } = await readLive(hands.redis, [auctionId]);
    const head = states.get(auctionId)?.head;
    expect(head).to.be.a('string');
    const file = join(dir, 'events.txt');
    writeFileSync(file, `event: closed\ndata: {"auctionId":"${auctionId}","head":"${head}"}\n\n`);
    expect(await verify('--heads', file)).to.match(/^verified: .*\n {2}3 entries, .*, 2 heads, /);
  });
});
