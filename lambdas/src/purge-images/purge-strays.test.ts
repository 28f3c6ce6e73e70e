import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { thumbnailKey, uploadKey } from '@sagopalgo/core/images/picture.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { testUrls } from '@sagopalgo/core/testing/connections.ts';
import { knowAllPictures } from '@sagopalgo/core/testing/known-pictures.ts';
import { fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { addPicture, openTestPictures } from '../testing-pictures.ts';
import type { TestPictures } from '../testing-pictures.ts';
import { purgeStrays } from './purge-strays.ts';

const DAY_MS = 86_400_000;
const EVERYWHERE = { keysAPage: 3, pagesMax: 1_000, startId: '8' };
const file = fileOf(Buffer.from('a picture'), 'image/png');

describe('purging pictures that no row knows', () => {
  let connections: TestPictures;
  let later: TestPictures;
  before(async () => {
    connections = openTestPictures();
    await knowAllPictures(connections.db, connections.pictures);
    later = { ...connections, now: () => Date.now() + connections.graceMs + DAY_MS };
  });
  after(() => connections.end());

  const isThere = async (key: string) => (await connections.pictures.head(key)) !== null;

  it('finds uploads that came after their row had gone, a few pages from anywhere', async () => {
    const known = await addPicture(connections, file, { auctionId: 'an-auction' });
    const strays = await Promise.all(
      ['0', '8', 'f'].map(async (start) => {
        const key = uploadKey(start + randomUUID().slice(1));
        await connections.pictures.put(key, file.body, 'image/png');
        await connections.pictures.put(thumbnailKey(key, 77), file.body, 'image/webp');
        return key;
      }),
    );
    // Whoever puts back a record from before the strays' rows were gone finds their pictures.
    await purgeStrays(connections, EVERYWHERE);
    for (const key of strays) expect(await isThere(key)).to.equal(true);
    expect((await purgeStrays(later, EVERYWHERE)).strays).to.be.at.least(3);
    for (const key of strays) {
      expect(await isThere(key)).to.equal(false);
      expect(await isThere(thumbnailKey(key, 77))).to.equal(false);
    }
    expect(await isThere(known.objectKey)).to.equal(true);
    expect(await purgeStrays(later, EVERYWHERE)).to.deep.equal({ strays: 0 });
    const key = uploadKey(randomUUID());
    await connections.pictures.put(key, file.body, 'image/png');
    expect(await purgeStrays(later, { pagesMax: 0 })).to.deep.equal({ strays: 0 });
    expect(await isThere(key)).to.equal(true);
  });

  it('finds sizes whose upload and row have gone, and keeps those of a picture that is there', async () => {
    const known = await addPicture(connections, file, { auctionId: 'an-auction' });
    const shown = thumbnailKey(known.objectKey, 320);
    await connections.pictures.put(shown, file.body, 'image/webp');
    const sizes = ['0', '8', 'f'].map((start) =>
      thumbnailKey(uploadKey(start + randomUUID().slice(1)), 320),
    );
    for (const key of sizes) await connections.pictures.put(key, file.body, 'image/webp');
    expect((await purgeStrays(connections, EVERYWHERE)).strays).to.be.at.least(3);
    for (const key of sizes) expect(await isThere(key)).to.equal(false);
    expect(await isThere(shown)).to.equal(true);
  });

  it('keeps an upload whose age S3 does not tell', async () => {
    const removed: string[] = [];
    const old = { bytes: 1, contentType: null, sha256: null, storedAtMs: null };
    const pictures = {
      ...bucketOf([uploadKey(randomUUID())], removed),
      head: () => Promise.resolve(old),
    };
    await addPicture(connections, null, { auctionId: 'an-auction' });
    expect(await purgeStrays({ ...later, pictures })).to.deep.equal({ strays: 0 });
    expect(removed).to.deep.equal([]);
  });

  describe('beside a record that lacks rows', () => {
    let removed: string[];
    let lacking: ReturnType<typeof connectMysql>;
    beforeEach(async () => {
      removed = [];
      // One connection, for which an empty table hides the one that is there.
      lacking = connectMysql(testUrls().mysqlUrl, 1);
      await lacking.pool.query('CREATE TEMPORARY TABLE no_images LIKE images');
      await lacking.pool.query('ALTER TABLE no_images RENAME images');
    });
    afterEach(() => lacking.end());

    const purge = (keys: string[]) => {
      const pictures = bucketOf(keys, removed);
      return purgeStrays({ ...later, db: lacking.db, pictures }).catch(String);
    };
    const uploads = (count: number) => Array.from({ length: count }, () => uploadKey(randomUUID()));

    it('takes nothing where it is empty, be it one upload or sizes alone, and says why', async () => {
      const why = /^Error: the record knows no picture at all, .* Nothing was removed\.$/;
      const [upload = ''] = uploads(1);
      for (const keys of [[upload], [thumbnailKey(upload, 320)], uploads(60)]) {
        expect(await purge(keys)).to.match(why);
      }
      expect(removed).to.deep.equal([]);
    });

    it('is content where the bucket is empty too, or has nothing but what nobody uploaded', async () => {
      for (const keys of [[], ['demo/1/a.webp']]) {
        expect(await purge(keys)).to.deep.equal({ strays: 0 });
      }
    });

    it('takes nothing where it does not know the half of many, and else all that it does not', async () => {
      const known = uploads(10);
      for (const objectKey of known) {
        await addPicture({ ...connections, db: lacking.db }, null, { objectKey });
      }
      expect(await purge([...known, ...uploads(11)])).to.equal(
        'Error: the record does not know 11 of the 21 pictures that were looked at. Nothing was removed.',
      );
      expect(removed).to.deep.equal([]);
      expect(await purge([...known, ...uploads(10)])).to.deep.equal({ strays: 10 });
      const [first = ''] = known;
      expect(await purge([first, ...uploads(10)])).to.deep.equal({ strays: 10 });
      expect(removed).to.have.length(20).and.not.to.include.members([first]);
    });
  });

  // A bucket of these files alone, all of them old.
  function bucketOf(keys: readonly string[], removed: string[]): TestPictures['pictures'] {
    const has = (prefix: string) => keys.filter((key) => key.startsWith(prefix)).toSorted();
    return {
      ...connections.pictures,
      list: (prefix, after) => Promise.resolve(has(prefix).filter((key) => key > after)),
      head: () => Promise.resolve({ bytes: 1, contentType: null, sha256: null, storedAtMs: 0 }),
      remove: (key) => Promise.resolve(void removed.push(key)),
    };
  }
});
