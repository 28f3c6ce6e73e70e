import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import {
  isUploadKey,
  PICTURES_PREFIX,
  UPLOADS_PREFIX,
  uploadOfSize,
} from '@sagopalgo/core/images/picture.ts';
import { removeFiles } from '@sagopalgo/core/images/remove-files.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { PictureConnections } from '../picture-connections.ts';
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
 * turn. Throws an AggregateError of what failed, after all the others.
 */
export async function purgeStrays(
  connections: PictureConnections,
  stretch: Stretch = {},
): Promise<{ strays: number }> {
  const strays: string[] = [];
  const tries = whileStoreAnswers();
  for (const prefix of [UPLOADS_PREFIX, PICTURES_PREFIX]) {
    if (tries.isAway()) break;
    for await (const keys of pagesOf(connections, prefix, stretch)) {
      const uploads = keys.flatMap((key) => (isUploadKey(key) ? key : (uploadOfSize(key) ?? [])));
      const unknown = await withoutRow(connections, [...new Set(uploads)]);
      await tries.every(unknown, (key) => removeFiles(connections.pictures, key));
      strays.push(...unknown);
      if (tries.isAway()) break;
    }
  }
  tries.tell();
  return { strays: new Set(strays).size };
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
