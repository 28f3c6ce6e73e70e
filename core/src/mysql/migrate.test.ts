import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { addAuction, addUser, openTestConnections, testUrls } from '../testing/connections.ts';
import type { TestConnections } from '../testing/connections.ts';
import { duplicateKeyOf } from './errors.ts';
import { migrateDatabase } from './migrate.ts';
import { auctions, users } from './schema.ts';

describe('the record', () => {
  let connections: TestConnections;
  before(async () => {
    connections = await openTestConnections();
  });
  after(() => connections.end());

  it('is left as it is by migrating again, twice at once too', async () => {
    const userId = await addUser(connections.db);
    const { mysqlUrl } = testUrls();
    await Promise.all([migrateDatabase(mysqlUrl), migrateDatabase(mysqlUrl)]);
    expect(await connections.db.$count(users, eq(users.userId, userId))).to.equal(1);
  });

  it('names the unique index that a second row ran into', async () => {
    const userId = await addUser(connections.db);
    const twin = { email: `${userId}@test.invalid`, nickname: 'x', nicknameKey: randomUUID() };
    const added = connections.db
      .insert(users)
      .values({ userId: randomUUID(), ...twin, passwordHash: 'none', createdAtMs: 1 });
    const error = await added.then(
      () => null,
      (caught: unknown) => caught,
    );
    expect(duplicateKeyOf(error)).to.equal('users_email');
    expect(duplicateKeyOf(new Error('something else'))).to.equal(null);
  });

  it('keeps won beyond 32 bits, steps as a table, and tells ids apart by case', async () => {
    const auctionId = `ID-${randomUUID()}`;
    await addAuction(connections.db, { auctionId, capKrw: 1_000_000_000_000, steps: [[0, 7]] });
    const find = (id: string) =>
      connections.db.select().from(auctions).where(eq(auctions.auctionId, id));
    expect((await find(auctionId))[0]).to.deep.include({
      capKrw: 1_000_000_000_000,
      steps: [[0, 7]],
    });
    expect(await find(auctionId.toLowerCase())).to.have.length(0);
  });
});
