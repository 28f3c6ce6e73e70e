import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { sizesPrefix, thumbnailKey, uploadKey } from '@sagopalgo/core/images/picture.ts';
import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';
import { removePicture, startRemoving } from '@sagopalgo/core/images/remove-picture.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { blankPicture, fileOf, phonePicture } from '@sagopalgo/core/testing/some-pictures.ts';
import { addPicture, openTestPictures, pictureRow } from '../testing-pictures.ts';
import type { TestPictures } from '../testing-pictures.ts';
import { makeThumbnails } from './make-thumbnails.ts';

describe('making the sizes of a picture', () => {
  let connections: TestPictures;
  before(() => {
    connections = openTestPictures();
  });
  after(() => connections.end());

  const sizesOf = (objectKey: string) => connections.pictures.list(sizesPrefix(objectKey), '', 100);
  const read = async (key: string) => {
    const file = await connections.pictures.readStart(key, 10_000_000);
    if (!file) throw new Error(`there is no ${key}`);
    return file;
  };
  const jpeg = async (width: number, height: number) =>
    fileOf(await blankPicture(width, height).jpeg().toBuffer(), 'image/jpeg');

  it('makes WebP in each width up to the picture’s own, to be kept for good', async () => {
    const { imageId, objectKey } = await addPicture(connections, await jpeg(1000, 500));
    expect(await makeThumbnails(connections, objectKey)).to.equal('ready');
    expect(await pictureRow(connections, imageId)).to.include({
      ...{ state: 'ready', widthPx: 1000, heightPx: 500, thumbnailWidthsPx: '320,640,1000' },
    });
    for (const width of [320, 640, 1000]) {
      const { format, ...size } = await sharp(
        await read(thumbnailKey(objectKey, width)),
      ).metadata();
      expect(format).to.equal('webp');
      expect(size).to.include({ width, height: width / 2 });
    }
    expect(await sizesOf(objectKey)).to.have.length(3);
  });

  it('turns it as the camera was held, and leaves out where it was taken and whose it is', async () => {
    const body = await phonePicture(800, 600);
    const before = await sharp(body).metadata();
    expect(before.orientation).to.equal(6);
    expect(before.exif?.toString('latin1')).to.include('secret owner');
    const file = fileOf(body, 'image/jpeg');
    const { imageId, objectKey } = await addPicture(connections, file);
    expect(await makeThumbnails(connections, objectKey)).to.equal('ready');
    expect(await pictureRow(connections, imageId)).to.include({ widthPx: 600, heightPx: 800 });
    for (const key of await sizesOf(objectKey)) {
      const shown = await read(key);
      const { exif, xmp, iptc, orientation } = await sharp(shown).metadata();
      expect([exif, xmp, iptc, orientation]).to.deep.equal([
        ...[undefined, undefined, undefined, undefined],
      ]);
      expect(shown.toString('latin1')).not.to.match(/secret|Exif|GPS/);
    }
  });

  it('comes to the same when it is told twice, also at once and late', async () => {
    const { imageId, objectKey } = await addPicture(connections, await jpeg(400, 300));
    const told = await Promise.all([1, 2].map(() => makeThumbnails(connections, objectKey)));
    expect(told).to.include('ready');
    expect(await makeThumbnails(connections, objectKey)).to.equal('already');
    expect(await pictureRow(connections, imageId)).to.include({ state: 'ready' });
    expect(await sizesOf(objectKey)).to.have.length(2);
  });

  it('makes it for all auctions that show the same file', async () => {
    const first = await addPicture(connections, await jpeg(100, 100), {
      ...{ state: 'uploaded', auctionId: 'one' },
    });
    const again = { ...first, imageId: randomUUID(), auctionId: 'two' };
    await connections.db.insert(images).values(again);
    expect(await makeThumbnails(connections, first.objectKey)).to.equal('ready');
    for (const { imageId } of [first, again]) {
      expect(await pictureRow(connections, imageId)).to.include({ state: 'ready' });
    }
  });

  it('has nothing to do for what is not there, is going, or was refused', async () => {
    expect(await makeThumbnails(connections, uploadKey('no-such'))).to.equal('gone');
    const file = await jpeg(50, 50);
    const absent = await addPicture(connections, null, file.announced);
    expect(await makeThumbnails(connections, absent.objectKey)).to.equal('absent');
    expect(await pictureRow(connections, absent.imageId)).to.include({ state: 'awaiting' });
    const going = await addPicture(connections, file, { state: 'going' });
    expect(await makeThumbnails(connections, going.objectKey)).to.equal('gone');
    const refused = await addPicture(connections, file, { state: 'refused' });
    expect(await makeThumbnails(connections, refused.objectKey)).to.equal('already');
    expect(await sizesOf(going.objectKey)).to.deep.equal([]);
  });

  it('leaves nothing of a picture that is taken back meanwhile, at whichever step that is', async () => {
    const { db, pictures } = connections;
    const steps: [what: string, step: (imageId: string) => Promise<unknown>][] = [
      ['going', (imageId) => startRemoving(db, imageId)],
      ['gone', (imageId) => db.delete(images).where(eq(images.imageId, imageId))],
    ];
    for (const [what, step] of steps) {
      const { imageId, objectKey } = await addPicture(connections, await jpeg(50, 50));
      const takenBack = {
        ...connections,
        pictures: {
          ...pictures,
          put: async (...given: Parameters<typeof pictures.put>) => {
            await pictures.put(...given);
            await step(imageId);
          },
        },
      };
      expect(await makeThumbnails(takenBack, objectKey), what).to.equal('gone');
      expect(await sizesOf(objectKey), what).to.deep.equal([]);
      expect(await pictures.head(objectKey), what).to.equal(null);
    }
  });

  it('leaves nothing of files that two rows shared which go at once', async () => {
    const first = await addPicture(connections, await jpeg(50, 50));
    const second = { ...first, imageId: randomUUID() };
    await connections.db.insert(images).values(second);
    expect(await makeThumbnails(connections, first.objectKey)).to.equal('ready');
    for (const { imageId } of [first, second]) await startRemoving(connections.db, imageId);
    await removePicture(connections, first);
    expect(await sizesOf(first.objectKey)).to.deep.equal([]);
    await removePicture(connections, second);
    expect(await pictureRow(connections, second.imageId)).to.equal(undefined);
  });

  it('removes at once what it refuses, unless S3 is away then', async () => {
    const html = fileOf(Buffer.from('<!doctype html>'), 'image/png');
    const row = await addPicture(connections, html);
    expect(await makeThumbnails(connections, row.objectKey)).to.equal('refused');
    expect(await connections.pictures.head(row.objectKey)).to.equal(null);
    const away = () => Promise.reject(new PictureStoreAwayError('away'));
    const pictures = { ...connections.pictures, list: away, remove: away };
    const later = await addPicture(connections, html);
    const told = await makeThumbnails({ ...connections, pictures }, later.objectKey);
    expect(told).to.equal('refused');
    expect(await pictureRow(connections, later.imageId)).to.include({ state: 'refused' });
  });

  it('is begun five times at most, the one that ended the process too', async () => {
    const { imageId, objectKey } = await addPicture(connections, await jpeg(50, 50));
    const pictures = {
      ...connections.pictures,
      put: () => Promise.reject(new Error('a fault of ours')),
    };
    for (let tries = 1; tries <= 5; tries += 1) {
      const failed = await makeThumbnails({ ...connections, pictures }, objectKey).catch(
        () => 'no',
      );
      expect(failed).to.equal('no');
      expect(await pictureRow(connections, imageId)).to.include({ tries, state: 'awaiting' });
    }
    expect(await makeThumbnails(connections, objectKey)).to.equal('refused');
    expect(await pictureRow(connections, imageId)).to.include({ fault: 'unreadable' });
  });

  it('is refused a file that is another than was signed', async () => {
    const signed = await jpeg(50, 50);
    const other = fileOf(await blankPicture(50, 50).jpeg().toBuffer(), 'image/jpeg');
    const bytes = other.body.length;
    const row = await addPicture(connections, other, { ...signed.announced, bytes });
    expect(await makeThumbnails(connections, row.objectKey)).to.equal('refused');
    expect(await pictureRow(connections, row.imageId)).to.include({ fault: 'not-a-picture' });
  });
});
