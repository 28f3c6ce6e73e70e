import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { thumbnailKey, uploadKey } from '@sagopalgo/core/images/picture.ts';
import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';
import type { ImageRow } from '@sagopalgo/core/images/settle-upload.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { knowAllPictures } from '@sagopalgo/core/testing/known-pictures.ts';
import { fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { endPictureConnections } from '../picture-connections.ts';
import { addPicture, openTestPictures, pictureRow } from '../testing-pictures.ts';
import type { TestPictures } from '../testing-pictures.ts';
import { handler } from './handler.ts';
import { purgeAll } from './purge-all.ts';
import { purgeImages } from './purge-images.ts';

const DAY_MS = 86_400_000;
/** So far back that nothing of another test is as old. */
const NOW_MS = 1_000_000_000_000;
const LONG_AGO = { createdAtMs: NOW_MS - 9 * DAY_MS };

describe('purging pictures that nobody shows', () => {
  let connections: TestPictures;
  let past: TestPictures;
  before(async () => {
    connections = openTestPictures();
    await knowAllPictures(connections.db, connections.pictures);
    past = { ...connections, now: () => NOW_MS };
  });
  after(async () => {
    await endPictureConnections();
    await connections.end();
  });

  const file = fileOf(Buffer.from('a picture'), 'image/png');

  async function picture(given: Partial<ImageRow>): Promise<ImageRow> {
    const row = await addPicture(connections, file, { state: 'ready', ...given });
    const size = thumbnailKey(row.objectKey, 320);
    await connections.pictures.put(size, Buffer.from('a size'), 'image/webp');
    return row;
  }
  const isThere = async ({ imageId, objectKey }: ImageRow) => ({
    row: (await pictureRow(connections, imageId)) !== undefined,
    file: (await connections.pictures.head(objectKey)) !== null,
    size: (await connections.pictures.head(thumbnailKey(objectKey, 320))) !== null,
  });
  const ALL = { row: true, file: true, size: true };
  const NOTHING = { row: false, file: false, size: false };

  it('passes over what a talk shows, however long ago', async () => {
    const { imageId } = await picture({ ...LONG_AGO, talkOrderId: 'an-order' });
    await purgeImages(past);
    expect((await pictureRow(connections, imageId))?.state).to.equal('ready');
    await connections.db.delete(images).where(eq(images.imageId, imageId));
  });

  it('takes those never attached after a day, whatever became of them', async () => {
    const old = await picture({ createdAtMs: NOW_MS - DAY_MS - 1 });
    const refused = await picture({ createdAtMs: NOW_MS - DAY_MS - 1, state: 'refused' });
    const young = await picture({ createdAtMs: NOW_MS - DAY_MS });
    const shown = await picture({ ...LONG_AGO, auctionId: 'an-auction' });
    const { isAll } = await purgeImages(past);
    expect(isAll).to.equal(true);
    expect(await isThere(old)).to.deep.equal(NOTHING);
    expect(await isThere(refused)).to.deep.equal(NOTHING);
    expect(await isThere(young)).to.deep.equal(ALL);
    expect(await isThere(shown)).to.deep.equal(ALL);
  });

  it('takes those whose auction is gone after a week, or as long as was said', async () => {
    const old = await picture({ ...LONG_AGO, orphanedAtMs: NOW_MS - 7 * DAY_MS - 1 });
    const young = await picture({ ...LONG_AGO, orphanedAtMs: NOW_MS - 7 * DAY_MS });
    await purgeImages(past);
    expect(await isThere(old)).to.deep.equal(NOTHING);
    expect(await isThere(young)).to.deep.equal(ALL);
    await purgeImages({ ...past, graceMs: DAY_MS });
    expect(await isThere(young)).to.deep.equal(NOTHING);
  });

  it('keeps files that another auction shows', async () => {
    const shown = await picture({ ...LONG_AGO, auctionId: 'an-auction' });
    const orphan = { ...shown, imageId: randomUUID(), auctionId: null, orphanedAtMs: 1 };
    await connections.db.insert(images).values(orphan);
    await purgeImages(past);
    expect(await isThere(orphan)).to.deep.equal({ ...ALL, row: false });
    expect(await isThere(shown)).to.deep.equal(ALL);
  });

  it('keeps files that nobody uploaded, such as the demo’s, which others may be listed with', async () => {
    const objectKey = `demo/1/${randomUUID()}.webp`;
    const row = await addPicture(connections, file, { ...LONG_AGO, objectKey, state: 'ready' });
    await purgeImages(past);
    expect(await pictureRow(connections, row.imageId)).to.equal(undefined);
    expect(await connections.pictures.head(objectKey)).not.to.equal(null);
  });

  it('takes none that an auction takes meanwhile', async () => {
    const row = await picture(LONG_AGO);
    const { db } = connections;
    const quicker = new Proxy(db, {
      get: (given, name) => {
        if (name !== 'update') return Reflect.get(given, name);
        return (...asked: Parameters<typeof db.update>) => ({
          set: (values: object) => ({
            where: async (condition: never) => {
              const taken = { auctionId: 'quicker' };
              await db.update(images).set(taken).where(eq(images.imageId, row.imageId));
              return await db
                .update(...asked)
                .set(values)
                .where(condition);
            },
          }),
        });
      },
    });
    const { pictures } = await purgeImages({ ...past, db: quicker });
    expect(pictures).to.equal(0);
    expect(await isThere(row)).to.deep.equal(ALL);
  });

  it('goes on where it was cut off, at whichever step', async () => {
    const { pictures } = connections;
    const steps = [
      ['list', 0],
      ['remove', 0],
      ['remove', 1],
    ] as const;
    for (const [step, callsBefore] of steps) {
      const row = await picture(LONG_AGO);
      let calls = 0;
      const cut = async <Result>(call: () => Promise<Result>): Promise<Result> => {
        calls += 1;
        if (calls > callsBefore) throw new Error('cut off');
        return await call();
      };
      const failing = { ...pictures };
      if (step === 'list') failing.list = (...given) => cut(() => pictures.list(...given));
      else failing.remove = (key) => cut(() => pictures.remove(key));
      const failed = await purgeImages({ ...past, pictures: failing }).catch(
        (error: unknown) => error,
      );
      expect(failed, `${step} ${callsBefore}`).to.be.instanceOf(AggregateError);
      expect(await pictureRow(connections, row.imageId)).to.include({ state: 'going' });
      expect(await pictures.head(row.objectKey)).not.to.equal(null);
      await purgeImages(past);
      expect(await isThere(row), `${step} ${callsBefore}`).to.deep.equal(NOTHING);
    }
  });

  it('passes over what fails, takes all others, and says so in the end', async () => {
    const rows = await Promise.all(Array.from({ length: 5 }, () => picture(LONG_AGO)));
    const { pictures } = connections;
    const stuck = rows[0] as ImageRow;
    const remove = async (key: string): Promise<void> => {
      if (key === stuck.objectKey) throw new Error('stuck');
      await pictures.remove(key);
    };
    const failing = { ...past, pictures: { ...pictures, remove } };
    const failed = await purgeImages(failing, { rowsABatch: 2 }).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
    for (const row of rows.slice(1)) expect(await isThere(row)).to.deep.equal(NOTHING);
    expect(await pictureRow(connections, stuck.imageId)).to.include({ state: 'going' });
    await purgeImages(past);
    expect(await isThere(stuck)).to.deep.equal(NOTHING);
  });

  it('ends where S3 is away', async () => {
    const rows = await Promise.all(Array.from({ length: 12 }, () => picture(LONG_AGO)));
    let asked = 0;
    const list = () => Promise.reject(new PictureStoreAwayError(`away ${(asked += 1)}`));
    const away = { ...past, pictures: { ...connections.pictures, list } };
    const failed = await purgeImages(away, { rowsABatch: 6 }).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
    expect(asked).to.be.within(1, 4);
    await purgeImages(past);
    for (const row of rows) expect(await isThere(row)).to.deep.equal(NOTHING);
  });

  it('takes so many at once and no more, and all of them in the end', async () => {
    const rows = await Promise.all(Array.from({ length: 5 }, () => picture(LONG_AGO)));
    const few = { rowsABatch: 2, batchesMax: 1 };
    expect(await purgeImages(past, few)).to.deep.equal({ pictures: 2, isAll: false });
    expect(await purgeImages(past, few)).to.deep.equal({ pictures: 2, isAll: false });
    expect(await purgeImages(past, few)).to.deep.equal({ pictures: 1, isAll: true });
    for (const row of rows) expect(await isThere(row)).to.deep.equal(NOTHING);
  });

  it('is done in both halves, whatever becomes of the other', async () => {
    const { pictures } = connections;
    const stray = thumbnailKey(uploadKey(randomUUID()), 320);
    await pictures.put(stray, file.body, 'image/webp');
    const stuck = await picture(LONG_AGO);
    const remove = async (key: string): Promise<void> => {
      if (key === stuck.objectKey) throw new Error('stuck');
      await pictures.remove(key);
    };
    const failed = (connected: TestPictures) =>
      purgeAll(connected).catch((error: unknown) => error);
    const halfStuck = { ...past, pictures: { ...pictures, remove } };
    expect(await failed(halfStuck)).to.be.instanceOf(AggregateError);
    expect(await pictures.head(stray)).to.equal(null);
    const list = async (...given: Parameters<typeof pictures.list>): Promise<string[]> => {
      if (given[0] === 'uploads/') throw new Error('no listing');
      return await pictures.list(...given);
    };
    const blind = { ...past, pictures: { ...pictures, list } };
    const why = await failed(blind);
    expect(why).to.be.instanceOf(AggregateError);
    expect(why).to.have.property('message', 'not all pictures could be purged: no listing');
    expect(await isThere(stuck)).to.deep.equal(NOTHING);
  });

  it('is done at night', async () => {
    const old = await picture({ createdAtMs: Date.now() - DAY_MS - 1 });
    await handler();
    expect(await isThere(old)).to.deep.equal(NOTHING);
  });
});
