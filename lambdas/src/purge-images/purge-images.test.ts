import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { thumbnailKey, uploadKey } from '@sagopalgo/core/images/picture.ts';
import type { ImageRow } from '@sagopalgo/core/images/settle-upload.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { endPictureConnections } from '../picture-connections.ts';
import { addPicture, openTestPictures, pictureRow } from '../testing-pictures.ts';
import type { TestPictures } from '../testing-pictures.ts';
import { handler } from './handler.ts';
import { purgeImages } from './purge-images.ts';
import { purgeStrays } from './purge-strays.ts';

const DAY_MS = 86_400_000;
/** So far back that nothing of another test is as old. */
const NOW_MS = 1_000_000_000_000;
const LONG_AGO = { createdAtMs: NOW_MS - 9 * DAY_MS };

describe('purging pictures that nobody shows', () => {
  let connections: TestPictures;
  let past: TestPictures;
  before(() => {
    connections = openTestPictures();
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
    for (const step of ['list', 'remove'] as const) {
      for (const after of [0, 1]) {
        const row = await picture(LONG_AGO);
        let calls = 0;
        const cut = () => {
          calls += 1;
          if (calls > after) throw new Error('cut off');
        };
        const failing = {
          ...pictures,
          list: async (...given: Parameters<typeof pictures.list>) => {
            if (step === 'list') cut();
            return await pictures.list(...given);
          },
          remove: async (key: string) => {
            if (step === 'remove') cut();
            await pictures.remove(key);
          },
        };
        const failed = await purgeImages({ ...past, pictures: failing }).catch(() => 'failed');
        if (failed === 'failed') {
          expect(await pictureRow(connections, row.imageId)).to.include({ state: 'going' });
        }
        await purgeImages(past);
        expect(await isThere(row), `${step} ${after}`).to.deep.equal(NOTHING);
      }
    }
  });

  it('takes so many at once and no more, and all of them in the end', async () => {
    const rows = await Promise.all(Array.from({ length: 5 }, () => picture(LONG_AGO)));
    const few = { rowsABatch: 2, batchesMax: 1 };
    expect(await purgeImages(past, few)).to.deep.equal({ pictures: 2, isAll: false });
    expect(await purgeImages(past, few)).to.deep.equal({ pictures: 2, isAll: false });
    expect(await purgeImages(past, few)).to.deep.equal({ pictures: 1, isAll: true });
    for (const row of rows) expect(await isThere(row)).to.deep.equal(NOTHING);
  });

  it('finds uploads that came after their row had gone, a few pages from anywhere', async () => {
    const known = await picture({ auctionId: 'an-auction' });
    const strays = await Promise.all(
      ['0', '8', 'f'].map(async (start) => {
        const key = uploadKey(start + randomUUID().slice(1));
        await connections.pictures.put(key, file.body, 'image/png');
        await connections.pictures.put(thumbnailKey(key, 77), file.body, 'image/webp');
        return key;
      }),
    );
    const everywhere = { keysAPage: 3, pagesMax: 1_000, startId: '8' };
    expect((await purgeStrays(connections, everywhere)).strays).to.be.at.least(3);
    for (const key of strays) {
      expect(await connections.pictures.head(key)).to.equal(null);
      expect(await connections.pictures.head(thumbnailKey(key, 77))).to.equal(null);
    }
    expect(await isThere(known)).to.deep.equal(ALL);
    expect(await purgeStrays(connections, everywhere)).to.deep.equal({ strays: 0 });
    const key = uploadKey(randomUUID());
    await connections.pictures.put(key, file.body, 'image/png');
    expect(await purgeStrays(connections, { pagesMax: 0 })).to.deep.equal({ strays: 0 });
    expect(await connections.pictures.head(key)).not.to.equal(null);
  });

  it('is done at night', async () => {
    const old = await picture({ createdAtMs: Date.now() - DAY_MS - 1 });
    await handler();
    expect(await isThere(old)).to.deep.equal(NOTHING);
  });
});
