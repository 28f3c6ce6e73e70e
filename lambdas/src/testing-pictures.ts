import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { uploadKey } from '@sagopalgo/core/images/picture.ts';
import type { ImageRow } from '@sagopalgo/core/images/settle-upload.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { quietLog, testUrls } from '@sagopalgo/core/testing/connections.ts';
import type { SomeFile } from '@sagopalgo/core/testing/some-pictures.ts';
import { testBucket } from '@sagopalgo/core/testing/test-bucket.ts';
import { readPicturesConfig } from './config.ts';
import { openPictureConnections } from './picture-connections.ts';
import type { PictureConnections } from './picture-connections.ts';

export type TestPictures = PictureConnections & {
  log: ReturnType<typeof quietLog>;
  end: () => Promise<void>;
};

/** The connections of a function that works on pictures, to the tests' servers. */
export function openTestPictures(): TestPictures {
  const config = readPicturesConfig({ MYSQL_URL: testUrls().mysqlUrl, ...testBucket() });
  const log = quietLog();
  return { ...openPictureConnections(config, log), log };
}

/** A picture in the record, with its file in the bucket when one is given. */
export async function addPicture(
  { db, pictures }: PictureConnections,
  file: SomeFile | null,
  given: Partial<ImageRow> = {},
): Promise<ImageRow> {
  const imageId = randomUUID();
  const row: ImageRow = {
    ...{ imageId, auctionId: null, sellerId: randomUUID(), objectKey: uploadKey(imageId) },
    ...{ state: 'awaiting', fault: null, contentType: null, bytes: null, sha256: null },
    ...file?.announced,
    ...{ widthPx: 0, heightPx: 0, thumbnailWidthsPx: null, position: 0 },
    ...{
      createdAtMs: Date.now(),
      settledAtMs: null,
      tries: 0,
      orphanedAtMs: null,
      talkOrderId: null,
    },
    ...given,
  };
  if (row.state === 'uploaded') row.settledAtMs ??= row.createdAtMs;
  if (file) await pictures.put(row.objectKey, file.body, file.announced.contentType);
  await db.insert(images).values(row);
  return row;
}

/** What the record holds of a picture now; undefined when it is gone. */
export async function pictureRow(
  { db }: PictureConnections,
  imageId: string,
): Promise<ImageRow | undefined> {
  const [row] = await db.select().from(images).where(eq(images.imageId, imageId));
  return row;
}
