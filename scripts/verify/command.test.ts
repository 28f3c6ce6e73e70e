import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { addPersonWithToken, startApi } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { settleNow } from '@sagopalgo/api/src/testing/settled-auction.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { HEAD_TYP, ISSUER } from '@sagopalgo/core/rules/signed-claims.ts';
import { createSigner, newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { ROOT } from '../root.ts';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function verify(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const command = [join(ROOT, 'scripts/verify.ts'), ...args];
    const child = execFile(process.execPath, command, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('the command verify', function command() {
  // A process for each case.
  this.timeout(60_000);
  const dir = mkdtempSync(join(tmpdir(), 'verify-'));
  const file = (name: string) => join(dir, name);
  let api: ApiUnderTest;
  let auctionId: string;
  let receipt: string;
  let keptHead: string;
  before(async () => {
    api = await startApi();
    const { deps } = api;
    const { userId, token } = await addPersonWithToken(deps);
    const row = await addAuction(deps.db);
    ({ auctionId } = row);
    await openAuction(deps.redis, row);
    const bidId = randomUUID();
    const lost = { auctionId, bidderId: userId, bidId, kind: 'auto', maxKrw: 3000 } as const;
    await placeBid(deps.redis, lost);
    const won = { auctionId, bidderId: 'other', bidId: randomUUID(), kind: 'auto' } as const;
    await placeBid(deps.redis, { ...won, maxKrw: 9000 });
    await settleNow(deps, auctionId);
    const path = `/auctions/${auctionId}/bids/${bidId}/receipt`;
    ({ receipt } = (await api.call('GET', path, { token })).body as unknown as {
      receipt: string;
    });
    const { body } = await api.call('GET', `/auctions/${auctionId}/heads`);
    keptHead = (body.items[0] as unknown as { jws: string }).jws;
  });
  after(async () => {
    rmSync(dir, { recursive: true });
    await api.end();
  });

  const saved = () => JSON.parse(readFileSync(file('log.json'), 'utf8'));
  const write = (name: string, content: unknown) =>
    writeFileSync(file(name), typeof content === 'string' ? content : JSON.stringify(content));

  it('verifies by the address of a page or of the api, and says what nobody can see', async () => {
    for (const url of [
      `${api.url}/auctions/${auctionId}`,
      `${api.url}/api/v1/auctions/${auctionId}/log?limit=3`,
    ]) {
      const { code, stdout } = await verify(url, '--receipt', receipt, '--save', file('log.json'));
      expect(stdout).to.match(
        /^verified: auction .*\n {2}4 entries, 2 bids \(1 opened\), 1 heads, 1/,
      );
      expect(stdout).to.match(/What nobody can see.*\n( {2}- .+\n)+$/);
      expect(code).to.equal(0);
    }
  });

  it('verifies a saved file without the marketplace, with heads that somebody kept', async () => {
    write('heads.txt', `event: head\ndata: {"auctionId":"x","jws":"${keptHead}"}\n\n`);
    const { code, stdout } = await verify(file('log.json'), '--heads', file('heads.txt'));
    expect(stdout).to.include('2 heads').and.not.include('--heads');
    expect(code).to.equal(0);
  });

  it('takes a receipt as the file that the page saves', async () => {
    write('receipt.jws', `${receipt}\n`);
    const { code, stdout } = await verify(file('log.json'), '--receipt', file('receipt.jws'));
    expect(stdout).to.include('1 receipts');
    expect(code).to.equal(0);
  });

  it('names the first entry that does not follow', async () => {
    const log = saved();
    log.entries[1].canonical = log.entries[1].canonical.replace(
      ...(['"priceKrw":1000', '"priceKrw":1100'] as const),
    );
    write('changed.json', log);
    const { code, stdout } = await verify(file('changed.json'));
    expect(stdout).to.match(/^not verified: entry 1 does not follow: .*\(HASH\)\n$/);
    expect(code).to.equal(1);
  });

  it('finds an outcome that is not the one of the closing', async () => {
    write('outcome.json', { ...saved(), outcome: 'cancelled' });
    const { code, stdout } = await verify(file('outcome.json'));
    expect(stdout).to.match(
      /^not verified: .* not what the closing told, .*\(OUTCOME_DIFFERS\)\n$/,
    );
    expect(code).to.equal(1);
  });

  it('finds a log that was rewritten by a head that somebody kept, or by a receipt', async () => {
    const { signer } = api.deps;
    const claims = { iss: ISSUER, auctionId, seq: 1, hash: '0'.repeat(64), atMs: 1 };
    write('other.txt', await signer.sign(HEAD_TYP, claims));
    const byHead = await verify(file('log.json'), '--heads', file('other.txt'));
    expect(byHead.stdout).to.match(
      /^not verified: head 2 about entry 1: the log has been rewritten/,
    );
    expect(byHead.code).to.equal(1);
    const [header, , signature] = receipt.split('.');
    const forged = `${header}.${Buffer.from('{}').toString('base64url')}.${signature}`;
    const byReceipt = await verify(file('log.json'), '--receipt', forged);
    expect(byReceipt.stdout).to.match(/^not verified: receipt 1: it is not a genuine receipt/);
  });

  it('believes the keys that are given before those that came with the log', async () => {
    const other = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
    write('keys.json', await other.jwks());
    const { code, stdout } = await verify(file('log.json'), '--keys', file('keys.json'));
    expect(stdout).to.include("none of the house's");
    expect(code).to.equal(1);
  });

  it('says in a sentence why it could not be checked', async () => {
    const { auctionId: open } = await addAuction(api.deps.db);
    write('none.json', '{}');
    const cases: [string[], RegExp][] = [
      [[], /^Usage: /],
      [['a', 'b'], /^Usage: /],
      [['a', '--what'], /--what[^]*Usage: /],
      [[`${api.url}/auctions/${open}`], /published once its result is settled/],
      [[`${api.url}/auctions/no-such`], /^There is no such auction\.$/m],
      [[api.url], /is not the address of an auction/],
      [['http://127.0.0.1:9/auctions/a'], /does not answer/],
      [[file('nowhere.json')], /cannot be read/],
      [[file('none.json')], /is not a log/],
      [[file('heads.txt')], /is not JSON/],
      [[file('log.json'), '--heads', file('none.json')], /no signed head/],
      [[file('log.json'), '--receipt', 'hello'], /hello cannot be read/],
      [[file('log.json'), '--receipt', file('none.json')], /no receipt in/],
      [[file('log.json'), '--save', file('no/such.json')], /cannot be written/],
      [['http://[bad'], /is not the address of an auction/],
      [[file('log.json'), '--keys', file('none.json')], /is not a JWKS/],
    ];
    for (const [args, words] of cases) {
      const { code, stdout, stderr } = await verify(...args);
      expect(stderr, args.join(' '))
        .to.match(words)
        .and.not.match(/\n\s+at /);
      expect(stdout).to.equal('');
      expect(code).to.equal(2);
    }
  });
});
