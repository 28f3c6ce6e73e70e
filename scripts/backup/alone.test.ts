import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect } from 'chai';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { isRestoring, lockOf } from '@sagopalgo/core/mysql/restoring.ts';
import { eventually, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { ROOT } from '../root.ts';
import { alone } from './alone.ts';

/** Never, as far as a test goes. */
const NO_PING_MS = 3_600_000;

describe('the lock of a restore', () => {
  const { mysqlUrl } = testUrls();
  let mysql: ReturnType<typeof connectMysql>;
  before(() => {
    mysql = connectMysql(mysqlUrl, 1);
  });
  after(() => mysql.end());

  const isFree = async () => !(await isRestoring(mysql.db));

  it('is let go by the server once its holder is silent, and that is told', async () => {
    const held = { silentMaxSeconds: 1, pingMs: NO_PING_MS };
    let isHeld = false;
    const work = async (): Promise<never> => {
      isHeld = await isRestoring(mysql.db);
      return await new Promise(() => {});
    };
    const why = await alone(mysqlUrl, 'fill', work, held).catch(String);
    expect(why).to.equal('Error: the connection that keeps others from a fill was lost.');
    expect(isHeld).to.equal(true);
    await eventually(isFree);
  });

  it('is held by a connection that says again and again that it is there', async () => {
    const pings = async (): Promise<number> => {
      const asked = sql`SHOW GLOBAL STATUS LIKE 'Com_admin_commands'`;
      const [rows] = (await mysql.db.execute(asked)) as unknown as [{ Value: string }[]];
      return Number(rows[0]?.Value);
    };
    const begun = await pings();
    const work = () => eventually(async () => (await pings()) >= begun + 5);
    await alone(mysqlUrl, 'fill', work, { silentMaxSeconds: 60, pingMs: 10 });
    await eventually(isFree);
  });

  it('is asked for by its name on the page about a process that is not ready', () => {
    const page = readFileSync(join(ROOT, 'infra/runbooks/process-down.md'), 'utf8');
    expect(page).to.include(`IS_USED_LOCK(${lockOf('fill')})`);
    expect(page).to.include('`restore: one is under way`');
  });
});
