import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq, inArray } from 'drizzle-orm';
import { isDeadlock } from '@sagopalgo/core/mysql/errors.ts';
import { categories, searchCategoryMarks } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { MISSING_KEY } from '@sagopalgo/core/redis/keys.ts';
import { readLive } from '@sagopalgo/core/redis/live-state.ts';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { untilWaiting } from '@sagopalgo/core/testing/until-waiting.ts';
import { addCategory, addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { Answer, ApiUnderTest } from '../testing/api-under-test.ts';
import { newListing } from '../testing/listings.ts';

describe('the categories', () => {
  let api: ApiUnderTest;
  let other: ApiUnderTest;
  let operator: { userId: string; token: string };
  let seller: { userId: string; token: string };
  const made: string[] = [];

  before(async () => {
    api = await startApi();
    other = await startApi();
    await addCategory(api.deps);
    operator = await addPersonWithToken(api.deps, 'ADMIN');
    seller = await addPersonWithToken(api.deps);
  });
  after(async () => {
    if (made.length > 0) {
      await api.deps.db.delete(categories).where(inArray(categories.categoryId, made));
    }
    await Promise.all([api.end(), other.end()]);
  });

  const newName = () => randomUUID().slice(0, 18);
  const create = (body: object, token = operator.token) =>
    api.call('POST', '/categories', { token, body });
  const change = (categoryId: string, body: object) =>
    api.call('PATCH', `/categories/${categoryId}`, { token: operator.token, body });
  const remove = (categoryId: string) =>
    api.call('DELETE', `/categories/${categoryId}`, { token: operator.token });

  /** Makes one and answers its id. */
  async function grown(parentId: string | null = null, name = newName()): Promise<string> {
    const { body } = await create({ name, parentId });
    const categoryId = body.items.find((item) => item.name === name)?.categoryId ?? '';
    made.push(categoryId);
    return categoryId;
  }

  const namesBelow = ({ body }: Answer, parentId: string) =>
    body.items.filter((item) => item.parentId === parentId).map(({ name }) => name);

  it('have the index follow a new name or parent, and no other place among siblings', async () => {
    const [top, elsewhere] = [await grown(), await grown()];
    const [first, second] = [await grown(top), await grown(top)];
    const below = await grown(second);
    const isMarked = async (categoryId: string) => {
      const ofIt = eq(searchCategoryMarks.categoryId, categoryId);
      const [row] = await api.deps.db.select().from(searchCategoryMarks).where(ofIt);
      await api.deps.db.delete(searchCategoryMarks).where(ofIt);
      return row !== undefined;
    };
    await change(second, { position: 0 });
    expect(await isMarked(second)).to.equal(false);
    await change(second, { name: newName() });
    expect([await isMarked(second), await isMarked(below)]).to.deep.equal([true, true]);
    expect(await isMarked(first)).to.equal(false);
    await change(second, { parentId: elsewhere });
    expect([await isMarked(second), await isMarked(below)]).to.deep.equal([true, true]);
  });

  it('are divided, named, moved and taken away, and each answer holds the tree', async () => {
    const top = await grown();
    const [first, second] = [await grown(top, 'first'), await grown(top, 'second')];
    expect(namesBelow(await change(second, { position: 0 }), top)).to.deep.equal([
      ...['second', 'first'],
    ]);
    expect(namesBelow(await change(first, { name: 'third' }), top)).to.deep.equal([
      ...['second', 'third'],
    ]);
    const moved = await change(first, { parentId: second });
    expect(namesBelow(moved, top)).to.deep.equal(['second']);
    expect(namesBelow(moved, second)).to.deep.equal(['third']);
    const ids = moved.body.items.map(({ categoryId }) => categoryId);
    expect(ids.indexOf(top)).to.equal(ids.indexOf(second) - 1);
    expect(ids.indexOf(second)).to.equal(ids.indexOf(first) - 1);
    const { status, body } = await remove(first);
    expect(status).to.equal(200);
    expect(body.items.map(({ categoryId }) => categoryId)).to.not.include(first);
    expect((await change(second, {})).body.items).to.deep.equal(body.items);
  });

  it('are seen by everybody at once, whichever process is asked', async () => {
    const listed = async (from: ApiUnderTest) => (await from.call('GET', '/categories')).body.items;
    const top = await grown();
    for (const from of [api, other]) {
      const ids = async () => (await listed(from)).map(({ categoryId }) => categoryId);
      await eventually(async () => (await ids()).includes(top));
    }
    await change(top, { name: '바꾼 이름' });
    expect((await listed(api)).find(({ categoryId }) => categoryId === top)?.name).to.equal(
      '바꾼 이름',
    );
    await eventually(async () => (await listed(other)).some(({ name }) => name === '바꾼 이름'));
    await change(top, { name: newName() });
  });

  it('are kept in the process meanwhile', async () => {
    const seen = async () =>
      (await api.call('GET', '/categories')).body.items.map((item) => item.categoryId);
    const unseen = await eventually(async () => {
      await seen();
      const categoryId = randomUUID();
      const row = { categoryId, name: newName(), parentId: null, position: 0 };
      await api.deps.db.insert(categories).values(row);
      made.push(categoryId);
      // Seen it is where the word of an earlier change arrives just now.
      return (await seen()).includes(categoryId) ? null : categoryId;
    });
    await api.deps.records.tell({ categories: true });
    expect(await seen()).to.include(unseen);
  });

  it('are for operators to change', async () => {
    const top = await grown();
    const { token } = seller;
    for (const { body } of [
      await create({ name: newName() }, token),
      await api.call('PATCH', `/categories/${top}`, { token, body: { name: 'x' } }),
      await api.call('DELETE', `/categories/${top}`, { token }),
    ]) {
      expect(body.code).to.equal('FORBIDDEN');
    }
  });

  it('refuse what would not be a tree, each with its code', async () => {
    const [top, beside] = [await grown(), await grown()];
    const below = await grown(top, 'below');
    const lowest = await grown(below, 'lowest');
    const codes = await Promise.all([
      create({ name: 'x', parentId: lowest }),
      create({ name: 'BELOW', parentId: top }),
      create({ name: 'x', parentId: 'unheard-of' }),
      change('unheard-of', { name: 'x' }),
      change(top, { parentId: lowest }),
      change(top, { parentId: beside }),
      remove('unheard-of'),
      remove(top),
    ]);
    expect(codes.map(({ status, body }) => `${status} ${body.code}`)).to.deep.equal([
      '409 CATEGORY_TOO_DEEP',
      '409 CATEGORY_NAME_TAKEN',
      '404 CATEGORY_NOT_FOUND',
      '404 CATEGORY_NOT_FOUND',
      '409 CATEGORY_IN_ITSELF',
      '409 CATEGORY_TOO_DEEP',
      '404 CATEGORY_NOT_FOUND',
      '409 CATEGORY_IN_USE',
    ]);
    const { body } = await create({ name: ' ', position: -1 });
    expect(body.detail.fields.map(({ path }) => path)).to.have.members(['name', 'position']);
  });

  it('are added one after the other where many come at once, wherever their rows have to go', async () => {
    const top = await grown();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 === 0 ? api : other).call('POST', '/categories', {
          ...{ token: operator.token, body: { name: `at once ${index}`, parentId: top } },
        }),
      ),
    );
    const rows = await api.deps.db.select().from(categories).where(eq(categories.parentId, top));
    made.push(...rows.map(({ categoryId }) => categoryId));
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 201));
    expect(rows.map(({ position }) => position)).to.have.members([...answers.keys()]);
  });

  it('are added though the row of whoever came before goes before all others', async () => {
    const { db } = api.deps;
    /** Null where the server has undone this side's transaction, and not that of the call. */
    async function addBefore(first: string, firstName: string, name: string) {
      const calls: ReturnType<typeof create>[] = [];
      const adding = db.transaction(async (tx) => {
        const rows = await tx.select().from(categories).for('update');
        calls.push(create({ name, parentId: null }));
        await untilWaiting(db);
        const row = { categoryId: first, name: firstName, parentId: null, position: rows.length };
        await tx.insert(categories).values(row);
      });
      const isAdded = await adding.then(
        () => true,
        (error: unknown) => {
          if (isDeadlock(error)) return false;
          throw error;
        },
      );
      const [answer] = await Promise.all(calls);
      made.push(
        first,
        ...(answer?.body.items ?? [])
          .filter((item) => item.name === name)
          .map(({ categoryId }) => categoryId),
      );
      return isAdded ? answer : null;
    }
    for (let tries = 0; tries < 5; tries += 1) {
      const names = [newName(), newName()] as const;
      const answer = await addBefore(`0000${randomUUID().slice(4)}`, ...names);
      if (!answer) continue;
      expect(answer.status).to.equal(201);
      const found = answer.body.items.filter((item) => names.includes(item.name));
      expect(found).to.have.length(2);
      return;
    }
    expect.fail('the server undid this side five times');
  });

  it('take one name once, though two operators give it at the same time', async () => {
    const top = await grown();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        (index % 2 === 0 ? api : other).call('POST', '/categories', {
          ...{ token: operator.token, body: { name: 'the one', parentId: top } },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1);
    const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
    expect(new Set(codes)).to.deep.equal(new Set(['CATEGORY_NAME_TAKEN']));
    const rows = await api.deps.db.select().from(categories).where(eq(categories.parentId, top));
    made.push(...rows.map(({ categoryId }) => categoryId));
    expect(rows).to.have.length(1);
  });

  it('stay a tree, though two are moved below each other at the same time', async () => {
    const [one, another] = [await grown(), await grown()];
    const answers = await Promise.all([
      change(one, { parentId: another }),
      other.call('PATCH', `/categories/${another}`, {
        ...{ token: operator.token, body: { parentId: one } },
      }),
    ]);
    const codes = answers.map(({ status, body }) => (status === 200 ? 'moved' : body.code));
    expect(codes).to.have.members(['moved', 'CATEGORY_IN_ITSELF']);
  });

  it('go only where nothing was ever listed', async () => {
    const categoryId = await grown();
    const { auctionId } = await addAuction(api.deps.db, { categoryId, state: 'cancelled' });
    expect((await remove(categoryId)).body.code).to.equal('CATEGORY_IN_USE');
    await api.deps.db.delete(auctions).where(eq(auctions.auctionId, auctionId));
    expect((await remove(categoryId)).status).to.equal(200);
  });

  it('are never gone below what is listed in them at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const categoryId = await grown();
      const elsewhere = await api.call('POST', '/auctions', {
        ...{ token: seller.token, body: newListing() },
      });
      const [removed, ...listed] = await Promise.all([
        remove(categoryId),
        api.call('POST', '/auctions', {
          ...{ token: seller.token, body: newListing({ categoryId }) },
        }),
        other.call('PATCH', `/auctions/${elsewhere.body.auctionId}`, {
          ...{ token: seller.token, body: { categoryId } },
        }),
      ]);
      const isGone = removed.status === 200;
      const held = listed.filter(({ status }) => status < 300).length;
      expect(isGone ? held === 0 : held > 0, `gone: ${isGone}, listed: ${held}`).to.equal(true);
      const { auctionId } = elsewhere.body;
      const { states } = await readLive(api.deps.redis, [auctionId]);
      const isAsked = await api.deps.redis.sismember(MISSING_KEY, auctionId);
      expect(states.size + isAsked, 'the judge has it, or the keeper brings it back').to.equal(1);
      await api.deps.redis.srem(MISSING_KEY, auctionId);
    }
  });
});
