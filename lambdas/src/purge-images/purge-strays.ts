import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { PICTURES_PREFIX, UPLOADS_PREFIX, uploadsOf } from '@sagopalgo/core/images/picture.ts';
import { removeFiles } from '@sagopalgo/core/images/remove-files.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { PictureConnections } from '../picture-connections.ts';
import { expectWholeRecord } from './expect-whole-record.ts';
import type { Found } from './expect-whole-record.ts';
import { whileStoreAnswers } from './while-store-answers.ts';

const KEYS_A_PAGE = 500;
const PAGES_MAX = 40;

/** How far to look in each of the two places. */
interface Stretch {
  keysAPage?: number;
  pagesMax?: number;
  startId?: string;
}

/**
 * Removes uploads that no row knows, and sizes of such: a row is there before its upload can be, so theirs has
 * gone since. Looks at a bounded stretch of the bucket from anywhere in it, so that in time every part has its
 * turn. An upload waits as long as files outlive their auction: whoever puts back a later record within that time finds
 * its pictures. Removes nothing and throws a sentence where it is the record that lacks rows, not the bucket that has
 * too many files. Throws an AggregateError of what failed, after all the others.
 */
export async function purgeStrays(
  connections: PictureConnections,
  stretch: Stretch = {},
): Promise<{ strays: number }> {
  const found = await lookAround(connections, stretch);
  await expectWholeRecord(connections.db, found);
  const tries = whileStoreAnswers();
  let strays = 0;
  await tries.every([...found.unknown], async (key) => {
    if (!(await isOld(connections, key))) return;
    await removeFiles(connections.pictures, key);
    strays += 1;
  });
  tries.tell();
  return { strays };
}

async function lookAround(connections: PictureConnections, stretch: Stretch): Promise<Found> {
  const looked = new Set<string>();
  const unknown = new Set<string>();
  for (const prefix of [UPLOADS_PREFIX, PICTURES_PREFIX]) {
    for await (const keys of pagesOf(connections, prefix, stretch)) {
      const fresh = uploadsOf(keys).filter((key) => !looked.has(key));
      for (const key of fresh) looked.add(key);
      for (const key of await withoutRow(connections, fresh)) unknown.add(key);
    }
  }
  return { looked, unknown };
}

async function* pagesOf(
  { pictures }: PictureConnections,
  prefix: string,
  { keysAPage = KEYS_A_PAGE, pagesMax = PAGES_MAX, startId = randomUUID() }: Stretch,
): AsyncGenerator<string[]> {
  let after = prefix + startId;
  let hasWrapped = false;
  for (let page = 0; page < pagesMax; page += 1) {
    const keys = await pictures.list(prefix, after, keysAPage);
    yield keys;
    after = keys.at(-1) ?? after;
    if (keys.length === keysAPage) continue;
    if (hasWrapped) return;
    hasWrapped = true;
    after = '';
  }
}

async function withoutRow({ db }: PictureConnections, uploads: string[]): Promise<string[]> {
  if (uploads.length === 0) return [];
  const known = await db
    .selectDistinct({ objectKey: images.objectKey })
    .from(images)
    .where(inArray(images.objectKey, uploads));
  const knownKeys = new Set(known.map(({ objectKey }) => objectKey));
  return uploads.filter((key) => !knownKeys.has(key));
}

// What an S3 does not tell the age of stays. Sizes whose upload has gone are no record's any more.
async function isOld(
  { pictures, now, graceMs }: PictureConnections,
  key: string,
): Promise<boolean> {
  const upload = await pictures.head(key);
  if (upload === null) return true;
  return upload.storedAtMs !== null && upload.storedAtMs < now() - graceMs;
}
