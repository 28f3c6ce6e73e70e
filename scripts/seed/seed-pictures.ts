import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { s3Client } from '@sagopalgo/core/images/s3-client.ts';
import type { PictureStoreConfig } from '@sagopalgo/core/images/store-config.ts';
import { ROOT } from '../root.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import type { Item } from './catalogue/item.ts';
import { paintedPicture } from './pictures/painted.ts';
import { VIEWS } from './pictures/scene.ts';
import type { View } from './pictures/scene.ts';

const RENDERS_AT_ONCE = 4;
/** Raise it when the drawings change, so that the next start paints them anew. */
const EDITION = 1;
/** It lasts until the next `npm ci`. */
const PAINTED = { folder: join(ROOT, 'node_modules/.cache/pictures'), edition: EDITION };
const DONE_KEY = `demo/edition-${EDITION}.txt`;

/** Where in the bucket one picture of a thing is. What is under a key never changes. */
export function pictureKey(item: Pick<Item, 'key'>, view: View): string {
  return `demo/${EDITION}/${item.key}-${view}.webp`;
}

/** Paints every thing in the catalogue and stores the pictures, unless they are all there already. */
export async function seedPictures(config: PictureStoreConfig): Promise<void> {
  const { S3_BUCKET: bucket } = config;
  const s3 = s3Client(config);
  try {
    if (await isThere(s3, bucket, DONE_KEY)) return;
    const wanted = CATALOGUE.flatMap((item) => VIEWS.map((view) => ({ item, view }))).values();
    const painter = async (): Promise<void> => {
      for (const { item, view } of wanted) {
        const body = await paintedPicture(item.subject, view, PAINTED);
        await put(s3, bucket, { key: pictureKey(item, view), body, type: 'image/webp' });
      }
    };
    await Promise.all(Array.from({ length: RENDERS_AT_ONCE }, painter));
    await put(s3, bucket, { key: DONE_KEY, body: Buffer.from('done\n'), type: 'text/plain' });
  } finally {
    s3.destroy();
  }
}

async function put(
  s3: S3Client,
  bucket: string,
  object: { key: string; body: Buffer; type: string },
): Promise<void> {
  const { key: Key, body: Body, type: ContentType } = object;
  const CacheControl = 'public, max-age=31536000, immutable';
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType, CacheControl }));
}

async function isThere(s3: S3Client, bucket: string, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return false;
    throw error;
  }
}
