import { expect } from 'chai';
import process from 'node:process';
import { testUrls } from '@sagopalgo/core/testing/connections.ts';
import { blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import type { ImageRow } from '@sagopalgo/core/images/settle-upload.ts';
import { endPictureConnections } from '../picture-connections.ts';
import { addPicture, openTestPictures, pictureRow } from '../testing-pictures.ts';
import type { TestPictures } from '../testing-pictures.ts';
import { handler, sweepHandler } from './handler.ts';
import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';
import { retryThumbnails } from './retry-thumbnails.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('the doors of making sizes', () => {
  let connections: TestPictures;
  before(() => {
    expect(process.env['MYSQL_URL']).to.equal(testUrls().mysqlUrl);
    connections = openTestPictures();
  });
  after(async () => {
    await endPictureConnections();
    await connections.end();
  });

  const uploaded = async (createdAtMs = Date.now(), given: Partial<ImageRow> = {}) =>
    addPicture(connections, fileOf(await blankPicture(8, 8).png().toBuffer(), 'image/png'), {
      ...{ createdAtMs, state: 'uploaded', widthPx: 8, heightPx: 8, ...given },
    });
  const stateOf = async ({ imageId }: { imageId: string }) =>
    (await pictureRow(connections, imageId))?.state;
  const told = (...keys: string[]) => ({
    Records: keys.map((key) => ({
      ...{
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: connections.bucket }, object: { key } },
      },
    })),
  });

  it('make those of an event, in whatever order and however often they are told', async () => {
    const pictures = [await uploaded(), await uploaded()];
    const [one = '', two = ''] = pictures.map(({ objectKey }) => objectKey);
    await handler(told(two, one, two, 'pictures/x/1.webp', 'uploads/nobody'));
    await handler(told(one));
    expect(await Promise.all(pictures.map(stateOf))).to.deep.equal(['ready', 'ready']);
  });

  it('make up for an event that was lost, and let those first that were tried least and wait longest', async () => {
    const nowMs = Date.now() - 3 * 365 * DAY_MS;
    const then = { ...connections, now: () => nowMs };
    const fresh = await uploaded(nowMs - MINUTE_MS + 1_000);
    const late = await uploaded(nowMs - 2 * MINUTE_MS);
    const later = await uploaded(nowMs - 3 * MINUTE_MS);
    const hopeless = await uploaded(nowMs - DAY_MS - 1);
    expect(await retryThumbnails(then, { picturesMax: 1 })).to.deep.equal({ made: 1 });
    expect([await stateOf(late), await stateOf(later)]).to.deep.equal(['uploaded', 'ready']);
    const tried = await uploaded(nowMs - 60 * MINUTE_MS, { tries: 3 });
    expect(await retryThumbnails(then, { picturesMax: 1 })).to.deep.equal({ made: 1 });
    expect([await stateOf(late), await stateOf(tried)]).to.deep.equal(['ready', 'uploaded']);
    const paused = await uploaded(nowMs - 7 * MINUTE_MS, { tries: 3 });
    expect(await retryThumbnails(then)).to.deep.equal({ made: 1 });
    expect([await stateOf(tried), await stateOf(paused)]).to.deep.equal(['ready', 'uploaded']);
    expect([await stateOf(fresh), await stateOf(hopeless)]).to.deep.equal(['uploaded', 'uploaded']);
    expect(await retryThumbnails(then)).to.deep.equal({ made: 0 });
  });

  it('try every picture, say what failed, and have it right the next time', async () => {
    const nowMs = Date.now() - 4 * 365 * DAY_MS;
    const failing = await uploaded(nowMs - 2 * MINUTE_MS);
    const good = await uploaded(nowMs - 3 * MINUTE_MS);
    const { pictures } = connections;
    const once = {
      ...connections,
      now: () => nowMs,
      pictures: {
        ...pictures,
        head: (key: string) => {
          if (key === failing.objectKey) return Promise.reject(new Error('away'));
          return pictures.head(key);
        },
      },
    };
    const failed = await retryThumbnails(once).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
    expect([await stateOf(failing), await stateOf(good)]).to.deep.equal(['uploaded', 'ready']);
    await retryThumbnails({ ...once, pictures });
    expect(await stateOf(failing)).to.equal('ready');
  });

  it('begin no other once S3 is away, and count from when an upload was found good', async () => {
    const nowMs = Date.now() - 5 * 365 * DAY_MS;
    const waiting = [await uploaded(nowMs - 2 * MINUTE_MS), await uploaded(nowMs - 2 * MINUTE_MS)];
    const oldForm = await uploaded(nowMs - 2 * DAY_MS, { settledAtMs: nowMs - 1_000 });
    let asked = 0;
    const head = () => Promise.reject(new PictureStoreAwayError(`away ${(asked += 1)}`));
    const then = { ...connections, now: () => nowMs };
    const away = { ...then, pictures: { ...connections.pictures, head } };
    const failed = await retryThumbnails(away).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(AggregateError);
    expect(asked).to.equal(1);
    expect(await retryThumbnails(then)).to.deep.equal({ made: waiting.length });
    expect(await stateOf(oldForm)).to.equal('uploaded');
    const later = { ...then, now: () => nowMs + MINUTE_MS };
    expect(await retryThumbnails(later)).to.deep.equal({ made: 1 });
  });

  it('make them by the clock too', async () => {
    // It has waited the longest of all, and so comes before what other tests have left waiting.
    const late = await uploaded(Date.now() - DAY_MS + MINUTE_MS);
    await sweepHandler();
    expect(await stateOf(late)).to.equal('ready');
  });
});
