import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { auctions, users } from '@sagopalgo/core/mysql/schema.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addUser, openTestConnections, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { TestConnections } from '@sagopalgo/core/testing/connections.ts';
import { ROOT } from '../root.ts';

const NOBODY_URL = 'mysql://nobody:none@127.0.0.1:9/none';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function demoAuction(options: string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const command = [join(ROOT, 'scripts/demo-auction.ts'), ...options];
    const child = execFile(
      process.execPath,
      command,
      { env: { ...process.env, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('the command demo-auction', () => {
  let connections: TestConnections;
  let urls: Record<string, string>;
  let email: string;
  before(async () => {
    connections = await openTestConnections();
    const { mysqlUrl, redisUrl } = testUrls();
    urls = { MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl };
    const userId = await addUser(connections.db);
    const [seller] = await connections.db.select().from(users).where(eq(users.userId, userId));
    email = seller?.email ?? '';
  });
  after(() => connections.end());

  it('prints one line of JSON about an auction that the judge knows', async () => {
    const steps = '[[0,100],[10000,500]]';
    const options = ['--seller', email, '--closes-in', '1m', '--cap', '90000', '--steps', steps];
    const { code, stdout } = await demoAuction(options, urls);
    expect(code).to.equal(0);
    expect(stdout.match(/\n/g)).to.have.length(1);
    const { auctionId, opensAtMs, closesAtMs } = JSON.parse(stdout) as Record<string, number>;
    expect((closesAtMs ?? 0) - (opensAtMs ?? 0)).to.equal(60_000);
    const { states } = await readLive(connections.redis, [String(auctionId)]);
    expect(states.get(String(auctionId))).to.include({ state: 'live', minimumKrw: 1_000 });
    const [row] = await connections.db
      .select()
      .from(auctions)
      .where(eq(auctions.auctionId, String(auctionId)));
    expect(row).to.deep.include({ capKrw: 90_000, steps: JSON.parse(steps) });
  });

  for (const [why, options, env, sentence] of [
    ['an option is wrong', ['--closes-in', 'soon'], {}, '--closes-in must be a time'],
    ['there is no such seller', ['--seller', 'a@b.test'], {}, 'no account a@b.test'],
    ['the record is away', [], { MYSQL_URL: NOBODY_URL }, 'MySQL does not answer at 127.0.0.1:9'],
    ['Redis is away', [], { REDIS_URL: 'redis://127.0.0.1:9' }, 'Redis does not answer at'],
  ] as const) {
    it(`says in a sentence when ${why}, and lists nothing`, async () => {
      const { code, stdout, stderr } = await demoAuction([...options], { ...urls, ...env });
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr.trim().split('\n')).to.have.length(1);
      expect(stderr).to.contain(sentence);
    });
  }
});
