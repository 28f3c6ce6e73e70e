import { expect } from 'chai';
import { eq, sql } from 'drizzle-orm';
import { users } from '../mysql/schema.ts';
import { addUser, openTestConnections } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { holdHere } from './hold-here.ts';

describe('holding somebody here', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  const failsWith = async (work: Promise<unknown>): Promise<string> =>
    await work.then(
      () => 'nothing',
      (error: Error) => `${error.message} ${String(error.cause)}`,
    );

  it('keeps them from leaving until the transaction ends, and nobody from holding them too', async () => {
    const { db } = connections;
    const userId = await addUser(db);
    // As whoever leaves locks their row, but that it does not wait.
    const lock = sql`select 1 from ${users} where ${eq(users.userId, userId)} for update nowait`;
    await db.transaction(async (tx) => {
      await holdHere(tx, userId);
      await db.transaction((other) => holdHere(other, userId));
      expect(await failsWith(db.transaction((other) => other.execute(lock)))).to.match(/lock/i);
    });
    expect(await failsWith(db.transaction((other) => other.execute(lock)))).to.equal('nothing');
  });

  it('finds whoever has left, and who never was here', async () => {
    const { db } = connections;
    const userId = await addUser(db);
    await db.update(users).set({ leftAtMs: 1 }).where(eq(users.userId, userId));
    for (const gone of [userId, 'nobody']) {
      const held = db.transaction((tx) => holdHere(tx, gone));
      expect(await failsWith(held)).to.match(/UNAUTHENTICATED/);
    }
  });
});
